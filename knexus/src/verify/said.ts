import { words } from '../prove/doubts.ts'
import type { Compared } from '../prove/seen.ts'
import type { Owed } from './debts.ts'

/** What any of the looks found lost. */
export function merged(looks: readonly Compared[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>()
  for (const { lost } of looks) for (const [at, what] of lost) all.set(at, new Set([...(all.get(at) ?? []), ...what]))
  return all
}

/** The values that do not come back, as what is owed. */
export function values(looks: readonly Compared[]): Owed[] {
  return words(merged(looks)).map((what) => ['values-lost', `the values of ${what} do not come back`])
}

/** What was compared, in sentences. */
export function said(looks: readonly Compared[], owed: readonly Owed[] = []): string[] {
  const { tables, columns, rows: count } = looks.at(-1)!
  if (count === 0) return ['No values to compare: no table holds a made-up row.']
  const which = owed.some(([rule]) => rule === 'taken-away') ? 'every value of what is left' : 'every value'
  return [
    `Values compared after up and down (tables: ${tables}, columns: ${columns}, rows: ${count})` +
      `${merged(looks).size === 0 ? `: ${which} came back` : ''}.`,
  ]
}
