import { counted } from '../base/counted.ts'
import { htmlDocument } from '../diagram/document.ts'
import { escapeHtml, scroll } from '../diagram/html-text.ts'
import { sayChanges } from '../tell/changes.ts'
import type { Review, ReviewedFile, ReviewFinding, Way } from './index.ts'
import { neighbourhoodOf, picturesOf } from './picture.ts'
import { PAGE_STYLE } from './page-style.ts'
import { sayStatements, type SaidStatement } from './say.ts'
import type { Status } from './verdict.ts'

/** What a page may weigh, in bytes. */
const MOST_BYTES = 1_000_000

/** How much of everything is told. */
interface Detail {
  readonly lines: number
  readonly tables: number
  readonly sql: number
  readonly patch: number
}

/** Tried one after the other, until the page is light enough. */
const DETAILS: readonly Detail[] = [
  { lines: 2_000, tables: 60, sql: 20_000, patch: 200_000 },
  { lines: 500, tables: 40, sql: 2_000, patch: 50_000 },
  { lines: 200, tables: 20, sql: 300, patch: 10_000 },
  { lines: 100, tables: 0, sql: 80, patch: 2_000 },
]

/**
 * A review as one page that stands alone: no network, no script, light and dark, on a phone and on paper. It weighs
 * less than a megabyte.
 */
export function reviewPage(review: Review): string {
  const pages = DETAILS.map((detail) => () => page(review, detail))
  for (const make of pages) {
    const html = make()
    if (Buffer.byteLength(html) <= MOST_BYTES) return html
  }
  return page({ ...review, files: review.files.slice(0, 50), models: '' }, DETAILS.at(-1)!)
}

function page(review: Review, detail: Detail): string {
  const { verdict, files, base, server } = review
  const title = `Review of ${base === null ? counted(files.length, 'migration') : `what is new since ${base}`}`
  return htmlDocument(
    title,
    PAGE_STYLE,
    `<main>
<h1>${escapeHtml(title)}</h1>
<div class="verdict ${verdict.status}"><p><strong>${WORDS[verdict.status]}</strong> ${escapeHtml(verdict.line)}</p>
${list(verdict.facts.map(escapeHtml))}</div>
${changes(review, detail)}
${pictures(review, detail)}
${files.map((file, at) => migration(file, at, detail)).join('\n')}
${undone(review, detail)}
${models(review, detail)}
<footer><p>Measured on ${escapeHtml(server)}, on tables that hold a few made-up rows: locks, rewrites and scans are
what PostgreSQL reported, times are not those of your data.</p></footer>
</main>`,
  )
}

const WORDS: Readonly<Record<Status, string>> = {
  empty: 'Nothing to review.',
  good: 'Good.',
  warned: 'Look closer.',
  stopped: 'Stop.',
}

function changes({ changes: all, renamed, dependents }: Review, { lines }: Detail): string {
  if (all.length + renamed.length === 0) return ''
  const told = [...renamed.map(({ from, to }) => `> ${from} is renamed: ${to}`), ...sayChanges(all, { all: true })]
  const users = [...dependents].slice(0, 100).map(
    ([address, list]) =>
      `<code>${escapeHtml(address)}</code>: ${list
        .slice(0, 20)
        .map((one) => `<code>${escapeHtml(one)}</code>`)
        .join(', ')}${list.length > 20 ? ` and ${list.length - 20} more` : ''}`,
  )
  return `<section><h2>What changes</h2>
${diffOf(told, lines, 'What changes')}
${users.length > 0 ? `<h3>What uses the objects that change</h3>${list(users)}` : ''}</section>`
}

function pictures(review: Review, { tables }: Detail): string {
  if (tables === 0 || review.changes.length + review.renamed.length === 0) return ''
  const around = neighbourhoodOf(review, tables)
  const { before, after } = picturesOf(around)
  if (before === undefined && after === undefined) return ''
  const figure = (name: string, svg: string | undefined) =>
    svg === undefined ? '' : `<figure><figcaption>${name}</figcaption>${scroll(`Picture: ${name}`, svg)}</figure>`
  const hidden = around.hidden > 0 ? ` ${counted(around.hidden, 'more table')} not shown.` : ''
  return `<section><h2>Where it changes</h2>
<p class="quiet">+ added, − dropped, ~ altered. P primary key, F foreign key, U unique, ? may be null.${hidden}</p>
<div class="sides">${figure('Before', before)}${figure('After', after)}</div></section>`
}

