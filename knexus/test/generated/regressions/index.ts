import { inheritance } from './inheritance.ts'
import { others } from './others.ts'
import { types } from './types.ts'

/** A pair that random testing found, made as small as it gets. It stays. `since`: the major version that knows what is in it. */
export interface Regression {
  readonly from: string
  readonly to: string
  readonly since?: number
}

export const regressions: readonly Regression[] = [...others, ...inheritance, ...types]
