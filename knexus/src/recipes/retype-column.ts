import { differing } from '../diff.ts'
import { quoteIdent } from '../base/sql.ts'
import type { Column } from '../kinds/columns.ts'
import { conversion } from '../kinds/shared/casts.ts'
import type { Recipe } from './shared/recipe.ts'
import { beside, irreplaceable } from './shared/beside.ts'
import { dependentsOf } from './shared/dependents.ts'
import { isInUse, onlyChange } from './shared/step.ts'

export const retypeColumn: Recipe = {
  name: 'retype-column',
  why: 'ALTER COLUMN TYPE writes the whole table and its indexes again, under a lock that stops readers and writers.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    if (before?.kind !== 'column' || after?.kind !== 'column' || !context.from.has(after.on)) return undefined
    if (!differing(before, after).includes('type')) return undefined
    if (!isInUse(after.on, context.from)) return { because: 'the table is partitioned' }
    if (!isConverted(before, after)) return { because: 'a trigger cannot say the conversion for whoever writes' }
    const kept = irreplaceable({ before, after }, 'type')
    if (kept) return kept
    const value = (column: string) => conversion(column, before, after).using ?? column
    const users = dependentsOf(before, context)
    return 'because' in users ? users : beside({ before, after, type: after.type, value }, users, context)
  },
}

/** Whether PostgreSQL would write the table again, for a conversion that depends on the types alone. */
function isConverted(before: Column, after: Column): boolean {
  if (after.using != null) return false
  const { loses, setting } = conversion(quoteIdent(after.name), before, after)
  return !loses && setting === undefined && isRewritten(before.type, after.type)
}

/**
 * Whether ALTER COLUMN TYPE between two of PostgreSQL's types writes the table again, on every version. Pairs that
 * are not known here are changed in place.
 */
function isRewritten(from: string, to: string): boolean {
  const [old, now] = [parsed(from), parsed(to)]
  if (old.name !== now.name) return SORTS.some((sort) => sort.has(old.name) && sort.has(now.name)) || isCut(old, now)
  const [[size, scale], [newSize, newScale]] = [old.limits, now.limits]
  if (newSize === undefined || !LIMITED.has(now.name)) return false
  return size === undefined || newSize < size || newScale !== scale
}

/** Types whose values PostgreSQL converts on assignment, and writes again for it. */
const SORTS: readonly ReadonlySet<string>[] = [
  new Set(['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision']),
  new Set(['json', 'jsonb']),
]

const LIMITED: ReadonlySet<string> = new Set(['character varying', 'numeric'])

/** Whether a text gets a limit, for which PostgreSQL looks at every value. */
function isCut(old: TypeName, now: TypeName): boolean {
  return old.name === 'text' && now.name === 'character varying' && now.limits.length > 0
}

interface TypeName {
  readonly name: string
  /** Length, or precision and scale; none where it has none. */
  readonly limits: readonly number[]
}

function parsed(type: string): TypeName {
  const [, name = type, limits] = /^([a-z ]+)(?:\(([\d,-]+)\))?$/.exec(type) ?? []
  return { name, limits: limits === undefined ? [] : limits.split(',').map(Number) }
}
