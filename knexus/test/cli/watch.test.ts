import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { database, execute, serverUrl, type TestDatabase } from '../support/server.ts'

const MODEL = (more: string) =>
  `import { integer, table, text } from 'knexus'\nexport const notes = table('notes', { id: integer().primary()${more} })\n`
/** Milliseconds until something that did not happen is an error. */
const PATIENCE = 60_000

describe('a command that watches', function () {
  this.timeout('2m')
  let live: TestDatabase
  let folder: string
  let child: ChildProcess | undefined
  beforeEach(async () => {
    live = await database('CREATE TABLE unrelated (n int); DROP TABLE unrelated')
    folder = await mkdtemp(join(import.meta.dirname, '.watch-'))
    await mkdir(join(folder, 'models'))
    await mkdir(join(folder, 'migrations'))
    await write(MODEL(''))
    await writeFile(
      join(folder, 'migrations/20260101000000_notes.ts'),
      'export const up = (knex) => knex.raw(`CREATE TABLE public.notes (id integer NOT NULL, CONSTRAINT notes_pkey PRIMARY KEY (id))`)\nexport const down = (knex) => knex.raw(`DROP TABLE public.notes`)\n',
    )
    await writeFile(
      join(folder, 'knexfile.mjs'),
      `export default { development: { client: 'pg', connection: ${JSON.stringify(live.url)}, migrations: { directory: 'migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models' } } }`,
    )
  })
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await rm(folder, { recursive: true })
    await live.drop()
  })
  const write = (model: string) => writeFile(join(folder, 'models/index.ts'), model)

  it('checks again when a model changes and when the database does, prints what is new, and ends with Ctrl-C', async () => {
    const { until } = start('check')
    await until('20260101000000_notes.ts')
    await write(MODEL(', body: text()'))
    await until('column body')
    await write(MODEL(''))
    await until('20260101000000_notes.ts')
    const db = await live.connect()
    await db.query('CREATE TABLE by_hand (n int)')
    await until('by_hand')
    expect(await interrupted()).to.equal(0)
  })

  it('holds no session, and goes on when the database is dropped and made again under the same name', async () => {
    const { until } = start('check')
    await until('20260101000000_notes.ts')
    for (const sql of [`DROP DATABASE ${live.name}`, `CREATE DATABASE ${live.name}`])
      await execute({ url: serverUrl() }, sql)
    const again = await live.connect()
    await again.query('CREATE TABLE made_again (n int)')
    await until('made_again')
    expect(await interrupted()).to.equal(0)
  })

  it('checks again when the knexfile changes, or what a model imports from elsewhere', async () => {
    await mkdir(join(folder, 'shared/deep'), { recursive: true })
    const shared = (more: string) =>
      writeFile(join(folder, 'shared/deep/more.ts'), `import { text } from 'knexus'\nexport const more = { ${more} }\n`)
    await shared('')
    await write(`import { more } from '../shared/deep/more.ts'\n${MODEL(', ...more')}`)
    const { until } = start('check')
    await until('20260101000000_notes.ts')
    await shared('body: text()')
    await until('column body')
    const knexfile = await readFile(join(folder, 'knexfile.mjs'), 'utf8')
    await mkdir(join(folder, 'others'))
    await writeFile(join(folder, 'others/index.ts'), MODEL(', title: text()'))
    await writeFile(join(folder, 'knexfile.mjs'), knexfile.replace("'models'", "'others'"))
    await until('column title')
    await writeFile(join(folder, 'others/index.ts'), MODEL(', size: integer()'))
    await until('column size')
    expect(await interrupted()).to.equal(0)
  })

  it('looks again at what was committed while it looked', async () => {
    const { until } = start('check')
    await until('20260101000000_notes.ts')
    // Whoever loads this model changes the database at the very end.
    const commit = `const c = new (require('pg').Client)('${live.url}'); c.connect().then(() => c.query('CREATE TABLE IF NOT EXISTS later (n int)')).then(() => c.end())`
    await write(
      `${MODEL(', body: text()')}import { execFileSync } from 'node:child_process'\nprocess.on('exit', () => execFileSync(process.execPath, ['-e', ${JSON.stringify(commit)}]))\n`,
    )
    await until('column body')
    await until('later')
    expect(await interrupted()).to.equal(0)
  })

  it('prints the files again that generate would write, once for each change of the models, and writes none', async () => {
    const { until } = start('generate', 'add_body')
    await until('Nothing to write.')
    await write(MODEL(', body: text()'))
    const first = await until('DROP COLUMN body')
    expect(first).to.match(/^\/\/ migrations\/\d{14}_add_body\.ts$/m)
    expect(first).to.contain('ADD COLUMN body text')
    // The same file under a later time is nothing new.
    const again = appears('loaded')
    await write(
      `${MODEL(', body: text()')}import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(join(folder, 'loaded'))}, '')\n`,
    )
    await again
    await write(MODEL(', body: text(), size: integer()'))
    const second = await until('ADD COLUMN size integer', 'DROP COLUMN body')
    expect(second.match(/_add_body\.ts$/gm)).to.have.length(1)
    await write(MODEL(''))
    await until('Nothing to write.')
    expect(await interrupted()).to.equal(0)
    expect(await readdir(join(folder, 'migrations'))).to.deep.equal(['20260101000000_notes.ts'])
  })

  /** Runs a command with --watch; `until` waits for what it prints, one text after the other, and gives all that it printed so far. */
  function start(...args: readonly string[]): { readonly until: (...texts: readonly string[]) => Promise<string> } {
    const started = spawn(process.execPath, [join(import.meta.dirname, '../../bin/knexus.js'), ...args, '--watch'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: '' },
    })
    child = started
    let said = ''
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (part) => {
        said += String(part)
        started.emit('said')
      })
    return {
      until: async (...texts) => {
        const signal = AbortSignal.timeout(PATIENCE)
        while (!texts.every((text) => said.includes(text)))
          await once(started, 'said', { signal }).catch(() =>
            expect.fail(`waited for "${texts.join('" and "')}" and saw\n${said}`),
          )
        const all = said
        said = ''
        return all
      },
    }
  }

  /** Ends the command as Ctrl-C does; gives its exit code. */
  async function interrupted(): Promise<number | null> {
    const ended = once(child!, 'exit')
    child!.kill('SIGINT')
    return ((await ended) as [number | null])[0]
  }

  /** Resolves when there is a file of this name in the project. */
  function appears(name: string): Promise<void> {
    return new Promise((resolve) => {
      const watcher = watch(folder, () => {
        if (!existsSync(join(folder, name))) return
        watcher.close()
        resolve()
      })
    })
  }
})
