import { addressOfChange, type Change } from '../change.ts'
import { parentOf } from '../schema.ts'
import { sayValue, valuesOf } from '../tell/values.ts'
import type { Owed } from './debts.ts'

/** Objects that are not what they were, without those that came or went with their parents. */
export function objects(changes: readonly Change[]): Owed[] {
  const all = new Set(changes.filter(({ before, after }) => !before || !after).map(addressOfChange))
  return changes
    .filter(({ before, after }) => (before && after) || !all.has(parentOf((before ?? after)!) ?? ''))
    .map((change): Owed => {
      const address = addressOfChange(change)
      if (!change.before) return ['left-behind', `${address} is still there after down`]
      if (!change.after) return ['taken-away', `${address} is gone after down`]
      return ['not-restored', `${address} is different after down (${valuesOf(change).map(sayValue).join('; ')})`]
    })
}
