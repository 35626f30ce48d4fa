import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import type { Change } from '../change.ts'
import { addressOfChange } from '../change.ts'
import { kindOf, parentOf } from '../schema.ts'
import type { AnyObject } from '../kinds/index.ts'

/**
 * Refuses a migration that loses rows or values, unless that was allowed. Where something goes and something of its kind
 * comes in the same place, the refusal asks whether it was renamed. Throws `data-loss`.
 */
export function refuseLosses(losses: readonly string[], changes: readonly Change[], allow: readonly string[]): void {
  if (losses.length === 0 || allow.includes('data-loss')) return
  const questions = possibleRenames(changes).map(
    ([old, given]) => `Was ${old} renamed? Then add --rename ${pathOf(old)}=${pathOf(given)}.`,
  )
  throw new KnexusError(
    'data-loss',
    `This migration would lose ${losses.join('; ')}.`,
    [...questions, 'If the data may go, add --allow data-loss.'].join(' '),
  )
}

/** What goes, with what comes of the same kind under the same parent. */
export function possibleRenames(changes: readonly Change[]): [old: string, given: string][] {
  const gone = changes.flatMap(({ before, after }) => (before && !after ? [before] : []))
  const come = changes.flatMap(({ before, after }) => (after && !before ? [after] : []))
  return gone.flatMap((old) =>
    come
      .filter((given) => holdsRows(old) && given.kind === old.kind && parentOf(given) === parentOf(old))
      .map((given): [string, string] => [addressOfChange({ before: old }), addressOfChange({ after: given })]),
  )
}

/** Whether its going loses something, as its own drop says. */
function holdsRows(object: AnyObject): boolean {
  return kindOf(object)
    .drop(object)
    .some(({ loses }) => loses !== undefined)
}
