import type { Client } from 'pg'
import { prove, readSchema } from '../support/laws.ts'
import { database } from '../support/server.ts'

/** Builds both databases from statements and proves the laws from one to the other, and back from what is there then. `leniently`: what PostgreSQL refuses is left out. Throws with the statements that were accepted. */
export async function thereAndBack(from: readonly string[], to: readonly string[], leniently = true): Promise<void> {
  const home = await database()
  try {
    const live = await home.connect()
    const read = async () => ({ schema: await readSchema(live) })
    await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const newer = await build(live, to, leniently)
    const b = await read()
    await live.query('ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ')
    const older = await build(live, from, leniently)
    await live.query('COMMIT')
    const a = await read()
    try {
      await prove({ connection: live, transactions: true, read }, a, b, false)
      await prove({ connection: live, transactions: true, read }, await read(), a, false)
    } catch (error) {
      throw new Error(
        `${[older, newer].map((statements) => statements.join(';\n')).join('\n-- and\n')}\n-- ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      )
    }
  } finally {
    await home.drop()
  }
}

/** In a transaction, runs the statements that PostgreSQL accepts after those before them, and answers with these. */
export async function build(db: Client, statements: readonly string[], leniently: boolean): Promise<string[]> {
  const accepted: string[] = []
  for (const sql of statements) {
    await db.query('SAVEPOINT one')
    try {
      await db.query(sql)
      accepted.push(sql)
    } catch (error) {
      if (!leniently) throw error
      await db.query('ROLLBACK TO one')
    }
    await db.query('RELEASE one')
  }
  return accepted
}
