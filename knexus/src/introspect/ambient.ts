import type { AnyObject } from '../kinds/index.ts'
import type { Address } from '../base/kind.ts'
import { kindOf, parentOf, type Schema } from '../schema.ts'

/**
 * The wanted schema, with what it does not speak of taken over from what is there: models that declare no owner keep every owner, models that
 * declare one are compared with all. What hung on an object that goes is not taken over. So a view that is made again gets its grants back.
 */
export function keepAmbient(present: Schema, wanted: Schema): Schema {
  const spoken = new Set(Array.from(wanted.values(), ({ kind }) => kind))
  const kept = new Map<Address, AnyObject>()
  for (const [address, object] of present) {
    if (!kindOf(object).ambient || spoken.has(object.kind)) continue
    const parent = parentOf(object)
    if (parent === undefined || wanted.has(parent)) kept.set(address, object)
  }
  return kept.size === 0 ? wanted : new Map([...wanted, ...kept])
}
