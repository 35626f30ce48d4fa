import type { Missed } from './case.ts'
import { code } from './code.ts'
import { hanging } from './hanging.ts'
import { rarer } from './rarer.ts'
import { relations } from './relations.ts'
import { types } from './types.ts'

/** One change behind our back for every attribute of every kind. */
export const missed: readonly Missed[] = [...relations, ...types, ...code, ...rarer, ...hanging]
