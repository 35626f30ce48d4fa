import { pathOf } from '../base/address.ts'
import { groupBy } from '../pull/collections.ts'
import type { Review, ReviewFinding } from '../review/index.ts'
import { sayChanges } from '../tell/changes.ts'

/** What a terminal shows: the verdict, and what changes and what was found, in half of `lines` each. */
export function textOfReview({ verdict, changes, renamed, files }: Review, lines: number): string {
  const most = Math.ceil(lines / 2)
  const open = files.flatMap(({ name, findings }) =>
    findings.filter(({ allowed }) => allowed === undefined).map((finding) => ({ ...finding, name })),
  )
  return [
    verdict.line,
    ...verdict.facts.map((fact) => `  ${fact}`),
    ...renamed.map(({ from, to }) => `${pathOf(from)} -> ${pathOf(to)}`),
    ...sayChanges(changes, { all: lines === Infinity, lines: most }),
    ...sayFindings(open, most),
  ].join('\n')
}

/** The most severe first; those that do not fit on the screen are counted by rule. */
function sayFindings(all: readonly (ReviewFinding & { readonly name: string })[], most: number): string[] {
  const sorted = all.toSorted((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity))
  const told = sorted.map(
    ({ severity, rule, message, name, line }) => `  ${severity} ${rule}: ${message} (${name}:${line})`,
  )
  if (told.length <= most) return told
  const rest = sorted.slice(most - 1)
  const counts = [...groupBy(rest, ({ rule }) => rule)].map(([rule, some]) => `${some.length} ${rule}`)
  return [...told.slice(0, most - 1), `  ... and ${rest.length} more (${counts.join(', ')}): --all prints them`]
}

const WORST_FIRST: readonly ReviewFinding['severity'][] = ['error', 'warning', 'note']
