import { expect } from 'chai'
import type { Knex } from 'knex'
import { withSession } from '../../src/run/as-runner.ts'
import { readStatus } from '../../src/migrations/status.ts'
import { down, redo, up } from '../../src/run/runner.ts'
import { stamp } from '../../src/run/stamp.ts'
import { migration, project, type Project } from './project.ts'

const FILES = Object.fromEntries(
  ['a', 'b', 'c', 'd'].map((name, n) => [
    `2026010${n + 1}_${name}.ts`,
    migration([`CREATE TABLE ${name} (id int)`], [`DROP TABLE ${name}`], name !== 'c'),
  ]),
)

const COMMANDS: Readonly<Record<string, (p: Project) => Promise<unknown>>> = {
  'knex latest': (p) => p.plain((knex) => knex.migrate.latest()),
  'knex up': (p) => p.plain((knex) => knex.migrate.up()),
  'knex down': (p) => p.plain((knex) => knex.migrate.down()),
  'knex rollback': (p) => p.plain((knex) => knex.migrate.rollback()),
  'knex rollback --all': (p) => p.plain((knex) => knex.migrate.rollback({}, true)),
  'knexus up': (p) => up(p.config),
  'knexus up --steps 1': (p) => up(p.config, { steps: 1 }),
  'knexus down': (p) => down(p.config),
  'knexus down --steps 1': (p) => down(p.config, { steps: 1 }),
  'knexus down --all': (p) => down(p.config, { all: true }),
  'knexus redo': (p) => redo(p.config),
  'knexus stamp': async (p) => {
    await stamp(p.config, 'base')
    await p.query('DROP TABLE IF EXISTS a, b, c, d')
  },
}

/** What is applied after each command, by first letters. */
const CASES: readonly (readonly (readonly [command: string, applied: string])[])[] = [
  [
    ['knexus up', 'abcd'],
    ['knex rollback', ''],
    ['knex latest', 'abcd'],
    ['knexus down', ''],
  ],
  [
    ['knex up', 'a'],
    ['knexus up --steps 1', 'ab'],
    ['knex latest', 'abcd'],
    ['knexus down', 'ab'],
    ['knex rollback', 'a'],
    ['knexus down', ''],
  ],
  [
    ['knexus up --steps 1', 'a'],
    ['knex up', 'ab'],
    ['knexus redo', 'ab'],
    ['knex down', 'a'],
    ['knexus up', 'abcd'],
    ['knex rollback', 'a'],
    ['knex rollback --all', ''],
  ],
  [
    ['knex latest', 'abcd'],
    ['knexus down --steps 1', 'abc'],
    ['knex latest', 'abcd'],
    ['knexus redo', 'abcd'],
    ['knexus down --all', ''],
    ['knex latest', 'abcd'],
  ],
  [
    ['knexus up', 'abcd'],
    ['knexus stamp', ''],
    ['knex latest', 'abcd'],
    ['knex down', 'abc'],
    ['knexus down', ''],
  ],
]

describe('knex and knexus in turn', () => {
  for (const steps of CASES) {
    it(steps.map(([command]) => command).join(', '), async () => {
      const p = await project(FILES)
      for (const [command, applied] of steps) {
        await COMMANDS[command]!(p)
        const theirs = await p.plain(
          (knex: Knex) => knex.migrate.list() as Promise<[{ name: string }[], { file: string }[]]>,
        )
        const ours = await withSession(p.config, {}, (session) => readStatus(session.db, session.migrations))
        expect(
          ours.applied.map((row) => row.name),
          command,
        ).to.deep.equal(theirs[0].map((row) => row.name))
        expect(
          ours.pending.map((file) => file.name),
          command,
        ).to.deep.equal(theirs[1].map((file) => file.file))
        expect(
          ours.applied
            .map((row) => row.name.charAt(9))
            .sort()
            .join(''),
          command,
        ).to.equal(applied)
        const tables = await p.query<{ name: string }>(
          `SELECT relname AS name FROM pg_class WHERE relname IN ('a', 'b', 'c', 'd') ORDER BY 1`,
        )
        expect(tables.map((table) => table.name).join(''), command).to.equal(applied)
      }
      expect(await p.query('SELECT is_locked FROM knex_migrations_lock')).to.deep.equal([{ is_locked: 0 }])
      await p.drop()
    })
  }

  it('runs what a source of the project gives, in its order, and plain knex undoes it', async () => {
    const p = await project()
    const steps = ['z', 'a'].map((name) => ({
      name,
      up: (knex: Knex) => knex.raw(`CREATE TABLE ${name} ()`),
      down: (knex: Knex) => knex.raw(`DROP TABLE ${name}`),
    }))
    const migrationSource: Knex.MigrationSource<(typeof steps)[number]> = {
      getMigrations: async () => steps,
      getMigrationName: ({ name }) => name,
      getMigration: async (step) => step,
    }
    Object.assign(p.config, { migrations: { migrationSource } })
    await up(p.config)
    expect(await p.history()).to.deep.equal(['z', 'a'])
    await down(p.config, { steps: 1 })
    expect(await p.history()).to.deep.equal(['z'])
    await p.plain((knex) => knex.migrate.rollback())
    expect(await p.query(`SELECT to_regclass('z') AS z, to_regclass('a') AS a`)).to.deep.equal([{ z: null, a: null }])
    await p.drop()
  })

  it('are not in turn on a file that exports a default, and the runner says so', async () => {
    const p = await project({
      '20260101_a.ts': `export default { up: (knex) => knex.raw('SELECT 1'), down: () => {} }`,
    })
    await up(p.config, { on: p.on })
    expect(p.events.flatMap((event) => (event.event === 'note' ? [event.message] : [])).join()).to.include('plain knex')
    const refused: unknown = await p.plain((knex) => knex.migrate.rollback()).catch((error: unknown) => error)
    expect(String(refused)).to.include('must have both an up and down function')
    await p.drop()
  })
})
