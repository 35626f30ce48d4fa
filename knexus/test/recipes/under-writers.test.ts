import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Client } from 'pg'
import { diff } from '../../src/diff.ts'
import { script } from '../../src/history/script.ts'
import { introspect } from '../../src/introspect/index.ts'
import { down, up } from '../../src/run/runner.ts'
import { addressOf, type Schema } from '../../src/schema.ts'
import { changedProject, type ChangedProject } from '../support/change.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { database, serverFacts, type TestDatabase } from '../support/server.ts'
import { BESIDE } from './beside.ts'
import { disturbed, MISHAPS, statementsOf, told, type Mishap } from './disturbed.ts'
import { IN_STEPS, type InUse } from './in-steps.ts'
import { writer } from './writer.ts'

/** WRITERS=all disturbs each statement in each way; WRITERS=12 twelve of them by case, else two. */
const TRIES = process.env['WRITERS'] === 'all' ? Number.POSITIVE_INFINITY : Number(process.env['WRITERS'] ?? 2)
/** RECIPES_SAMPLE=1 takes every case; every eighth is enough by default. */
const sample = Number(process.env['RECIPES_SAMPLE'] ?? 8)

const STRICT = ['-v', 'ON_ERROR_STOP=1', '-f'] as const

const CASES = Object.entries<InUse>({ ...BESIDE, ...IN_STEPS }).filter((_, at) => at % sample === 0)

