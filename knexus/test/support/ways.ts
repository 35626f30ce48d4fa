import { expect } from 'chai'
import type { Client } from 'pg'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { plan } from '../../src/plan/index.ts'
import { runPlan } from './run-plan.ts'
import { database } from './server.ts'

/** Two states of a database, and the statements that the plan chooses between them, on one line each. */
export interface Way {
  readonly name: string
  /** What both states have. */
  readonly both?: string
  readonly from?: string
  readonly to?: string
  readonly there: readonly string[]
  /** The statements of the way back, where a case is about them too. */
  readonly back?: readonly string[]
}

/** Holds each plan to its statements, runs it, and looks whether nothing is left to do. All in transactions on one database, so that it takes milliseconds. */
export function ways(title: string, cases: readonly Way[]): void {
  describe(title, () => {
    let db: Client
    before(async () => {
      db = await (await database()).connect()
    })
    after(() => db.end())

    for (const { name, both = '', from = '', to = '', there, back } of cases) {
      it(name, async () => {
        const [older, newer] = [`${both}; ${from}`, `${both}; ${to}`]
        expect(await travel(db, older, newer), 'there').to.deep.equal(there)
        if (back) expect(await travel(db, newer, older), 'back').to.deep.equal(back)
      })
    }
  })
}

async function travel(db: Client, from: string, to: string): Promise<string[]> {
  const wanted = await within(db, to, () => introspect(db))
  return within(db, from, async () => {
    const steps = plan(await introspect(db), wanted)
    await runPlan(db, steps, false)
    expect(diff(await introspect(db, { dependencies: false }), wanted), 'what is left to do').to.deep.equal([])
    return steps.flatMap(({ statements }) => statements.map(({ sql }) => sql.replaceAll(/\s+/g, ' ')))
  })
}

async function within<R>(db: Client, sql: string, work: () => Promise<R>): Promise<R> {
  await db.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; ${sql}`)
  try {
    return await work()
  } finally {
    await db.query('ROLLBACK; RESET ALL')
  }
}
