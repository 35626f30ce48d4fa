import { pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import { addressOfChange, subject, type Change } from '../change.ts'
import { diff } from '../diff.ts'
import { candidates, type Candidate } from '../rename/candidates.ts'
import { kindOf, parentOf, type Schema } from '../schema.ts'

/**
 * What is known of a change that no migration made:
 * - `pending`: it is what migrations that did not run yet do
 * - `declared`: it is as the models declare, and no migration does it
 * - `renamed`: an object, or a part of one, that has another name now
 * - `by-hand`: nothing of the project says it
 */
export type Cause = 'pending' | 'declared' | 'renamed' | 'by-hand'

/** A change that no migration made, and what is known of it. */
export interface Drift extends Change {
  readonly cause: Cause
}

/** A rename that no migration made, and the statement that takes it back. */
export interface RenamedByHand extends Candidate {
  readonly back: string
}

/** Why the live database is not what its migrations built. */
export interface Explained {
  readonly drift: readonly Drift[]
  readonly renamed: readonly RenamedByHand[]
  /** From the live database to what all migrations build, where part of the pending ones stands already: what is left of them. */
  readonly left: readonly Change[]
}

/** The live database, and the sides that it is compared with, each as it would be printed there. */
export interface Explaining {
  readonly live: Schema
  readonly ran: Schema
  readonly history: Schema
  readonly models: Schema
  /** Whether a file was edited after it ran: then what it builds now and what is there look like an old name and a new one. */
  readonly edited: boolean
}

/** Tells of each difference between what the migrations built and what is there, where it comes from. */
export function explained({ live, ran, history, models, edited }: Explaining): Explained {
  const changes = diff(ran, live)
  const left = diff(live, history)
  const [notBuilt, notDeclared] = [addresses(left), addresses(diff(live, models))]
  const renamed = edited ? [] : candidates(changes)
  const causeOf = (change: Change): Cause => {
    const address = addressOfChange(change)
    if (!notBuilt.has(address)) return 'pending'
    if (!notDeclared.has(address)) return 'declared'
    const rename = renamed.find((one) => isIn(change, one))
    if (rename === undefined) return 'by-hand'
    return notBuilt.has(rename.given) ? 'renamed' : 'pending'
  }
  const drift = changes.map((change): Drift => ({ ...change, cause: causeOf(change) }))
  return {
    drift,
    renamed: renamed.flatMap((one) => {
      const back = kindOf(ran.get(one.old)!).rename?.(ran.get(one.old)!, live.get(one.given)!)[0]?.sql
      const isOpen = drift.some((change) => change.cause === 'renamed' && addressOfChange(change) === one.given)
      return isOpen && back !== undefined ? [{ ...one, back }] : []
    }),
    left: drift.some(({ cause }) => cause === 'pending') ? left : [],
  }
}

function addresses(changes: readonly Change[]): ReadonlySet<Address> {
  return new Set(changes.map(addressOfChange))
}

/** Whether a change is of what was renamed, or of a part of it. */
function isIn(change: Change, { old, given }: Candidate): boolean {
  const whole = change.after && !change.before ? given : old
  const parent = parentOf(subject(change))
  const path = pathOf(whole)
  return (
    addressOfChange(change) === whole ||
    (parent !== undefined && (parent === whole || pathOf(parent).startsWith(`${path}.`)))
  )
}
