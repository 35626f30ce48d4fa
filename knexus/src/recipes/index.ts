import type { Step } from '../plan/index.ts'
import type { Schema } from '../schema.ts'
import { addConstraint } from './add-constraint.ts'
import { addFilledColumn } from './add-filled-column.ts'
import { addUnique } from './add-unique.ts'
import { createIndex } from './create-index.ts'
import { dropIndex } from './drop-index.ts'
import { replaceEnum } from './replace-enum.ts'
import { replaceIndex } from './replace-index.ts'
import { replaceUnique } from './replace-unique.ts'
import { setNotNull } from './set-not-null.ts'
import { retypeColumn } from './retype-column.ts'
import type { Recipe } from './shared/recipe.ts'
import { placesOf } from './shared/step.ts'

/** Every recipe; the first that applies to a step is taken. */
export const recipes: readonly Recipe[] = [
  replaceEnum,
  replaceIndex,
  createIndex,
  dropIndex,
  replaceUnique,
  addUnique,
  addFilledColumn,
  addConstraint,
  setNotNull,
  retypeColumn,
]

/** The steps with every recipe applied. */
export function applyRecipes(steps: readonly Step[], from: Schema): Step[] {
  const context = { from, steps, ...placesOf(steps) }
  const all = steps.flatMap((step) => {
    let untaken: string | undefined
    for (const recipe of recipes) {
      const instead = recipe.instead(step, context)
      if (Array.isArray(instead)) return instead
      untaken ??= instead?.because
    }
    return [untaken === undefined ? step : atOnce(step, untaken)]
  })
  return scheduled(all)
}

function atOnce(step: Step, because: string): Step {
  return { ...step, statements: step.statements.map((statement) => ({ ...statement, atOnce: because })) }
}

/**
 * What is late after all others, first what reads and then what takes a lock for a moment, that outside of a
 * transaction last; then what is dropped for good, when all that could fail has succeeded.
 */
function scheduled(steps: readonly Step[]): Step[] {
  const late = steps.filter((step) => step.late)
  if (late.length === 0) return [...steps]
  const isOutside = (step: Step) => step.statements.some(({ boundary }) => boundary === 'outside')
  const others = steps.filter((step) => !step.late)
  const early = late.filter(({ late }) => late === true)
  return [
    ...others.filter((step) => !step.leaves),
    ...early.filter((step) => !isOutside(step) && !step.brief),
    ...early.filter((step) => !isOutside(step) && step.brief),
    ...early.filter(isOutside),
    ...late.filter(({ late }) => late === 'seal'),
    ...late.filter(({ late }) => late === 'swap'),
    ...late.filter(({ late }) => late === 'proof'),
    ...others.filter((step) => step.leaves).map((step) => ({ ...step, late: true as const })),
  ]
}
