import type { Address } from '../base/kind.ts'
import type { Statistics } from '../kinds/statistics.ts'
import type { Declared } from './context.ts'
import { keyText } from './keys.ts'
import { givenName } from './naming.ts'
import type { Sql } from './sql.ts'

export interface StatisticsOptions {
  /** Which statistics are kept. The default is all three. */
  readonly kinds?: readonly ('ndistinct' | 'dependencies' | 'mcv')[]
  /** The statistics target for ANALYZE, 0 to 10000. */
  readonly target?: number
}

/** Statistics of the table at `on`, in its namespace. */
export function statisticsOn(
  on: Address,
  schema: string,
  name: string,
  columns: readonly (string | Sql)[],
  { kinds, target }: StatisticsOptions,
): Declared {
  const object: Statistics = {
    kind: 'statistics',
    schema,
    name: givenName('statistics', name),
    on,
    kinds: kinds ?? (columns.length > 1 ? ['dependencies', 'mcv', 'ndistinct'] : []),
    columns: columns.map((column) => keyText(column, {})).join(', '),
    target: target ?? null,
  }
  return { objects: [object], renames: [] }
}
