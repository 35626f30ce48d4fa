import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { KnexusError, KnexusEvent } from '../../src/index.ts'
import {
  adopt,
  check,
  diagram,
  diff,
  down,
  generate,
  lint,
  pull,
  pullInto,
  purge,
  redo,
  review,
  script,
  seed,
  show,
  squash,
  stamp,
  status,
  up,
  verify,
} from '../../src/index.ts'
import { projectHere, type CommandProject } from '../support/command.ts'
import { NOTES, sends } from '../support/notes.ts'

describe('the functions of the package', function () {
  this.timeout('4m')
  let project: CommandProject
  let where: { readonly knexfile: string }
  before(async () => {
    project = await projectHere({ 'models/notes.ts': NOTES })
    where = { knexfile: join(project.folder, 'knexfile.mjs') }
  })
  after(() => project.drop())

  const file = async () => (await project.list('migrations')).find((name) => name.includes('add_notes'))!

  it('generate, run, ask, undo, one after the other', async () => {
    const events: KnexusEvent['event'][] = []
    const on = (event: KnexusEvent) => events.push(event.event)
    const planned = await generate({ ...where, name: 'add_notes', write: false })
    expect([planned.written, planned.files.length, await project.list('migrations')]).to.deep.equal([false, 1, []])
    const { files, changes } = await generate({ ...where, name: 'add_notes', on })
    expect(await project.list('migrations')).to.deep.equal([files[0]!.path.split('/').at(-1)])
    expect(changes.map(({ change }) => change)).to.include('create')
    expect((await status(where)).relation).to.equal('pending')
    expect((await up({ ...where, dryRun: true })).migrations).to.have.length(1)
    expect((await up({ ...where, on })).migrations).to.have.length(1)
    expect(events).to.include.members(['shadow', 'run-start', 'migration-start', 'migration-end', 'run-end'])
    const agreed = await check(where)
    expect([agreed.agree, agreed.models, agreed.drift]).to.deep.equal([true, [], []])
    expect((await diff({ ...where, from: 'db', to: 'models' })).changes).to.deep.equal([])
    const { script } = await diff({ ...where, from: 'empty', to: 'models', sql: true })
    expect(script!.sql).to.include('CREATE TABLE public.notes')
    expect((await pull(where)).files.map(({ text }) => text).join()).to.include("table('notes'")
    expect((await pullInto({ ...where, on })).declared).to.deep.equal({})
    const there = await pull({ ...where, out: true }).catch((error: unknown) => error)
    expect((there as KnexusError).code).to.equal('files-there')
    const written = await pull({ ...where, out: join(project.folder, 'pulled'), on })
    expect(written.written.join()).to.contain('pulled/')
    expect(events).to.include('read')
    const db = await project.live.connect()
    await db.query('ALTER TABLE notes ADD body text')
    const { declared, unplaced } = await pullInto(where)
    expect([Object.keys(declared), unplaced]).to.deep.equal([['COLUMN public.notes.body'], []])
    expect(await project.read('models/notes.ts')).to.contain('body: text()')
    await db.query('ALTER TABLE notes DROP body')
    await project.write({ 'models/notes.ts': NOTES })
    const told = await review(where)
    expect([told.verdict.status, told.files.length]).to.deep.equal(['good', 1])
    expect(told.html).to.include('<!doctype html>')
    expect(told.markdown).to.match(/^<!-- knexus review -->/)
    expect((await down({ ...where, all: true })).migrations).to.have.length(1)
    expect((await status(where)).relation).to.equal('pending')
  })

  it('work as their page shows', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../docs/api.md'), 'utf8')
    await project.write({ 'deploy.mjs': page.split('```js\n')[1]!.split('```')[0]! })
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'deploy.mjs'], {
      cwd: project.folder,
    })
    expect(stdout)
      .to.match(/^run-start$/m)
      .and.match(/^1 ran$/m)
    await down({ ...where, all: true })
  })

  it('throw an error with a code, as the commands do', async () => {
    const code = (work: Promise<unknown>) =>
      work.then(
        () => undefined,
        (error: unknown) => (error as KnexusError).code,
      )
    expect(await code(diff({ ...where, from: 'nowhere', to: 'models' }))).to.equal('bad-source')
    expect(await code(check({ ...where, env: 'nowhere' }))).to.equal('unknown-environment')
    await project.write({
      'production.mjs': `export default { client: 'pg', connection: process.env.COMMAND_URL, migrations: { directory: 'migrations' }, knexus: { production: true } }`,
    })
    const production = { knexfile: join(project.folder, 'production.mjs') }
    expect(await code(up(production))).to.equal('not-confirmed')
    for (const write of [adopt, down, purge, redo, seed])
      expect(await code(write(production)), write.name).to.equal('not-confirmed')
    expect(await code(stamp({ ...production, name: 'head' }))).to.equal('not-confirmed')
    expect(await code(up({ ...production, dryRun: true }))).to.equal(undefined)
    expect(await code(purge({ ...production, dryRun: true }))).to.equal(undefined)
    expect(await code(lint({ ...where, files: ['nowhere'] }))).to.equal('unknown-migration')
    expect(await code(verify({ ...where, files: ['nowhere'] }))).to.equal('unknown-migration')
    expect(await code(squash(where))).to.equal('nothing-to-squash')
  })

  it('stop a run before its next migration, and keep what has run', async () => {
    await project.write({
      'migrations/20990101000001_a.js': sends('SELECT 1', 'SELECT 1'),
      'migrations/20990101000002_b.js': sends('SELECT 2', 'SELECT 2'),
      'migrations/20990101000003_c.js': sends('SELECT 3', 'SELECT 3'),
    })
    const stop = new AbortController()
    const reason = new Error('enough')
    const thrown = await up({
      ...where,
      signal: stop.signal,
      on: (event) => {
        if (event.event === 'migration-end' && event.migration.endsWith('_a.js')) stop.abort(reason)
      },
    }).catch((error: unknown) => error)
    expect(thrown).to.equal(reason)
    const { migrations } = await status(where)
    expect(migrations.filter(({ state }) => state === 'pending').map(({ name }) => name)).to.include(
      '20990101000003_c.js',
    )
    expect(migrations.find(({ name }) => name.endsWith('_a.js'))!.state).to.equal('applied')
  })

  it('stop what they do on the shadow', async () => {
    const reason = new Error('enough')
    expect(await check({ ...where, signal: AbortSignal.abort(reason) }).catch((error: unknown) => error)).to.equal(
      reason,
    )
    const stop = new AbortController()
    const thrown = await review({ ...where, signal: stop.signal, on: () => stop.abort(reason) }).catch(
      (error: unknown) => error,
    )
    expect(thrown).to.equal(reason)
  })

  it('take a migration by a part of its name that no other has, and say which is meant by a slip', async () => {
    const ways: Readonly<Record<string, (name: string) => Promise<unknown>>> = {
      lint: (name) => lint({ ...where, files: [name] }),
      verify: (name) => verify({ ...where, files: [name] }),
      review: (name) => review({ ...where, files: [name] }),
      show: (name) => show({ ...where, name }),
      script: (name) => script({ ...where, to: name }),
      diff: (name) => diff({ ...where, from: `migrations@${name}`, to: 'models' }),
      squash: (name) => squash({ ...where, to: name, write: false }),
      up: (name) => up({ ...where, to: name }),
      down: (name) => down({ ...where, to: name, dryRun: true }),
      stamp: (name) => stamp({ ...where, name }),
    }
    for (const [way, take] of Object.entries(ways)) {
      const { code, cure } = (await take('add_notse').catch((error: unknown) => error)) as KnexusError
      expect([code, cure], way).to.deep.equal(['unknown-migration', `Did you mean ${await file()}?`])
      const taken = await take('d_note').catch((error: unknown) => error)
      expect((taken as KnexusError).code, way).to.be.oneOf([undefined, 'nothing-to-squash'])
    }
  })

  it('declare or drop what a hand-written migration built, look for rows in the way, and do a migration again', async () => {
    const other = await projectHere({ 'models/notes.ts': NOTES })
    const here = { knexfile: join(other.folder, 'knexfile.mjs') }
    try {
      await generate({ ...here, name: 'notes' })
      await other.write({
        'migrations/20990101000001_hand.js':
          "export const up = (knex) => knex.raw('ALTER TABLE notes ADD extra text, ADD old text, ADD older text')\nexport const down = (knex) => knex.raw('ALTER TABLE notes DROP extra, DROP IF EXISTS old, DROP older')\n",
      })
      const [extra, old, older] = ['extra', 'old', 'older'].map((name) => `COLUMN public.notes.${name}`)
      const made = await generate({
        ...here,
        name: 'rest',
        declare: [extra!],
        dropUndeclared: [old!],
        allow: ['data-loss'],
      })
      expect(Object.keys(made.into!.declared)).to.deep.equal([extra])
      expect([made.dropped, made.kept]).to.deep.equal([[old], [older]])
      expect(await other.read('models/notes.ts')).to.contain('extra: text()')
      await up({ ...here, steps: 2 })
      await (await other.live.connect()).query("INSERT INTO notes (id, title) VALUES (1, 'a'), (2, 'a')")
      await other.write({
        'migrations/20990101000002_unique.js':
          "export const up = (knex) => knex.raw('ALTER TABLE notes ADD CONSTRAINT one_title UNIQUE (title)')\nexport const down = () => {}\n",
      })
      const { conflicts } = await up({ ...here, dryRun: true })
      expect(conflicts.map(({ count }) => count)).to.deep.equal([1])
      expect((await redo({ ...here, on: () => undefined })).migrations).to.have.length(1)
    } finally {
      await other.drop()
    }
  })

  it('have types that tell what they take and give', async () => {
    const calls = [
      async () => (await check({ env: 'test', fresh: true })).agree satisfies boolean,
      async () => (await diff({ from: 'db', to: 'models' })).changes[0]!.change satisfies 'create' | 'drop' | 'alter',
      async () => (await review({ base: 'main' })).verdict.status satisfies 'empty' | 'good' | 'warned' | 'stopped',
      async () => (await up({ to: 'a', signal: AbortSignal.timeout(1) })).migrations satisfies readonly string[],
      async () => (await lint({ stats: 'db' })).worst satisfies 'error' | 'warning' | 'note' | null,
      async () => (await verify({ base: 'main' })).migrations[0]!.notes satisfies readonly string[],
      async () => (await script({ direction: 'down', fingerprint: false })).script satisfies string,
      async () => (await show({ name: 'a' })).statements satisfies readonly string[] | null,
      // @ts-expect-error a name is needed
      () => stamp({}),
      // @ts-expect-error verify weighs nothing
      () => verify({ stats: 'db' }),
      // @ts-expect-error a direction is up or down
      () => script({ direction: 'back' }),
      // @ts-expect-error there is no such format
      () => diagram({ format: 'png' }),
      // @ts-expect-error a name is needed
      () => generate({}),
      // @ts-expect-error both sides are needed
      () => diff({ from: 'db' }),
      // @ts-expect-error up has no option all
      () => up({ all: true }),
      () => up({ on: (event) => event.event === 'run-end' && event.batch.toFixed() }),
      // @ts-expect-error a progress has no batch
      () => up({ on: (event) => event.event === 'progress' && event.batch }),
    ]
    expect(calls).to.have.length(17)
  })
})
