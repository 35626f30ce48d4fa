import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { restored } from '../../scripts/lib/restored.ts'
import { diff, sayChange } from '../src/diff.ts'
import { introspect } from '../src/introspect/index.ts'
import { reworded } from '../src/reword.ts'
import type { Schema } from '../src/schema.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { groups } from './cases/index.ts'
import { ahead } from './support/ahead.ts'
import { lacking, leaveOut } from './support/leave-out.ts'
import { sampled } from './support/sample.ts'
import { restore } from './support/restore.ts'
import { database, execute, serverFacts, serverUrl, type TestDatabase } from './support/server.ts'

/** One side of a case. */
interface State {
  readonly name: string
  readonly sql: readonly string[]
  readonly since: number | undefined
}

/** Takes every so many-th state; 1 takes all. */
const states = sampled(
  'RESTORE_SAMPLE',
  7,
  groups.flatMap((group) =>
    group.cases.flatMap(({ name, both = '', from, to, since }): State[] => [
      { name: `${group.name}, ${name}: from`, sql: [both, from], since },
      { name: `${group.name}, ${name}: to`, sql: [both, to], since },
    ]),
  ),
)

describe('a database that was dumped and restored', function () {
  this.timeout('5m')
  let shadow: Shadow
  let leftOf: (state: State) => Promise<readonly string[]>
  before(async function () {
    const { major, dumps } = serverFacts()
    leaveOut(this, dumps < major ? `needs the pg_dump of PostgreSQL ${major}` : undefined)
    shadow = await openShadow({ server: serverUrl() })
    leftOf = ahead(
      states.filter(({ since, sql }) => lacking(since, ...sql) === undefined),
      3,
      (state) => differencesAfterRestore(state, shadow),
    )
  })
  after(() => shadow?.close())

  for (const state of states) {
    it(`agrees with itself: ${state.name}`, async function () {
      leaveOut(this, lacking(state.since, ...state.sql))
      expect(await leftOf(state)).to.deep.equal([])
    })
  }
})

/** Real schemas, where they are there: `npm run corpus -- --restores` takes all. */
const corpus = join(import.meta.dirname, '../../../shared/corpus/schemas')

describe('a project whose database was dumped and restored', function () {
  this.timeout('5m')
  for (const name of ['supabase_storage', 'pgboss_10']) {
    it(`agrees with it: ${name}`, async function () {
      const file = join(corpus, `${name}.sql`)
      const { major, dumps } = serverFacts()
      leaveOut(this, existsSync(file) ? undefined : 'needs the corpus beside this repository')
      leaveOut(this, dumps < major ? `needs the pg_dump of PostgreSQL ${major}` : undefined)
      expect((await restored(`test-${name}`, readFileSync(file, 'utf8'))).problem).to.equal(undefined)
    })
  }
})

/** What is seen of a difference between a database and its restored dump: nothing. */
async function differencesAfterRestore({ sql }: State, shadow: Shadow): Promise<readonly string[]> {
  const source = await database()
  let copy: TestDatabase | undefined
  try {
    for (const text of sql) if (text !== '') await execute(source, text)
    // A dump does not say that public is gone.
    copy = await restore(source.url, (await read(source)).has('SCHEMA public') ? undefined : 'DROP SCHEMA public')
    const [a, b] = [await read(source), await read(copy)]
    return diff(a, await reworded(b, a, () => shadow.database(), {})).map(sayChange)
  } finally {
    await source.drop()
    await copy?.drop()
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
