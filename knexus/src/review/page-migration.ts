import { counted } from '../base/counted.ts'
import { escapeHtml, list, scroll } from '../diagram/html-text.ts'
import { groupBy } from '../pull/collections.ts'
import type { ReviewedFile, ReviewFinding, Way } from './index.ts'
import { sayStatements, type SaidStatement } from './say.ts'

/** How much of everything is told. */
export interface Detail {
  readonly lines: number
  readonly tables: number
  readonly sql: number
  readonly patch: number
}

/** What a page says of one migration. `at` counts them. */
export function migration(file: ReviewedFile, at: number, detail: Detail): string {
  return `<section aria-labelledby="file-${at}"><h2 id="file-${at}">${escapeHtml(file.name)}</h2>
${findings(file.findings)}
<h3>Up</h3>
${way(file.up, detail, `The statements of up, ${file.name}`)}
<h3>Down</h3>
${file.down ? way(file.down, detail, `The statements of down, ${file.name}`) : '<p>There is no down, or it was not reached.</p>'}
<h3>The proof</h3>
${file.proof.length > 0 ? list(file.proof.map(escapeHtml)) : '<p>Nothing was compared.</p>'}</section>`
}

/** What has the same reason more often than this is explained once, with its places folded below. */
const FEW = 3

function findings(all: readonly ReviewFinding[]): string {
  if (all.length === 0) return '<p class="quiet">No rule has anything against it.</p>'
  const alike = groupBy(all, ({ rule, severity, why, allowed }) => JSON.stringify([rule, severity, why, allowed]))
  const items = [...alike.values()].flatMap((some) => (some.length > FEW ? [together(some)] : some.map(finding)))
  return `<ul class="findings">${items.join('')}</ul>`
}

function finding({ severity, rule, message, why, cure, line, allowed }: ReviewFinding): string {
  const about = `<code>${rule}</code>`
  const told = escapeHtml(message)
  return allowed === undefined
    ? `<li class="${severity}"><strong>${severity}</strong> ${about} line ${line}: ${told}<br>${escapeHtml(why)}<br>` +
        `→ ${escapeHtml(cure)}</li>`
    : `<li class="allowed"><strong>allowed</strong> ${about}: ${told}, because ${escapeHtml(allowed)}</li>`
}

function together(some: readonly ReviewFinding[]): string {
  const { severity, rule, why, cure, allowed } = some[0]!
  const [word, name] = allowed === undefined ? [severity, severity] : ['allowed', 'allowed']
  const oneCure = some.every((other) => other.cure === cure)
  const remedy = oneCure ? `<br>→ ${escapeHtml(cure)}` : ''
  const told = allowed === undefined ? escapeHtml(why) + remedy : `because ${escapeHtml(allowed)}`
  const places = some.map(
    (one) => `line ${one.line}: ${escapeHtml(one.message)}${oneCure ? '' : `<br>→ ${escapeHtml(one.cure)}`}`,
  )
  return (
    `<li class="${name}"><strong>${word}</strong> <code>${rule}</code> in ${some.length} places<br>${told}` +
    `<details><summary>The places</summary>${list(places)}</details></li>`
  )
}

/** Of a way with more statements than so, those that make others wait or work on whole tables are shown first. */
const LONG = 60

function way(of: Way, { sql, lines }: Detail, label: string): string {
  const all = sayStatements(of).map((said, at) => ({ said, at }))
  const failed =
    of.failed === undefined ? '' : `<p class="failed"><strong>It fails:</strong> ${escapeHtml(of.failed)}</p>`
  if (all.length === 0) return failed || '<p>It sends nothing.</p>'
  const table = (some: typeof all, name: string) => {
    const rows = some.slice(0, lines).map(({ said, at }) => statement(said, at, sql))
    const rest = some.length > lines ? `<p class="quiet">${some.length - lines} more statements.</p>` : ''
    const heads = ['Statement', 'Locks, and who waits', 'Work'].map((head) => `<th scope="col">${head}</th>`).join('')
    return (
      scroll(escapeHtml(name), `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`) + rest
    )
  }
  if (all.length <= LONG) return table(all, label) + failed
  const felt = all.filter(({ said }) => said.heavy || said.locks.length > 0)
  const told =
    felt.length === 0
      ? '<p>None of them takes a lock that anybody waits for, or works on a whole table under one.</p>'
      : folded(
          felt.length > LONG,
          `${counted(felt.length, 'statement')} that others wait for`,
          table(felt, `${label}: those that others wait for`),
        )
  return `${told}<details><summary>All ${all.length} statements</summary>${table(all, label)}</details>${failed}`
}

/** Open unless it is long: a page is first looked over. */
function folded(isLong: boolean, title: string, content: string): string {
  return `<details${isLong ? '' : ' open'}><summary>${title}</summary>${content}</details>`
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