describe('files for tables in use, while somebody writes and something happens to a statement', function () {
  this.timeout('60m')

  for (const [what, { since, both = '', from, to, rows, maps = [], fill = [], random = [], unique = [] }] of CASES) {
    describe(what, () => {
      let ours: ChangedProject
      let plain: ChangedProject
      /** Columns that are there before and after, and those that only are after. */
      let columns: string[]
      let added: string[]
      before(async function () {
        leaveOut(this, lacking(since))
        const change = [import.meta.dirname, `${both};${from}`, `${both};${to}`] as const
        const allow = ['data-loss', 'removed-label']
        ours = await changedProject(...change, { maps, fill, allow })
        plain = await changedProject(...change, { maps, fill, allow, plain: true })
        const old = await columnsOf(plain, ours.first)
        const all = await columnsOf(plain)
        columns = all.filter((column) => old.includes(column))
        added = all.filter((column) => !old.includes(column))
      })
      after(async () => {
        await ours?.close()
        await plain?.close()
      })

      const configOf = ({ project }: ChangedProject, url: string) => ({ ...project.config, connection: url })
      const names = () => ours.generated.files.map(({ path }) => basename(path))

      async function columnsOf(made: ChangedProject, last?: string): Promise<string[]> {
        const base = await database()
        await up(configOf(made, base.url), last === undefined ? {} : { to: last })
        const { rows: found } = await (
          await base.connect()
        ).query<{ name: string }>(
          `SELECT attname AS name FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped
           AND attgenerated = '' AND attidentity = '' AND attname <> 'id'`,
        )
        await base.drop()
        return found.map(({ name }) => name)
      }

      /** Where a database is at the end. Columns that are new have a value that depends on the moment, but they have one. */
      async function end(db: Client): Promise<{ readonly schema: Schema; readonly rows: Record<string, unknown>[] }> {
        const { rows: found } = await db.query<{ row: Record<string, unknown> }>(
          'SELECT to_jsonb(t) AS row FROM t ORDER BY id',
        )
        const all = found.map(({ row }) => row)
        for (const column of fill.length > 0 ? added : random) {
          expect(
            all.flatMap((row) => (column in row ? [row[column]] : [])),
            column,
          ).not.to.include(null)
          for (const row of all) delete row[column]
        }
        return { schema: await introspect(db), rows: all }
      }

      /** Where the plain change comes to, with what was written before it, and back. */
      async function wanted(written: readonly string[], ways: readonly ('up' | 'down')[]) {
        const base = await database()
        try {
          const config = configOf(plain, base.url)
          await up(config, { to: plain.first })
          const db = await base.connect()
          await db.query(rows)
          for (const sql of written) await db.query(sql)
          for (const way of ways) await (way === 'up' ? up(config) : down(config, { to: plain.first }))
          return await end(db)
        } finally {
          await base.drop()
        }
      }

      /** Does it all with a writer beside it, and compares where it ends with the plain change. */
      async function beside(
        ways: readonly ('up' | 'down')[],
        work: (live: TestDatabase) => Promise<unknown>,
        spared = fill.length > 0 ? /not-null/ : /^$/,
      ) {
        const live = await database()
        try {
          await up(configOf(ours, live.url), { to: ours.first })
          const db = await live.connect()
          await db.query(rows)
          const other = await writer(live.url, { columns, unique })
          try {
            await work(live)
          } finally {
            await other.stop()
          }
          expect(
            other.refused.filter((text) => !spared.test(text)),
            'refused to the writer',
          ).to.deep.equal([])
          expect(other.written.length).to.be.greaterThan(3)
          const [reached, aim] = [await end(db), await wanted(other.written, ways)]
          expect(
            diff(reached.schema, aim.schema).map(({ before, after }) => [
              before && addressOf(before),
              after && addressOf(after),
            ]),
          ).to.deep.equal([])
          expect(reached.rows).to.deep.equal(aim.rows)
        } finally {
          await live.drop()
        }
      }

      /** Runs until something happens, and then again. */
      async function disturbedAt(at: number, mishap: Mishap, url: string, work: (url: string) => Promise<unknown>) {
        const line = await disturbed(url, mishap, at)
        await work(line.url).catch(() => {})
        await line.close()
        await work(url)
      }

      function* picked(statements: number): Generator<readonly [number, Mishap]> {
        const all = Array.from({ length: statements }, (_, at) => at + 1).flatMap((at) =>
          MISHAPS.map((one) => [at, one] as const),
        )
        const step = Math.max(1, all.length / TRIES)
        const start = (what.length * 7) % Math.ceil(step)
        for (let at = start; at < all.length; at += step) yield all[Math.floor(at)]!
      }

      it('come to the end of the plain change, whatever happens to which statement', async () => {
        let statements = 0
        await beside(['up'], async ({ url }) => {
          statements = await statementsOf(url, (way) => up(configOf(ours, way)))
        })
        for (const [at, mishap] of picked(statements))
          await told(`${at} of ${statements} ${mishap}`, () =>
            beside(['up'], ({ url }) => disturbedAt(at, mishap, url, (way) => up(configOf(ours, way)))),
          )
      })

      it('go back from the end, whatever happens to which statement, and come again', async () => {
        let statements = 0
        const back = (url: string) => down(configOf(ours, url), { to: ours.first })
        await beside(['up', 'down'], async ({ url }) => {
          await up(configOf(ours, url))
          statements = await statementsOf(url, back)
        })
        for (const [at, mishap] of picked(statements))
          await told(`${at} of ${statements} ${mishap}`, () =>
            beside(['up', 'down', 'up'], async ({ url }) => {
              await up(configOf(ours, url))
              await disturbedAt(at, mishap, url, back)
              await up(configOf(ours, url))
            }),
          )
      })

      it('go back from the middle, and come again', async () => {
        for (const name of names().slice(0, -1))
          await told(`from ${name}`, () =>
            beside(['up'], async ({ url }) => {
              await up(configOf(ours, url), { to: name })
              await down(configOf(ours, url), { to: ours.first })
              await up(configOf(ours, url))
            }),
          )
      })

      it('wait for whoever holds the table, give up, and come again', async () => {
        await beside(['up'], async (live) => {
          const config = configOf(ours, live.url)
          const settings = { lockTimeout: 50, lockPatience: 120 }
          for (const name of names()) {
            const holder = await live.connect()
            await holder.query('BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE')
            const run = up(config, { to: name, settings }).catch(() => {})
            await new Promise((resolve) => setTimeout(resolve, 400))
            await holder.query('COMMIT')
            await holder.end()
            await run
            await up(config, { to: name })
          }
        })
      })

      it('come to the same end as a script', async function () {
        leaveOut(this, serverFacts().dumps === 0 ? 'needs psql' : undefined)
        const sql = await script(configOf(ours, ours.live.url))
        const folder = await mkdtemp(join(tmpdir(), 'knexus-writers-'))
        try {
          await writeFile(join(folder, 'all.sql'), sql)
          await beside(
            ['up'],
            async ({ url }) => {
              const psql = (server: string, ...flags: string[]) =>
                promisify(execFile)('psql', [
                  `${server}?sslmode=disable`,
                  '-X',
                  ...flags,
                  ...STRICT,
                  join(folder, 'all.sql'),
                ])
              await psql(url, '-1').catch(() => {})
              const line = await disturbed(url, 'terminated', 40)
              await psql(line.url).catch(() => {})
              await line.close()
              // It gives up where a writer holds the table too long, and is run again.
              for (let run = 1, gaveUp = true; gaveUp; run += 1)
                gaveUp = await psql(url).then(
                  () => false,
                  (error: unknown) => (run < 5 && /lock timeout/.test(String(error))) || Promise.reject(error),
                )
              // A script waits for locks as long as whoever runs it says, here for ever: of two who wait for each other one is refused.
            },
            /deadlock detected|not-null/,
          )
        } finally {
          await rm(folder, { recursive: true })
        }
      })
    })
  }
})
