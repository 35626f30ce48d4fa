import type { Client } from 'pg'
import { plan } from '../src/plan/index.ts'
import { groups, type Case } from './cases/index.ts'
import { expectGolden, isKnown } from './support/golden.ts'
import { readSchema } from './support/laws.ts'
import { database, serverFacts } from './support/server.ts'
import { lacking, leaveOut } from './support/leave-out.ts'
import { sampled } from './support/sample.ts'

/** UPDATE_GOLDEN=1 writes all pages. */
const all = groups.flatMap((group) => group.cases)
const chosen = new Set<Case>(process.env.UPDATE_GOLDEN ? all : sampled('GOLDEN_SAMPLE', 1, all))

/** One page of statements per group of kinds, for people to read. Printed on PostgreSQL 15, since each major writes expressions in its own way. */
describe('what is planned', function () {
  this.timeout('10m')
  let db: Client

  before(async function () {
    leaveOut(this, serverFacts().major === 15 ? undefined : 'printed on PostgreSQL 15')
    db = await (await database()).connect()
  })

  const read = async (...sql: readonly (string | undefined)[]) => {
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    try {
      for (const text of sql) if (text) await db.query(text)
      return await readSchema(db)
    } finally {
      await db.query('ROLLBACK')
    }
  }

  const statements = async (one: Case) => {
    if (lacking(one.since, one.both, one.from, one.to) !== undefined) return undefined
    const steps = plan(await read(one.both, one.from), await read(one.both, one.to))
    return steps.flatMap((step) => step.statements.map(({ sql }) => sql))
  }

  for (const { name, cases } of groups) {
    it(`reads well: ${name}`, async () => {
      const sections = []
      for (const one of cases)
        sections.push({
          title: one.name,
          statements: chosen.has(one) || !isKnown(name, one.name) ? await statements(one) : undefined,
        })
      expectGolden(name, sections)
    })
  }
})
