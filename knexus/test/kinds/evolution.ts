import { expect } from 'chai'
import { prove, readSchema, type Reading } from '../support/laws.ts'
import { database, execute, type TestDatabase } from '../support/server.ts'

/** Two states of a database, and how the plan goes between them: the first line of each statement. */
export interface Evolution {
  readonly name: string
  /** What both states have. */
  readonly both?: string
  readonly from: string
  readonly to: string
  /** Rows of `from` that must outlive both ways. */
  readonly rows?: string
  readonly there: readonly string[]
  readonly back: readonly string[]
}

/** Holds the laws on each evolution there and back, and says which statements were chosen. */
export function evolutions(title: string, cases: readonly Evolution[]): void {
  describe(title, function () {
    this.timeout('2m')
    for (const one of cases) {
      it(one.name, async () => {
        const [older, newer] = [await database(), await database()]
        for (const sql of [one.both, one.from]) if (sql) await execute(older, sql)
        for (const sql of [one.both, one.to]) if (sql) await execute(newer, sql)
        const [a, b] = [await read(older), await read(newer)]
        if (one.rows) await execute(older, one.rows)
        expect(await travel(older, a, b, one), 'there').to.deep.equal(one.there)
        expect(await travel(older, b, a, one), 'back').to.deep.equal(one.back)
        await older.drop()
        await newer.drop()
      })
    }
  })
}

async function travel(base: TestDatabase, from: Reading, to: Reading, { rows }: Evolution): Promise<string[]> {
  const connection = await base.connect()
  try {
    const statements = await prove(
      { connection, transactions: true, read: () => read(base) },
      from,
      to,
      rows !== undefined,
    )
    return statements.map((sql) => sql.split('\n', 1)[0] ?? '')
  } finally {
    await connection.end()
  }
}

async function read(base: TestDatabase): Promise<Reading> {
  const connection = await base.connect()
  try {
    return { schema: await readSchema(connection) }
  } finally {
    await connection.end()
  }
}
