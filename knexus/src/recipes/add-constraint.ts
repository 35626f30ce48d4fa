import { provedLater } from './shared/proved-later.ts'
import type { Recipe } from './shared/recipe.ts'

export const addConstraint: Recipe = {
  name: 'add-constraint',
  why: 'A foreign key or a check reads the whole table under a lock that stops writers, or readers too.',
  instead(one, context) {
    const steps = provedLater(one, context)
    return steps && [...steps]
  },
}
