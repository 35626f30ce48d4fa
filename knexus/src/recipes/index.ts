import type { Step } from '../plan/index.ts'
import type { Schema } from '../schema.ts'
import { addConstraint } from './add-constraint.ts'
import { addUnique } from './add-unique.ts'
import { createIndex } from './create-index.ts'
import { dropIndex } from './drop-index.ts'
import { replaceIndex } from './replace-index.ts'
import { setNotNull } from './set-not-null.ts'
import type { Recipe } from './shared/recipe.ts'

/** Every recipe; the first that applies to a step is taken. */
export const recipes: readonly Recipe[] = [replaceIndex, createIndex, dropIndex, addUnique, addConstraint, setNotNull]

/** The steps with every recipe applied. */
export function applyRecipes(steps: readonly Step[], from: Schema): Step[] {
  const context = { from, steps }
  const all = steps.flatMap((step) => {
    for (const recipe of recipes) {
      const instead = recipe.instead(step, context)
      if (instead) return instead
    }
    return [step]
  })
  const isOutside = (step: Step) => step.statements.some(({ boundary }) => boundary === 'outside')
  const late = all.filter((step) => step.late)
  return [...all.filter((step) => !step.late), ...late.filter((step) => !isOutside(step)), ...late.filter(isOutside)]
}