function migration(file: ReviewedFile, at: number, detail: Detail): string {
  return `<section aria-labelledby="file-${at}"><h2 id="file-${at}">${escapeHtml(file.name)}</h2>
${findings(file.findings)}
<h3>Up</h3>
${way(file.up, detail, `The statements of up, ${file.name}`)}
<h3>The way down</h3>
${file.down ? way(file.down, detail, `The statements of down, ${file.name}`) : '<p>There is none, or it was not reached.</p>'}
<h3>The proof</h3>
${file.proof.length > 0 ? list(file.proof.map(escapeHtml)) : '<p>Nothing was compared.</p>'}</section>`
}

function findings(all: readonly ReviewFinding[]): string {
  if (all.length === 0) return '<p class="quiet">No rule has anything against it.</p>'
  return `<ul class="findings">${all
    .map(({ severity, rule, message, why, cure, line, allowed }) => {
      const about = `<code>${rule}</code>`
      const told = escapeHtml(message)
      return allowed === undefined
        ? `<li class="${severity}"><strong>${severity}</strong> ${about} line ${line}: ${told}<br>${escapeHtml(why)}<br>` +
            `→ ${escapeHtml(cure)}</li>`
        : `<li class="allowed"><strong>allowed</strong> ${about}: ${told}, because ${escapeHtml(allowed)}</li>`
    })
    .join('')}</ul>`
}

function way(of: Way, { sql, lines }: Detail, label: string): string {
  const all = sayStatements(of)
  const rows = all.slice(0, lines).map((one, at) => statement(one, at, sql))
  const rest = all.length > lines ? `<p class="quiet">${all.length - lines} more statements.</p>` : ''
  const failed =
    of.failed === undefined ? '' : `<p class="failed"><strong>It fails:</strong> ${escapeHtml(of.failed)}</p>`
  if (rows.length === 0) return failed || '<p>It sends nothing.</p>'
  const heads = ['Statement', 'Locks, and who waits', 'Work'].map((head) => `<th scope="col">${head}</th>`).join('')
  const table = `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  return `${scroll(escapeHtml(label), table)}${rest}${failed}`
}

function statement({ sql, locks, work, heavy, cost }: SaidStatement, at: number, most: number): string {
  const shown = sql.length > most ? `${sql.slice(0, most)} …` : sql
  const waits = locks.length > 0 ? list(locks.map(escapeHtml)) : 'no new lock that anybody waits for'
  const did = work.map((one) => (heavy ? `<strong>${escapeHtml(one)}</strong>` : escapeHtml(one)))
  return (
    `<tr${heavy ? ' class="heavy"' : ''}>` +
    `<td><pre><span class="quiet">${at + 1}</span> ${escapeHtml(shown.trim())}</pre></td>` +
    `<td>${waits}</td>` +
    `<td>${list([...did, `<span class="quiet">${escapeHtml(cost)}</span>`])}</td></tr>`
  )
}

function undone({ undone: all }: Review, { lines }: Detail): string {
  if (!all?.length) return ''
  return `<section><h2>What the migrations do not build yet</h2>
<p><code>npx knexus generate NAME</code> writes it: the models declare it otherwise.</p>
${diffOf(sayChanges(all, { all: true }), lines, 'What is not built yet')}</section>`
}

function models({ models: patch }: Review, { patch: most }: Detail): string {
  if (patch === '') return ''
  const shown = patch.length > most ? `${patch.slice(0, most)}\n…` : patch
  const diff = diffOf(shown.trimEnd().split('\n'), Infinity, 'The models')
  return `<section><h2>The models</h2>
<details open><summary>The difference in the files</summary>${diff}</details></section>`
}

/** Lines with their signs, in colour. */
function diffOf(lines: readonly string[], most: number, label: string): string {
  const told = lines.slice(0, most).map((text) => {
    const sign = /^\s*([-+~>])/.exec(text)?.[1]
    const name = sign === undefined || /^(?:\+\+\+|---) /.test(text) ? undefined : SIGNS[sign]
    return name === undefined ? escapeHtml(text) : `<span class="${name}">${escapeHtml(text)}</span>`
  })
  const rest = lines.length > most ? `\n… and ${lines.length - most} more lines` : ''
  return `<pre class="diff" tabindex="0" role="region" aria-label="${label}">${told.join('\n')}${rest}</pre>`
}

const SIGNS: Readonly<Record<string, string>> = { '+': 'added', '-': 'dropped', '~': 'altered', '>': 'altered' }

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}
