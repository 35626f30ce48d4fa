import { groups, type Case } from './cases/index.ts'
import { expectGolden } from './support/golden.ts'
import { pgDump, pgDumpMajor } from './support/dump.ts'
import { prove, readSchema, type Live, type Reading } from './support/laws.ts'
import { pool } from './support/pool.ts'
import { database, execute, serverExtensions, serverMajor, type TestDatabase } from './support/server.ts'

/** What happened on one way: the statements that ran, or what went wrong. */
interface Way {
  readonly statements: readonly string[]
  readonly problem?: unknown
}

const [major, dumps, extensions] = [await serverMajor(), await pgDumpMajor() ?? 0, await serverExtensions()]
if (dumps < major) console.log(`  left out: the comparison by pg_dump, which is not there for PostgreSQL ${major}`)

const all = groups.flatMap(({ cases }) => cases.filter((one) => missing(one) === undefined))

describe(`the laws on PostgreSQL ${major}`, function () {
  this.timeout('20m')
  const results = new Map<Case, Promise<readonly Way[]>>()
  before(() => {
    const outcomes = pool(all, 3, thereAndBack)
    for (const [index, one] of all.entries()) results.set(one, outcomes[index]!)
  })
  for (const { name, cases } of groups) {
    describe(name, () => {
      for (const one of cases) {
        const lacks = missing(one)
        if (lacks !== undefined) {
          it(`${one.name} (${lacks})`)
          continue
        }
        for (const [index, way] of (one.oneWay === undefined ? ['there', 'and back'] : ['there']).entries()) {
          it(`${one.name}: ${way}`, async () => {
            const problem = (await results.get(one)!)[index]?.problem
            if (problem !== undefined) throw problem
          })
        }
      }
      it('reads well', async function () {
        const sections = await Promise.all(cases.map(async (one) => ({ title: one.name, statements: (await results.get(one))?.[0]?.statements })))
        if (major !== 15) this.skip()
        expectGolden(name, sections)
      })
    })
  }
})

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
    const back = there.problem === undefined ? await travel(older, b, a, one) : await travel(newer, b, a, { ...one, rows: '' })
    return [there, back]
  } catch (problem) {
    return [{ statements: [], problem }, { statements: [], problem }]
  } finally {
    for (const base of bases) await base.drop()
  }
}

async function travel(base: TestDatabase, from: Reading, to: Reading, one: Case): Promise<Way> {
  const connection = await base.connect()
  const live: Live = { connection, transactions: true, read: () => read(base) }
  try {
    return { statements: await prove(live, from, to, Boolean(one.rows)) }
  } catch (problem) {
    return { statements: [], problem }
  } finally {
    await connection.end()
  }
}

async function read(base: TestDatabase): Promise<Reading> {
  const connection = await base.connect()
  try {
    return { schema: await readSchema(connection), dump: dumps >= major ? await pgDump(base.url) : undefined }
  } finally {
    await connection.end()
  }
}

/** Why this server cannot run a case. */
function missing({ since = 0, both, from, to }: Case): string | undefined {
  if (since > major) return `needs PostgreSQL ${since}`
  const wanted = [...`${both} ${from} ${to}`.matchAll(/CREATE EXTENSION (\w+)/g)].map((match) => match[1]!)
  return wanted.filter((extension) => !extensions.has(extension)).map((extension) => `needs the extension ${extension}`)[0]
}
