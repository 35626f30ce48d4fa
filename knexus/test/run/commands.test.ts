import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { judgeEdits } from '../../src/migrations/edited.ts'
import { readStatus } from '../../src/migrations/status.ts'
import { redo, up } from '../../src/run/runner.ts'
import { seed } from '../../src/run/seeds.ts'
import { withSession } from '../../src/run/as-runner.ts'
import { stamp } from '../../src/run/stamp.ts'
import { codeOf, migration, project, type Project } from './project.ts'

const FILES = {
  '20260101_a.ts': migration(['CREATE TABLE a (id int)'], ['DROP TABLE a']),
  '20260102_b.ts': migration(['CREATE TABLE b (id int)'], ['DROP TABLE b']),
}

describe('stamp, redo, seeds', () => {
  let p: Project
  beforeEach(async () => {
    p = await project(FILES)
  })
  afterEach(() => p.drop())

  it('stamps a name, head and base, as plain knex would have it', async () => {
    expect(await stamp(p.config, '20260101_a')).to.deep.equal({ added: ['20260101_a.ts'], removed: [] })
    expect((await stamp(p.config, 'head')).added).to.deep.equal(['20260102_b.ts'])
    expect(await p.plain((knex) => knex.migrate.latest())).to.deep.equal([2, []])
    expect((await stamp(p.config, '20260101_a')).removed).to.deep.equal(['20260102_b.ts'])
    expect((await stamp(p.config, 'base')).removed).to.deep.equal(['20260101_a.ts'])
    expect(await p.history()).to.deep.equal([])
  })

  it('does the last one again', async () => {
    await up(p.config)
    await p.query('INSERT INTO b VALUES (1)')
    expect((await redo(p.config)).migrations).to.deep.equal(['20260102_b.ts'])
    expect(await p.query('SELECT * FROM b')).to.deep.equal([])
  })

  it('calls a file edited only when it does something else now', async () => {
    await up(p.config)
    const state = async () =>
      withSession(
        p.config,
        {},
        async (session) =>
          (await judgeEdits(session.db, session.config, await readStatus(session.db, session.migrations))).entries[0],
      )
    await p.write({ '20260101_a.ts': `// reviewed\n${FILES['20260101_a.ts']}` })
    expect(await state()).to.include({ state: 'applied', hint: 'edited, and does the same' })
    await up(p.config, { on: (event) => expect(event).to.not.include({ event: 'note' }) })
    const other = await project({
      '20260101_a.ts': migration(['CREATE TABLE a (id bigint)']),
      '20260102_b.ts': FILES['20260102_b.ts'],
    })
    p.config.migrations = other.config.migrations!
    expect(await state()).to.include({ state: 'edited' })
    const notes: string[] = []
    await up(p.config, { on: (event) => event.event === 'note' && notes.push(event.migration) })
    expect(notes).to.deep.equal(['20260101_a.ts'])
    await other.drop()
  })

  it('seeds in one transaction, and once when asked', async () => {
    await up(p.config)
    const directory = join(p.directory, 'seeds')
    await mkdir(directory)
    const write = (name: string, sql: string) =>
      writeFile(join(directory, name), `export async function seed(knex) { await knex.raw(${JSON.stringify(sql)}) }\n`)
    await write('1_a.ts', 'INSERT INTO a VALUES (1)')
    const config = { ...p.config, seeds: { directory, loadExtensions: ['.ts'] } }
    expect(await seed(config, { once: true })).to.deep.equal(['1_a.ts'])
    expect(await seed(config, { once: true })).to.deep.equal([])
    expect(await seed(config)).to.deep.equal(['1_a.ts'])
    await write('2_b.ts', 'nonsense')
    expect(await codeOf(seed(config))).to.equal('migration-failed')
    expect(await p.query('SELECT count(*)::int AS n FROM a')).to.deep.equal([{ n: 2 }])
    expect(await seed(config, { only: '1_a' })).to.deep.equal(['1_a.ts'])
  })
})
