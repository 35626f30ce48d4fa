import fc from 'fast-check'
import type { Client } from 'pg'
import { prove, readSchema } from '../support/laws.ts'
import { database, serverFacts } from '../support/server.ts'
import { model } from './model.ts'
import { pairs } from './pieces/index.ts'
import { regressions } from './regressions.ts'
import { toSql } from './to-sql.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'

/** GENERATED: how many pairs of each sort. SEED: where the random numbers begin. A usual run takes the same ones each time, so that it fails for what was changed; a nightly one gives another. */
const runs = Number(process.env.GENERATED ?? 8)
const seed = Number(process.env.SEED ?? 109_347_804)

const { assert, asyncProperty } = fc
const options = { numRuns: runs, seed, endOnFailure: process.env.SHRINK === undefined }

describe('the laws on random pairs', function () {
  this.timeout('8h')
  before(() => console.log(`      seed ${seed}; the same pairs again: SEED=${seed} GENERATED=${runs}`))

  it(`hold for ${runs} pairs of tables, there and back`, async () => {
    await assert(asyncProperty(model, model, (a, b) => thereAndBack([toSql(a)], [toSql(b)], false)), options)
  })

  it(`hold for ${runs} pairs over all kinds, there and back`, async () => {
    await assert(asyncProperty(pairs(serverFacts().major), ([from, to]) => thereAndBack(from, to)), options)
  })

  for (const [index, { from, to, since = 0 }] of regressions.entries()) {
    it(`hold for pair ${index + 1} that once broke one`, function () {
      leaveOut(this, lacking(since))
      return thereAndBack([from], [to], false)
    })
  }
})

async function thereAndBack(from: readonly string[], to: readonly string[], leniently = true): Promise<void> {
  const home = await database()
  try {
    const live = await home.connect()
    const read = async () => ({ schema: await readSchema(live) })
    await live.query('BEGIN')
    const newer = await build(live, to, leniently)
    const b = await read()
    await live.query('ROLLBACK; BEGIN')
    const older = await build(live, from, leniently)
    await live.query('COMMIT')
    const a = await read()
    try {
      await prove({ connection: live, transactions: true, read }, a, b, false)
      await prove({ connection: live, transactions: true, read }, b, a, false)
    } catch (error) {
      throw new Error(`${[older, newer].map((statements) => statements.join(';\n')).join('\n-- and\n')}\n-- ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  } finally {
    await home.drop()
  }
}

/** In a transaction, runs the statements that PostgreSQL accepts after those before them, and answers with these. */
async function build(db: Client, statements: readonly string[], leniently: boolean): Promise<string[]> {
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
