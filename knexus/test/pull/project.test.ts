import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { pgDump } from '../support/dump.ts'
import { database, serverFacts, type TestDatabase } from '../support/server.ts'
import { register } from './fixture.ts'

const root = resolve(import.meta.dirname, '../../..')

/** Somebody's npm project, in which the package is installed. */
describe('in a project of somebody else', function () {
  this.timeout(600_000)
  let folder = ''
  let base: TestDatabase
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-project-'))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, 'package.json'), '{\n\t"name": "theirs",\n\t"scripts": { "db:up": "mine" }\n}\n')
    base = await database(register)
  })
  afterEach(async () => {
    await base.drop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs a command in the project on a database: its output, its messages and its exit code. */
  async function run(tool: 'knex' | 'knexus', args: readonly string[], url = base.url) {
    const { hostname, port, username, password, pathname } = new URL(url)
    const env = {
      ...process.env,
      DB_HOST: hostname,
      DB_PORT: port,
      DB_USER: username,
      DB_PASSWORD: password,
      DB_NAME: pathname.slice(1),
      NODE_ENV: 'development',
      LOG_FORMAT: 'json',
    }
    const bin = tool === 'knex' ? join(root, 'node_modules/knex/bin/cli.js') : join(root, 'knexus/bin/knexus.js')
    return promisify(execFile)(process.execPath, [bin, ...args], { cwd: folder, env }).then(
      ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
      (error: unknown) => {
        const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
        return { stdout, stderr, code }
      },
    )
  }

  it('init writes what is missing, and the loop turns with plain knex', async () => {
    await mkdir(join(folder, 'models'))
    await writeFile(
      join(folder, 'models/notes.ts'),
      "import { table, text } from 'knexus'\nexport const mine = table('mine', { a: text() })\n",
    )
    expect((await run('knexus', ['init'])).code).to.equal(0)
    expect(await readFile(join(folder, 'models/notes.ts'), 'utf8'), 'a file that was there').to.include('mine')
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
      .to.deep.include({ name: 'theirs' })
      .and.nested.include({ 'scripts.db:up': 'mine', 'scripts.db:check': 'knexus check' })
    const again = await run('knexus', ['init'])
    expect(again.stdout.trim(), 'the second time there is nothing to do').to.equal('')

    const empty = await database()
    expect(await run('knexus', ['generate', 'mine'], empty.url)).to.include({ code: 0 })
    const latest = await run('knex', ['migrate:latest'], empty.url)
    expect(latest.stdout, latest.stderr).to.include('Batch 1 run: 1 migrations')
    expect(await run('knexus', ['check'], empty.url)).to.include({ code: 0 })
  })

  it('adopt writes models and a baseline that a fresh database runs, and records it as run', async () => {
    await writeFile(join(folder, 'tsconfig.json'), '{}')
    await run('knexus', ['init'])
    const before = serverFacts().dumps >= serverFacts().major ? await pgDump(base.url) : undefined
    const adopted = await run('knexus', ['adopt'])
    expect(adopted, adopted.stderr).to.include({ code: 0 })
    expect(await readdir(join(folder, 'models'))).to.include('studies.ts')
    const baseline = (await readdir(join(folder, 'migrations'))).find((name) => name.endsWith('.ts'))
    expect(baseline).to.match(/^\d{14}_baseline\.ts$/)
    expect((await run('knex', ['migrate:list'])).stdout).to.include('No Pending Migration files Found')
    expect(await run('knexus', ['check'])).to.include({ code: 0 })
    if (before) expect(await pgDump(base.url, BOOKS), 'the database itself stays as it is').to.deep.equal(before)

    const fresh = await database()
    const latest = await run('knex', ['migrate:latest'], fresh.url)
    expect(latest.stdout, latest.stderr).to.include('Batch 1 run')
    if (before) expect(await pgDump(fresh.url, BOOKS), 'a fresh database becomes the same').to.deep.equal(before)
    const again = await run('knexus', ['adopt'])
    expect(again.stderr, again.stdout).to.include('No baseline is needed')
    expect(again.code).to.equal(0)
  })

  it('adopt refuses a history that builds something else, and writes nothing', async () => {
    await writeFile(join(folder, 'tsconfig.json'), '{}')
    await run('knexus', ['init'])
    await writeFile(
      join(folder, 'migrations/20200101000000_other.ts'),
      'export const up = async (knex) => { await knex.raw("CREATE TABLE other (a int)") }\n',
    )
    const { code, stderr } = await run('knexus', ['adopt'])
    expect(stderr).to.include('history-differs').and.include('TABLE public.other')
    expect(code).to.equal(2)
    expect(existsSync(join(folder, 'models'))).to.equal(false)
  })

  it('pull writes a source whose diff is empty, and overwrites nothing unless it is told to', async () => {
    await run('knexus', ['init'])
    await writeFile(join(folder, 'schema.sql'), register)
    expect(await run('knexus', ['pull', '--from', 'schema.sql', '--out', 'pulled', '--shadow', base.url])).to.include({
      code: 0,
    })
    const diff = await run('knexus', ['diff', '--from', 'db', '--to', 'models:pulled', '--exit-code'])
    expect(diff, diff.stdout).to.include({ code: 0, stdout: '' })
    await (await base.connect()).query("CREATE CONVERSION odd FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8")
    expect(await run('knexus', ['diff', '--from', 'db', '--to', 'db', '--exit-code'])).to.include({
      code: 0,
      stdout: 'Not managed:\n  CONVERSION public.odd\n',
    })
    const again = await run('knexus', ['pull', '--from', 'db', '--out', 'pulled'])
    expect(again.stderr).to.include('files-there')
    expect(again.code).to.equal(2)
    expect(await run('knexus', ['pull', '--from', 'db', '--out', 'pulled', '--force'])).to.include({ code: 0 })
  })
})

/** Knex's tables and the runner's are no part of the schema. */
const BOOKS = ['knex_migrations', 'knex_migrations_lock', 'knexus_journal'].flatMap((table) => [
  '--exclude-table',
  `public.${table}*`,
])
