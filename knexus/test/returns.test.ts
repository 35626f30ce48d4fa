import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import knex, { type Knex } from 'knex'
import { diff } from '../src/diff.ts'
import { emit, type Migration } from '../src/emit/index.ts'
import { introspect } from '../src/introspect/index.ts'
import { NO_RENAMES } from '../src/rename/index.ts'
import { rehearse } from '../src/prove/index.ts'
import type { Schema } from '../src/schema.ts'
import { script } from '../src/emit/script.ts'
import { groups, type Case } from './cases/index.ts'
import { sampled } from './support/sample.ts'
import { database, execute, type TestDatabase } from './support/server.ts'
import { lacking, leaveOut } from './support/leave-out.ts'

/** A case, and whether its two sides change places. Each costs five databases. */
const ways = groups.flatMap(({ name, cases }) =>
  cases.flatMap((one) => [
    { group: name, title: `${name}, ${one.name}`, one, turned: false },
    ...(one.oneWay === undefined
      ? [
          {
            group: name,
            title: `turned round: ${name}, ${one.name}`,
            one: { ...one, from: one.to, to: one.from },
            turned: true,
          },
        ]
      : []),
  ]),
)
/** Hostile names are what a file may get wrong, and labels of enums what cannot come back, so more of these are taken. */
const isHostile = (way: (typeof ways)[number]) => way.group === 'hostile names' && !way.turned
const isEnum = (way: (typeof ways)[number]) => way.group === 'enums' && way.turned
const chosen = [
  ...sampled('RETURNS_SAMPLE_HOSTILE', 3, ways.filter(isHostile)),
  ...sampled('RETURNS_SAMPLE_ENUMS', 1, ways.filter(isEnum)),
  ...sampled(
    'RETURNS_SAMPLE',
    12,
    ways.filter((way) => !isHostile(way) && !isEnum(way)),
  ),
]

describe('the files that are written, run by plain knex', function () {
  this.timeout('5m')
  for (const { title, one } of chosen)
    it(`reach the goal and come back: ${title}`, async function () {
      leaveOut(this, lacking(one.since, one.both, one.from, one.to))
      await upAndDown(one)
    })
})

async function upAndDown(one: Case): Promise<void> {
  const bases: TestDatabase[] = []
  const load = async (...sql: readonly (string | undefined)[]) => {
    const base = await database()
    bases.push(base)
    for (const text of sql) if (text) await execute(base, text)
    return base
  }
  const folder = await mkdtemp(join(tmpdir(), 'knexus-files-'))
  try {
    const [live, offline, wanted] = [
      await load(one.both, one.from),
      await load(one.both, one.from),
      await load(one.both, one.to),
    ]
    const [a, b] = [await read(live), await read(wanted)]
    const migrations = await rehearsed(await load(one.both, one.from), b)
    await write(migrations, folder)
    await withKnex(live, folder, async (runner) => {
      await runner.migrate.latest()
      expect(diff(withoutKnex(await read(live)), b), 'up reaches the goal').to.deep.equal([])
      await runner.migrate.rollback(undefined, true)
      expect(diff(withoutKnex(await read(live)), a), 'down comes back').to.deep.equal([])
    })
    for (const migration of migrations) {
      const { up, transaction } = migration
      if (transaction) await execute(offline, script([migration], one.name))
      else for (const { sql } of up.statements) await execute(offline, sql)
    }
    expect(diff(await read(offline), b), 'the script reaches the goal too').to.deep.equal([])
  } finally {
    await rm(folder, { recursive: true, force: true })
    for (const base of bases) await base.drop()
  }
}

async function rehearsed(base: TestDatabase, target: Schema): Promise<readonly Migration[]> {
  const client = await base.connect()
  try {
    return await rehearse(
      NO_RENAMES,
      target,
      { query: client.query.bind(client), settings: { connectionString: base.url }, close: () => client.end() },
      {},
    )
  } finally {
    await client.end()
  }
}

async function write(migrations: readonly Migration[], folder: string): Promise<void> {
  for (const [index, migration] of migrations.entries())
    await writeFile(join(folder, `2026010100000${index}_case.ts`), emit(migration))
}

async function withKnex(base: TestDatabase, directory: string, use: (runner: Knex) => Promise<void>): Promise<void> {
  const runner = knex({
    client: 'pg',
    connection: base.url,
    migrations: { directory, loadExtensions: ['.ts'] },
    pool: { min: 0, max: 2 },
  })
  try {
    await use(runner)
  } finally {
    await runner.destroy()
  }
}

async function read(base: TestDatabase): Promise<Schema> {
  const client = await base.connect()
  try {
    return await introspect(client)
  } finally {
    await client.end()
  }
}

/** Knex keeps its two tables beside ours. */
function withoutKnex(schema: Schema): Schema {
  return new Map([...schema].filter(([address]) => !/\bknex_migrations/.test(address)))
}
