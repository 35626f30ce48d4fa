import { counted } from '../base/counted.ts'
import { htmlDocument } from '../diagram/document.ts'
import { escapeHtml, scroll } from '../diagram/html-text.ts'
import { PAGE_STYLE } from '../review/page-style.ts'
import type { Entry } from '../migrations/status.ts'
import { lanesOf } from './lanes.ts'
import { batchesOf, sayBatch, sayTime, type EnvironmentHistory } from './places.ts'

/** How many migrations and batches are listed, the newest first: a page stays below a megabyte. */
const MOST = 500

/**
 * The history of some environments as one page that stands alone, as that of a review does: where each is, its batches
 * over time, and what became of each file in each of them.
 */
export function historyPage(environments: readonly EnvironmentHistory[]): string {
  const names = namesOf(environments)
  const title = `History of ${counted(names.length, 'migration')} in ${counted(environments.length, 'environment')}`
  return htmlDocument(
    title,
    PAGE_STYLE + STYLE,
    `<main>
<h1>${escapeHtml(title)}</h1>
<section><h2>Where each environment is</h2>${scroll('Where each environment is', places(environments))}</section>
${lanes(environments)}
<section><h2>Each migration</h2>${rest(names.length)}
${scroll('Each migration', files(names.slice(0, MOST), environments))}</section>
${environments.map(batches).join('\n')}
<footer><p>Times are in UTC. What plain knex ran has no duration.</p></footer>
</main>`,
  )
}

const STYLE = `
svg.time line { stroke: var(--line); stroke-width: 2 } svg.time line.day { stroke-width: 1; stroke-dasharray: 2 4 }
svg.time .ran circle { fill: var(--added); stroke: var(--added) } svg.schema.time .ran text { fill: var(--paper) }
svg.time .undone circle { fill: var(--paper); stroke: var(--dropped); stroke-width: 2 }
svg.schema.time .undone text { fill: var(--dropped) }
th, td { white-space: pre-line } td { min-width: 7rem } td:first-child { width: auto } th[scope=row] { font-weight: 400 }
`

/** Every migration of any of them, the newest first. */
function namesOf(environments: readonly EnvironmentHistory[]): string[] {
  const names = environments.flatMap(({ migrations }) => migrations.map(({ name }) => name))
  return [...new Set(names)].sort().toReversed()
}

function places(environments: readonly EnvironmentHistory[]): string {
  const rows = environments.map(({ environment, database, revision, migrations, events, error }) => {
    if (error) return [escapeHtml(environment), '', mark('dropped', `not reached: ${error.message}`), '', '']
    const states = ['pending', 'edited', 'missing', 'unknown'].flatMap((state) => {
      const count = migrations.filter((one) => one.state === state).length
      return count > 0 ? [mark(state === 'pending' ? 'altered' : 'dropped', `${count} ${state}`)] : []
    })
    const applied = migrations.filter((one) => one.applied).length
    const told = [environment, database ?? '', revision ?? 'none', events.length > 0 ? sayTime(events.at(-1)!.at) : '']
    return [...told.map(escapeHtml), [`${applied} applied`, ...states].join(', ')]
  })
  return tableOf(['Environment', 'Database', 'Last migration', 'Last change', 'Migrations'], rows)
}

/** What the files came to: when each ran, in which batch, or that it did not. */
function files(names: readonly string[], environments: readonly EnvironmentHistory[]): string {
  const reached = environments.filter(({ error }) => error === null)
  const entries = reached.map(({ migrations }) => new Map(migrations.map((one) => [one.name, one])))
  const rows = names.map((name) => [escapeHtml(name), ...entries.map((of) => stateOf(of.get(name)))])
  return tableOf(['Migration', ...reached.map(({ environment }) => environment)], rows)
}

function stateOf(entry: Entry | undefined): string {
  if (!entry) return mark('quiet', 'not there')
  const { state, applied, half } = entry
  if (half) return mark('dropped', 'stopped half-way')
  if (!applied) return mark('altered', state)
  const took = applied.ms === null ? '' : `, ${Math.round(applied.ms)} ms`
  const ran = `${escapeHtml(sayTime(applied.at))}\nbatch ${applied.batch}${took}`
  return state === 'applied' ? ran : `${mark('dropped', state)}\n${ran}`
}

function lanes(environments: readonly EnvironmentHistory[]): string {
  const svg = lanesOf(environments)
  return svg === undefined
    ? '<p>Nothing was run yet.</p>'
    : `<section><h2>Batches over time</h2>
<p class="quiet">A disc is what ran, a ring what was undone, with the number of migrations.</p>
${scroll('Picture: batches over time', svg)}</section>`
}

function batches({ environment, events }: EnvironmentHistory): string {
  const all = batchesOf(events).toReversed()
  if (all.length === 0) return ''
  const items = all.slice(0, MOST).map((batch) => {
    const names = batch.events.length > 1 ? `: ${batch.events.map(({ migration }) => migration).join(', ')}` : ''
    const people = [...new Set(batch.events.flatMap(({ who }) => who ?? []))].join(', ')
    const by = people === '' ? '' : ` <span class="quiet">${escapeHtml(people)}</span>`
    return `<li>${escapeHtml(`${sayTime(batch.at)} ${sayBatch(batch)}${names}`)}${by}</li>`
  })
  return `<section><h2>Batches in ${escapeHtml(environment)}</h2>${rest(all.length)}
<ul>${items.join('')}</ul></section>`
}

function rest(count: number): string {
  return count > MOST ? `<p class="quiet">The newest ${MOST} of ${count}.</p>` : ''
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((one) => `<th scope="col">${escapeHtml(one)}</th>`).join('')
  const body = rows.map(
    ([first, ...others]) => `<tr><th scope="row">${first}</th>${others.map((one) => `<td>${one}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}

function mark(name: string, text: string): string {
  return `<span class="${name}">${escapeHtml(text)}</span>`
}
