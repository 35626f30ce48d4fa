import type { Knex } from 'knex'
import { seedRows } from '../../src/prove/rows.ts'
import { ask } from '../../src/rules/ask.ts'
import { judge, type Finding } from '../../src/rules/judge.ts'
import type { Shadow } from '../../src/shadow/index.ts'
import { trace, type Trace } from '../../src/trace/index.ts'

/** What all rules say of a migration that runs after `before`, on tables that hold rows; and where it failed. */
export async function judged(
  shadow: Shadow,
  before: string,
  up: (knex: Knex) => unknown,
  transaction = true,
): Promise<{ readonly findings: readonly Finding[]; readonly failed: Trace['failed'] }> {
  const db = await shadow.database()
  try {
    await db.query(before)
    await seedRows(db)
    const migration = {
      name: 'file.ts',
      directory: '',
      checksum: '',
      byDefault: false,
      transaction,
      up: async (knex: Knex) => {
        await up(knex)
      },
      down: undefined,
    }
    const seen = await trace(migration, 'up', db, { client: 'pg' }, {})
    return { findings: judge(seen, '', {}, await ask(db, seen)), failed: seen.failed }
  } finally {
    await db.close()
  }
}

/** Runs statements one after the other. */
export function raw(statements: readonly string[]): (knex: Knex) => Promise<void> {
  return async (knex) => {
    for (const sql of statements) await knex.raw(sql)
  }
}
