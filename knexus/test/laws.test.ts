import { groups, type Case } from './cases/index.ts'
import { pgDump } from './support/dump.ts'
import { hasRecipes, prove, readSchema, type Live, type Reading } from './support/laws.ts'
import { ahead } from './support/ahead.ts'
import { sampledGroups } from './support/sample.ts'
import { database, execute, serverFacts, type TestDatabase } from './support/server.ts'
import { lacking, leaveOut } from './support/leave-out.ts'

/** What happened on one way: the statements that ran, or what went wrong. */
interface Way {
  readonly statements: readonly string[]
  readonly problem?: unknown
}

const chosen = sampledGroups('LAWS_SAMPLE', 1, groups)

let resultOf: (one: Case) => Promise<readonly Way[]>

describe('the laws on PostgreSQL', function () {
  this.timeout('5m')
  before(() => {
    const { major, dumps } = serverFacts()
    if (dumps < major)
      console.log(`  left out: the comparison by pg_dump, of which there is none for PostgreSQL ${major}`)
    resultOf = ahead(
      chosen.flatMap(({ cases }) =>
        cases.filter((one) => lacking(one.since, one.both, one.from, one.to) === undefined),
      ),
      3,
      thereAndBack,
    )
  })
  for (const { name, cases } of chosen) {
    describe(name, () => {
      for (const one of cases) {
        for (const [index, way] of (one.oneWay === undefined ? ['there', 'and back'] : ['there']).entries()) {
          it(`${one.name}: ${way}`, async function () {
            leaveOut(this, lacking(one.since, one.both, one.from, one.to))
            const problem = (await resultOf(one))[index]?.problem
            if (problem !== undefined) throw problem
          })
        }
      }
    })
  }
})

/** By the plan, and again by the recipes for tables in use where they have something else to say. */
async function thereAndBack(one: Case): Promise<readonly Way[]> {
  const bases: TestDatabase[] = []
  const load = async (...texts: readonly (string | undefined)[]) => {
    const base = await database()
    bases.push(base)
    for (const sql of texts) if (sql) await execute(base, sql)
    return base
  }
  try {
    const [older, newer] = [await load(one.both, one.from), await load(one.both, one.to)]
    const [a, b] = await Promise.all([read(older), read(newer)])
    if (one.rows) await execute(older, one.rows)
    const there = await travel(older, a, b, one)
    if (one.oneWay !== undefined) return [there]
    const back =
      there.problem === undefined ? await travel(older, b, a, one) : await travel(newer, b, a, { ...one, rows: '' })
    if (there.problem !== undefined || back.problem !== undefined) return [there, back]
    const recipes = hasRecipes(a, b) || hasRecipes(b, a)
    return recipes ? [await travel(older, a, b, one, true), await travel(older, b, a, one, true)] : [there, back]
  } catch (problem) {
    return [
      { statements: [], problem },
      { statements: [], problem },
    ]
  } finally {
    for (const base of bases) await base.drop()
  }
}

async function travel(base: TestDatabase, from: Reading, to: Reading, one: Case, recipes = false): Promise<Way> {
  const connection = await base.connect()
  const live: Live = { connection, transactions: true, read: () => read(base) }
  try {
    return { statements: await prove(live, from, to, Boolean(one.rows), recipes) }
  } catch (problem) {
    return { statements: [], problem }
  } finally {
    await connection.end()
  }
}

async function read(base: TestDatabase): Promise<Reading> {
  const connection = await base.connect()
  try {
    return {
      schema: await readSchema(connection),
      dump: serverFacts().dumps >= serverFacts().major ? await pgDump(base.url) : undefined,
    }
  } finally {
    await connection.end()
  }
}
