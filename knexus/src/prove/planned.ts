import { pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import { diff } from '../diff.ts'
import { isReshaped } from '../plan/verdict.ts'
import { addressOf, kindOf, needsOf, parentOf, type Schema } from '../schema.ts'

/** A change that is about to be made, as far as rows may be made up to pass it. */
export interface Planned {
  /** What creates that which comes. */
  readonly statements: readonly string[]
  /** By column, all that its new type can hold: `public.t.mood`. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

export const NOTHING: Planned = { statements: [], values: new Map() }

/** What a change creates, and what columns can hold after it alone. */
export function planned(from: Schema, to: Schema): Planned {
  const changes = diff(from, to)
  return {
    statements: changes.flatMap(({ before, after }) =>
      after && !before
        ? kindOf(after)
            .create(after, [])
            .map(({ sql }) => sql)
        : [],
    ),
    values: new Map(
      changes.flatMap(({ before, after }): [string, readonly string[]][] => {
        if (!before || !after || !isReshaped(before, after)) return []
        const known = new Set(needsOf(before))
        const list = needsOf(after).flatMap((address) => (known.has(address) ? [] : listed(to, address)))
        return list.length > 0 ? [[pathOf(addressOf(after)), list]] : []
      }),
    ),
  }
}

/** The values that a type lists, or one that it is made of. */
function listed(schema: Schema, address: Address): readonly string[] {
  const object = schema.get(address)
  if (!object || parentOf(object) !== undefined) return []
  return kindOf(object).values?.(object).list ?? needsOf(object).flatMap((needed) => listed(schema, needed))
}
