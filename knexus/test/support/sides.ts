import type { Case } from '../cases/index.ts'
import { database, execute, type TestDatabase } from './server.ts'

/** Two databases: the one before the change of a case, and the one after it. */
export async function sidesOf({ both, from, to }: Case): Promise<readonly [older: TestDatabase, newer: TestDatabase]> {
  const sides = [await database(), await database()] as const
  for (const [at, sql] of [from, to].entries())
    for (const part of [both, sql]) if (part) await execute(sides[at]!, part)
  return sides
}
