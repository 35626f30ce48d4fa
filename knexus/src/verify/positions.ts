import { qualifiedName } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import type { Owed } from './debts.ts'

/** Takes two numbers from every sequence, so that each has a position to lose. */
export async function useSequences(db: Connection): Promise<void> {
  await db.query(
    `SELECT nextval(format('%I.%I', schemaname, sequencename)::regclass) FROM pg_catalog.pg_sequences, ` +
      'generate_series(1, 2) WHERE max_value - min_value > 1000',
  )
}

/** The position of each sequence, with the direction in which it counts. */
export async function positionsOf(
  db: Connection,
): Promise<ReadonlyMap<string, readonly [position: bigint, up: boolean]>> {
  const found = await rows<{ schema: string; name: string; position: string; up: boolean }>(
    db,
    'SELECT schemaname AS schema, sequencename AS name, last_value::text AS position, increment_by > 0 AS up ' +
      'FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL',
  )
  return new Map(found.map(({ schema, name, position, up }) => [qualifiedName(schema, name), [BigInt(position), up]]))
}

export function passed(before: Awaited<ReturnType<typeof positionsOf>>, after: typeof before): Owed[] {
  return [...before].flatMap(([name, [position, up]]): Owed[] => {
    const now = after.get(name)?.[0]
    if (now !== undefined && (up ? now >= position : now <= position)) return []
    return [
      ['position-lost', `the sequence ${name} stood at ${position} before up, and ${now ?? 'begins again'} after down`],
    ]
  })
}
