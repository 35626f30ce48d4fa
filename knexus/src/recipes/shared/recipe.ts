import type { Address } from '../../base/kind.ts'
import type { Step } from '../../plan/index.ts'
import type { Schema } from '../../schema.ts'

/** What a recipe may look at. */
export interface Context {
  /** The schema before the migration. */
  readonly from: Schema
  /** All steps of the migration. */
  readonly steps: readonly Step[]
  /** What they leave free, and what they take: addresses, names, places. */
  readonly left: ReadonlySet<Address>
  readonly taken: ReadonlySet<Address>
}

/** Why steps are not replaced that a recipe is made for: `TRIGGER g ON public.t hangs on the table`. */
export interface Because {
  readonly because: string
}

/** A safer set of steps instead of one, for tables that hold rows and are in use. */
export interface Recipe {
  readonly name: string
  /** What the one step would do to a table in use, in one sentence. */
  readonly why: string
  /**
   * The steps to do instead, nothing where it is made for others, or why it is not taken. Those marked `late` come after
   * all others, in a transaction of their own or in none.
   */
  instead(step: Step, context: Context): Step[] | Because | undefined
}
