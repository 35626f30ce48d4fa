import type { Step } from '../plan.ts'
import type { Schema } from '../schema.ts'

/** A safer set of steps instead of one, for tables that hold rows and are in use. */
export interface Recipe {
  readonly name: string
  /** What the one step would do to a table in use, in one sentence. */
  readonly why: string
  /** The steps to do instead, or nothing where it does not apply. `from` is the schema before the migration. */
  instead(step: Step, from: Schema): Step[] | undefined
}

/** Every recipe; the first that applies to a step is taken. */
export const recipes: readonly Recipe[] = []

/** The steps with every recipe applied. */
export function applyRecipes(steps: readonly Step[], from: Schema): Step[] {
  return steps.flatMap((step) => {
    for (const recipe of recipes) {
      const instead = recipe.instead(step, from)
      if (instead) return instead
    }
    return [step]
  })
}
