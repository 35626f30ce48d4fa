import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { database, type TestDatabase } from '../support/server.ts'

const root = resolve(import.meta.dirname, '../../..')
const TABLES = 'CREATE SCHEMA audit; CREATE TABLE audit.log (id int); CREATE TABLE users (id int PRIMARY KEY)'
const KNEXFILE = `{ client: 'pg', connection: process.env.INIT_URL, migrations: { directory: './db/migrations' } }`
const migration = (table: string, style: 'cjs' | 'esm') => {
  const up = `(knex) => knex.schema.createTable('${table}', (t) => { t.increments(); t.string('name').notNullable() })`
  const down = `(knex) => knex.schema.dropTable('${table}')`
  return style === 'cjs'
    ? `exports.up = ${up}\nexports.down = ${down}\n`
    : `export const up = ${up}\nexport const down = ${down}\n`
}

interface Door {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** Where the commands run, below the top. */
  readonly folder?: string
  readonly sql?: string
  /** No database answers while `init` looks. */
  readonly unreachable?: true
  readonly migrate?: true
  /** What `init` writes. */
  readonly writes: readonly string[]
  /** A file that it writes, and what stands in it. */
  readonly holds?: readonly [file: string, text: string]
  /** What it says, among the rest. */
  readonly says: readonly string[]
  readonly next: readonly (readonly string[])[]
}

const CHECKED = [['adopt'], ['check']] as const

const doors: readonly Door[] = [
  {
    name: 'an existing project in CommonJS with two migrations and two tables',
    files: {
      'package.json': '{ "name": "theirs" }',
      'knexfile.js': `module.exports = { development: ${KNEXFILE} }`,
      'db/migrations/20240101000000_users.js': migration('users', 'cjs'),
      'db/migrations/20240102000000_posts.js': migration('posts', 'cjs'),
    },
    migrate: true,
    writes: [],
    says: ['2 migrations, 2 tables in the database', 'Next: npx knexus adopt'],
    next: CHECKED,
  },
  {
    name: 'an existing project in TypeScript and ES modules, with yarn',
    files: {
      'package.json': '{ "name": "theirs", "type": "module" }',
      'yarn.lock': '',
      'knexfile.ts': `export default { development: ${KNEXFILE} }`,
      'db/migrations/20240101000000_users.ts': migration('users', 'esm'),
      'db/migrations/20240102000000_posts.ts': migration('posts', 'esm'),
    },
    writes: [],
    says: ['2 migrations, 0 tables in the database', 'Next: yarn knexus up, then yarn knexus adopt'],
    next: [['up'], ...CHECKED],
  },
  {
    name: 'a package of a monorepo, whose lock file is at the top',
    files: {
      'package.json': '{ "name": "all", "private": true }',
      'pnpm-lock.yaml': '',
      'apps/api/package.json': '{ "name": "api" }',
    },
    folder: 'apps/api',
    sql: TABLES,
    writes: ['knexfile.js', 'migrations/.gitkeep'],
    says: ['Next: pnpm exec knexus adopt'],
    next: CHECKED,
  },
  {
    name: 'an old database without migrations',
    files: { 'package.json': '{ "name": "theirs" }', 'tsconfig.json': '{}' },
    sql: TABLES,
    writes: ['knexfile.mjs', 'migrations/.gitkeep'],
    says: ['Next: npx knexus adopt'],
    next: CHECKED,
  },
  {
    name: 'an old database that does not answer yet: the example makes room',
    files: { 'package.json': '{ "name": "theirs" }', 'tsconfig.json': '{}' },
    sql: TABLES,
    unreachable: true,
    writes: ['knexfile.mjs', 'migrations/.gitkeep', 'models/notes.ts'],
    says: ['Set DB_HOST', 'npx knexus adopt'],
    next: CHECKED,
  },
  {
    name: 'an old database whose extensions, types and functions have namespaces of their own',
    files: { 'package.json': '{ "name": "theirs" }', 'tsconfig.json': '{}' },
    sql: `CREATE SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions; CREATE SCHEMA types; CREATE TYPE types.mood AS ENUM ('up');
      CREATE SCHEMA code; CREATE FUNCTION code.one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SCHEMA nothing;
      CREATE TABLE t (id uuid DEFAULT extensions.gen_random_uuid() PRIMARY KEY, m types.mood)`,
    writes: ['knexfile.mjs', 'migrations/.gitkeep'],
    says: ['Next: npx knexus adopt'],
    holds: ['knexfile.mjs', `schemas: ['public', 'code', 'extensions', 'types']`],
    next: CHECKED,
  },
  {
    name: 'a new project in TypeScript',
    files: { 'package.json': '{ "name": "mine" }', 'tsconfig.json': '{}' },
    writes: ['knexfile.mjs', 'migrations/.gitkeep', 'models/notes.ts'],
    says: ['Next: npx knexus generate create_notes, then npx knexus up'],
    next: [['generate', 'create_notes'], ['up'], ['check']],
  },
  {
    name: 'a new project in JavaScript and ES modules',
    files: { 'package.json': '{ "name": "mine", "type": "module" }' },
    writes: ['knexfile.js', 'migrations/.gitkeep', 'models/notes.js'],
    says: ['Next: npx knexus generate create_notes, then npx knexus up'],
    next: [['generate', 'create_notes'], ['up'], ['check']],
  },
  {
    name: 'a new project in JavaScript and CommonJS',
    files: { 'package.json': '{ "name": "mine", "type": "commonjs" }' },
    writes: ['knexfile.js', 'migrations/.gitkeep', 'models/notes.js'],
    says: ['Next: npx knexus generate create_notes, then npx knexus up'],
    next: [['generate', 'create_notes'], ['up'], ['check']],
  },
]

