import { relative, sep } from 'node:path'
import { pathOf } from '../base/address.ts'
import { mermaidOf } from '../diagram/mermaid.ts'
import { sayChanges } from '../tell/changes.ts'
import type { Review, ReviewedFile, Way } from './index.ts'
import { code, fenced, folded, plain } from './markdown.ts'
import { neighbourhoodOf, noteOf, unionOf } from './picture.ts'
import { sayStatements } from './say.ts'
import type { Status } from './verdict.ts'

/** What GitHub takes as a comment; GitLab takes more. In bytes, which are no fewer than its characters. */
const MOST_BYTES = 65_536

/** The first line of the comment, by which a job finds the one to edit. */
export const MARKER = '<!-- knexus review -->'

/** How much of everything is told. */
interface Detail {
  readonly lines: number
  readonly tables: number
  readonly statements: number
  readonly sql: number
  readonly files: number
  readonly patch: number
}

/** Tried one after the other, until the comment is short enough. */
const DETAILS: readonly Detail[] = [
  { lines: 200, tables: 12, statements: 60, sql: 2_000, files: 50, patch: 12_000 },
  { lines: 80, tables: 8, statements: 20, sql: 400, files: 30, patch: 3_000 },
  { lines: 40, tables: 5, statements: 8, sql: 160, files: 20, patch: 0 },
  { lines: 20, tables: 0, statements: 0, sql: 0, files: 10, patch: 0 },
]

/** A review as Markdown for a comment, with a marker in front so that it is edited in place. It fits what GitHub takes. */
export function reviewComment(review: Review): string {
  for (const detail of DETAILS) {
    const text = comment(review, detail)
    if (Buffer.byteLength(text) <= MOST_BYTES) return text
  }
  return (
    `${MARKER}\n### ${SIGNS[review.verdict.status]} ${plain(review.verdict.line)}\n\nThe page has the details: ` +
    `this comment would be too long.\n`
  )
}

const SIGNS: Readonly<Record<Status, string>> = { empty: '⚪', good: '🟢', warned: '🟡', stopped: '🔴' }

function comment(review: Review, detail: Detail): string {
  const { verdict, files, server } = review
  return [
    MARKER,
    `### ${SIGNS[verdict.status]} ${plain(verdict.line)}`,
    verdict.facts.map((fact) => `- ${plain(fact)}`).join('\n'),
    findings(files, detail),
    changes(review, detail),
    picture(review, detail),
    ...files.slice(0, detail.files).map((file) => migration(file, detail)),
    files.length > detail.files ? `… and ${files.length - detail.files} more migrations.` : '',
    undone(review, detail),
    models(review, detail),
    `<sub>Measured on ${plain(server)}, on tables that hold a few made-up rows.</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function findings(files: readonly ReviewedFile[], { lines }: Detail): string {
  const all = files.flatMap(({ path, findings: found }) => found.map((one) => ({ path, ...one })))
  const open = all.filter(({ allowed }) => allowed === undefined)
  const told = open
    .slice(0, lines)
    .map(
      ({ severity, rule, message, cure, path, line }) =>
        `- **${severity}** ${code(rule)} ` +
        `${code(`${relative(process.cwd(), path).split(sep).join('/')}:${line}`)}: ${plain(message)}\n  → ` +
        plain(cure),
    )
  const allowed = all.flatMap(({ rule, message, allowed: reason }) =>
    reason === undefined ? [] : [`- allowed ${code(rule)}: ${plain(message)}, because ${plain(reason)}`],
  )
  if (told.length + allowed.length === 0) return ''
  const rest = open.length > lines ? [`- … and ${open.length - lines} more`] : []
  return `#### Findings\n\n${[...told, ...rest, ...allowed.slice(0, lines)].join('\n')}`
}

function changes({ changes: all, renamed, dependents }: Review, { lines }: Detail): string {
  if (all.length + renamed.length === 0) return ''
  const told = [...renamed.map(({ from, to }) => `> ${from} is renamed: ${to}`), ...sayChanges(all, { lines })]
  const users = [...dependents].slice(0, Math.ceil(lines / 8)).map(
    ([address, list]) =>
      `- ${code(pathOf(address))} is used by ${list
        .slice(0, 8)
        .map((one) => code(one))
        .join(', ')}${list.length > 8 ? ` and ${list.length - 8} more` : ''}`,
  )
  return `#### What changes\n\n${fenced('diff', told.join('\n'))}${users.length > 0 ? `\n\n${users.join('\n')}` : ''}`
}

function picture(review: Review, { tables }: Detail): string {
  if (tables === 0 || review.changes.length + review.renamed.length === 0) return ''
  const around = neighbourhoodOf(review, tables)
  const graph = unionOf(around)
  return graph.boxes.length === 0 ? '' : folded('Where it changes', fenced('mermaid', mermaidOf(graph, noteOf(around))))
}

function migration({ name, up, down, proof }: ReviewedFile, detail: Detail): string {
  const ways = [
    way('Up', up, detail),
    ...(down ? [way('Down', down, detail)] : ['There is no down, or it was not reached.']),
  ]
  const proved = proof.length > 0 ? proof.map((one) => `- ${plain(one)}`).join('\n') : '- Nothing was compared.'
  return folded(name, [...ways, `Proof:\n\n${proved}`].filter((part) => part !== '').join('\n\n'))
}

function way(title: string, of: Way, { statements, sql }: Detail): string {
  const all = sayStatements(of)
  const told = all.slice(0, statements).map((one) => {
    const did = [...one.locks, ...one.work].join('; ') || 'no new lock that anybody waits for'
    const text = one.sql.trim()
    return (
      `${fenced('sql', text.length > sql ? `${text.slice(0, sql)} …` : text)}\n${one.heavy ? '⚠ ' : ''}${plain(did)} ` +
      `(${one.cost})`
    )
  })
  const rest = all.length > statements ? [`… and ${all.length - statements} more statements.`] : []
  const failed = of.failed === undefined ? [] : [`**It fails:** ${plain(of.failed)}`]
  return [`**${title}**`, ...told, ...rest, ...failed].join('\n\n')
}

function undone({ undone: all }: Review, { lines }: Detail): string {
  return all?.length
    ? `#### What the migrations do not build yet\n\n${fenced('diff', sayChanges(all, { lines }).join('\n'))}`
    : ''
}

function models({ models: patch }: Review, { patch: most }: Detail): string {
  if (patch === '' || most === 0) return ''
  return folded('The models', fenced('diff', patch.length > most ? `${patch.slice(0, most)}\n…` : patch.trimEnd()))
}
