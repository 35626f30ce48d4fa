import { KnexusError } from '../base/errors.ts'
import type { Change } from '../change.ts'
import { sayChange } from '../diff.ts'

/** The first differences, in words. */
export function notConverged(changes: readonly Change[]): KnexusError {
  return new KnexusError(
    'not-converged',
    `The planned migration does not produce the target schema. Remaining differences: ${changes
      .slice(0, 5)
      .map(sayChange)
      .join('; ')}.`,
    'Nothing was written. Please report this case with the two definitions.',
  )
}