describe('init looks at the project first:', function () {
  this.timeout(180_000)
  let folder: string
  let live: TestDatabase
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-init-'))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  async function write(files: Door['files']): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  }

  async function run(cwd: string, args: readonly string[], url: string, bin = 'knexus/bin/knexus.js') {
    const { hostname, port, username, password, pathname } = new URL(url)
    const env = {
      ...process.env,
      INIT_URL: url,
      DB_HOST: hostname,
      DB_PORT: port,
      DB_USER: username,
      DB_PASSWORD: password,
      DB_NAME: pathname.slice(1),
      NODE_ENV: '',
    }
    return promisify(execFile)(process.execPath, [join(root, bin), ...args], { cwd, env }).then(
      (told) => ({ ...told, code: 0 }),
      (error: unknown) => error as { stdout: string; stderr: string; code: number },
    )
  }

  for (const door of doors) {
    it(door.name, async () => {
      live = await database(door.sql)
      try {
        await write(door.files)
        const cwd = join(folder, door.folder ?? '.')
        if (door.migrate) await run(cwd, ['migrate:latest'], live.url, 'node_modules/knex/bin/cli.js')
        const before = await filesIn(cwd)
        const nowhere = new URL(live.url)
        nowhere.port = '1'
        const init = await run(cwd, ['init'], door.unreachable ? nowhere.href : live.url)
        expect(init.code, init.stderr).to.equal(0)
        const added = (await filesIn(cwd)).filter((file) => !before.includes(file))
        expect(added).to.deep.equal(door.writes)
        if (door.holds) expect(await readFile(join(cwd, door.holds[0]), 'utf8')).to.contain(door.holds[1])
        for (const words of door.says) expect(init.stderr).to.contain(words)
        if (before.some((file) => file.startsWith('knexfile'))) expect(init.stderr).not.to.contain('DB_')
        expect(init.stderr, 'every package is there').not.to.contain('Install')
        const again = await run(cwd, ['init'], live.url)
        expect(again.stdout, 'the second time there is nothing to do').to.equal('')
        for (const words of door.next) {
          const { code, stderr } = await run(cwd, words, live.url)
          expect(code, `${words.join(' ')}: ${stderr}`).to.equal(0)
        }
      } finally {
        await live.drop()
      }
    })
  }

  it('refuses another client by its name', async () => {
    await write({ 'package.json': '{}', 'knexfile.js': `module.exports = { client: 'mysql2', connection: {} }` })
    const { code, stderr } = await run(folder, ['init'], 'postgres://nobody@127.0.0.1:1/none')
    expect(stderr).to.contain('error not-postgres').and.contain('"mysql2"')
    expect(code).to.equal(2)
  })

  it('names a knexfile that stands deeper', async () => {
    await write({ 'package.json': '{}', 'src/db/knexfile.js': 'module.exports = {}' })
    const { code, stderr } = await run(folder, ['init'], 'postgres://nobody@127.0.0.1:1/none')
    expect(stderr).to.contain('error knexfile-elsewhere').and.contain('--knexfile src/db/knexfile.js')
    expect(code).to.equal(2)
  })
})

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
