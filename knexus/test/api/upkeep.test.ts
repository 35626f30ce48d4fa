import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { KnexusEvent } from '../../src/index.ts'
import {
  adopt,
  diagram,
  doctor,
  generate,
  history,
  lint,
  purge,
  script,
  seed,
  show,
  squash,
  stamp,
  stats,
  status,
  up,
  verify,
} from '../../src/index.ts'
import { projectHere, type CommandProject } from '../support/command.ts'
import { NOTES, sends } from '../support/notes.ts'

describe('the functions about the files and their history', function () {
  this.timeout('4m')
  let project: CommandProject
  let where: { readonly knexfile: string }
  before(async () => {
    project = await projectHere({ 'models/notes.ts': NOTES })
    where = { knexfile: join(project.folder, 'knexfile.mjs') }
  })
  after(() => project.drop())

  it('judge migrations, show them, and write their history', async () => {
    await generate({ ...where, name: 'add_notes' })
    const [first] = (await status(where)).migrations
    const linted = await lint({ ...where, files: [first!.name] })
    expect([linted.worst, linted.migrations.map(({ name, failed }) => [name, failed])]).to.deep.equal([
      null,
      [[first!.name, null]],
    ])
    expect(linted.migrations[0]!.statements.map(({ sql }) => sql).join()).to.include('CREATE TABLE public.notes')
    const verified = await verify(where)
    expect([verified.worst, verified.migrations.map(({ findings }) => findings)]).to.deep.equal([null, [[]]])
    const { added, removed } = await stamp({ ...where, name: 'head' })
    expect([added, removed]).to.deep.equal([[first!.name], []])
    const shown = await show({ ...where, name: 'add_notes', trace: true })
    expect([shown.state, shown.transaction]).to.deep.equal(['applied', true])
    expect(shown.statements!.join()).to.include('CREATE TABLE public.notes')
    expect(shown.statements).to.deep.equal(shown.traced!.map(({ sql }) => sql))
    expect((await history(where)).events.map(({ migration, by }) => [migration, by]).at(-1)).to.deep.equal([
      first!.name,
      'stamp',
    ])
    expect((await stamp({ ...where, name: 'base' })).removed).to.deep.equal([first!.name])
    const events: KnexusEvent[] = []
    const current = await script({ ...where, from: 'current', on: (event) => events.push(event) })
    expect(events).to.deep.include({ event: 'position', migration: null })
    expect(current.script)
      .to.include('CREATE TABLE public.notes')
      .and.equal((await script(where)).script)
    const drawn = await diagram({ ...where, format: 'dbml' })
    expect(drawn.format).to.equal('dbml')
    expect(drawn.diagram).to.match(/^Table .*notes/m)
    const looked = await doctor(where)
    expect([looked.healthy, looked.checks.map(({ name }) => name).slice(0, 3)]).to.deep.equal([
      true,
      ['Node', 'packages', 'environment'],
    ])
  })

  it('squash, seed, measure, purge and adopt', async () => {
    const other = await projectHere({
      'models/notes.ts': NOTES,
      'seeds/a.js': "export const seed = (knex) => knex('notes').insert({ title: 'a' })\n",
      'migrations/20990101000001_a.js': sends('CREATE TABLE a ()', 'DROP TABLE a'),
      'migrations/20990101000002_b.js': sends('CREATE TABLE notes (id bigserial, title text)', 'DROP TABLE notes'),
    })
    const here = { knexfile: join(other.folder, 'knexfile.mjs') }
    try {
      const planned = await squash({ ...here, write: false })
      expect([planned.written, planned.replaces]).to.deep.equal([false, ['20990101000001_a.js', '20990101000002_b.js']])
      const { baseline, files } = await squash(here)
      expect((await other.list('migrations')).filter((name) => name.endsWith('.js'))).to.deep.equal(baseline)
      expect(files.map(({ path }) => path.split('/').at(-1))).to.deep.equal(baseline)
      await up(here)
      expect(await seed(here)).to.deep.equal({ seeded: ['a.js'] })
      const db = await other.live.connect()
      await db.query('ANALYZE notes')
      expect((await stats(here)).tables['public.notes']!.rows).to.equal(1)
      expect(await purge({ ...here, dryRun: true })).to.deep.equal({ removed: false, archived: [] })
      await rm(join(other.folder, 'models/notes.ts'))
      const { models, migrations, recorded } = await adopt(here)
      expect([models.length > 0, migrations, recorded]).to.deep.equal([true, 1, []])
    } finally {
      await other.drop()
    }
  })
})
