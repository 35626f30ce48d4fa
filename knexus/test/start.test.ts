import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Context } from 'mocha'
import { leaveOut } from './support/leave-out.ts'
import { sampled } from './support/sample.ts'
import { execute, serverUrl } from './support/server.ts'
import { tarball } from './support/tarball.ts'
import { matches, stepsOf, take, type Desk } from './support/transcript.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** A page as a reader with another project would follow it. */
interface Walk {
  readonly name: string
  readonly page: string
  /** The database is there when the reader begins, and was made by this file of docs/start/old-database.md. */
  readonly database?: 'empty' | 'legacy.sql'
  /** What is otherwise in that project, as replacements in the text of the page. */
  readonly instead?: readonly (readonly [pattern: RegExp, text: string])[]
  /** Files that are there beside those of the page. */
  readonly files?: Readonly<Record<string, string>>
  /** Where the reader sits, below the top. */
  readonly folder?: string
  /** The reader has a clone of this repository. */
  readonly cloned?: true
}

const MODULES = [
  [/module\.exports = /g, 'export default '],
  [/exports\.(up|down) = \(knex\)/g, 'export const $1 = (knex)'],
  [/"name": "shop"/, '"type": "module", $&'],
] as const
const TYPESCRIPT = [
  ...MODULES,
  [/(\d{14}_\w+|…_\w+)\.js/g, '$1.ts'],
  [/\(knex\) =>/g, "(knex: import('knex').Knex) =>"],
  [/knexfile\.js/g, 'knexfile.ts'],
  [/models\/users\.js/g, 'models/users.ts'],
  // Knex itself cannot open a knexfile in TypeScript; `knexus` can.
  [/npx knex migrate:latest\n[\s\S]*?Batch 1 run: 2 migrations/, 'yarn add knexus\n…\n$ npx knexus up\n…'],
] as const

const walks: readonly Walk[] = [
  { name: 'a new project', page: 'docs/start/new-project.md' },
  { name: 'an old database', page: 'docs/start/old-database.md', database: 'legacy.sql' },
  { name: 'an old database, told shorter', page: 'docs/adopting.md', database: 'legacy.sql' },
  { name: 'the package', page: 'knexus/README.md' },
  { name: 'a project in CommonJS with npm', page: 'docs/start/existing-knex-project.md', database: 'empty' },
  {
    name: 'a project in ES modules with pnpm',
    page: 'docs/start/existing-knex-project.md',
    database: 'empty',
    instead: [...MODULES, [/^\$ npm install/gm, '$ pnpm add'], [/npx /g, 'pnpm exec ']],
  },
  {
    name: 'a project in TypeScript with yarn',
    page: 'docs/start/existing-knex-project.md',
    database: 'empty',
    instead: [...TYPESCRIPT, [/^\$ npm install/gm, '$ yarn add'], [/npx /g, 'yarn ']],
    files: { 'tsconfig.json': '{}' },
  },
  {
    name: 'a package of an npm workspace',
    page: 'docs/start/existing-knex-project.md',
    database: 'empty',
    files: { '../../package.json': '{ "name": "all", "private": true, "workspaces": ["apps/*"] }' },
    folder: 'apps/api',
  },
  { name: 'the repository', page: 'docs/start/this-stack.md', cloned: true },
  { name: 'the repository', page: 'README.md', cloned: true },
]

describe('the pages for beginners, from the packed tarball in an empty folder:', function () {
  this.timeout(900_000)
  let folder: string
  let archive: string
  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'knexus-start-'))
    const managers = ['pnpm@10.34.9', 'yarn@1.22.22']
    const there = await run('npm', ['install', '--prefix', join(folder, 'managers'), ...managers]).catch(
      () => undefined,
    )
    leaveOut(this, there ? undefined : 'needs a registry of packages')
    archive = await tarball(join(folder, 'pack'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const walk of sampled('START_SAMPLE', 1, walks))
    it(`${walk.page}: ${walk.name}`, async function () {
      await (walk.cloned ? followInClone(this, walk) : followInProject(walk))
    })

  async function followInProject({ name, page, database, instead = [], files = {}, folder: place = '.' }: Walk) {
    const text = instead.reduce(
      (told, [pattern, given]) => told.replaceAll(new RegExp(pattern, 'gm'), given),
      await readFile(join(root, page), 'utf8'),
    )
    const desk = { folder: join(folder, name.replaceAll(' ', '-'), place), env: environment(name) }
    await mkdir(desk.folder, { recursive: true })
    for (const [path, content] of Object.entries(files)) await writeFile(join(desk.folder, path), content)
    if (database) await create(desk, database)
    try {
      await follow(text, desk)
    } finally {
      for (const copy of ['', '_copy'])
        await execute({ url: serverUrl() }, `DROP DATABASE IF EXISTS ${desk.env.DB_NAME}${copy} WITH (FORCE)`)
    }
  }

  async function followInClone(test: Context, { page }: Walk) {
    leaveOut(
      test,
      await run('make', ['--version']).then(
        () => undefined,
        () => 'needs make',
      ),
    )
    const copy = join(folder, page.replaceAll('/', '-'))
    await clone(copy)
    await follow(await readFile(join(root, page), 'utf8'), { folder: copy, env: environment('clone') })
    expect(existsSync(join(root, 'node_modules', LOCK)), 'the packages here are still there').to.equal(true)
  }

  /** Does what a page says, in order, and compares what is printed. */
  async function follow(text: string, desk: Desk): Promise<void> {
    const [printed, expected]: [string[], string[]] = [[], []]
    for (const step of stepsOf(text)) {
      if ('text' in step) {
        await take(step, desk)
        continue
      }
      const output = await take(step.step === 'run' ? { ...step, command: fromTarball(step.command) } : step, desk)
      const head = step.step === 'run' ? `$ ${step.command}` : step.file
      expected.push(`${head}\n${step.expected}`)
      printed.push(`${head}\n${matches(output, step.expected) ? step.expected : output}`)
    }
    expect(printed.join('\n')).to.equal(expected.join('\n'))
  }

  /** The package comes from the tarball and not from a registry. */
  function fromTarball(command: string): string {
    return command.replace(/^((?:npm install|pnpm add|yarn add) (?:.* )?)knexus$/, (_, rest: string) => rest + archive)
  }

  /** What a person's shell has: no package of this checkout on the PATH, and nothing that npm and make said to the tests. */
  function environment(name: string): NodeJS.ProcessEnv {
    const url = new URL(serverUrl())
    const own = Object.entries(process.env).filter(([key]) => !/^(?:npm_|MAKE|MFLAGS$|NODE_ENV$|INIT_CWD$)/i.test(key))
    const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
    return {
      ...Object.fromEntries(own),
      PATH: [...path, join(folder, 'managers/node_modules/.bin')].join(delimiter),
      NO_COLOR: '1',
      YARN_SILENT: '1',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      DB_HOST: url.hostname,
      DB_PORT: url.port,
      DB_USER: decodeURIComponent(url.username),
      DB_PASSWORD: decodeURIComponent(url.password),
      DB_NAME: `start_${process.pid.toString(36)}_${name.replaceAll(/\W/g, '_')}`.toLowerCase().slice(0, 50),
    }
  }
})

/** The files of this repository, with its packages: `npm ci` empties the folder of packages, so that the copy has one of its own, which holds links. */
async function clone(copy: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const file of stdout.split('\0').slice(0, -1)) {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await cp(join(root, file), join(copy, file), { preserveTimestamps: true })
  }
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')]
  await mkdir(to)
  for (const entry of await readdir(from, { withFileTypes: true }))
    await symlink(
      // The packages of the workspace are those of the copy.
      entry.isSymbolicLink() ? await readlink(join(from, entry.name)) : join(from, entry.name),
      join(to, entry.name),
    )
  // Its time says that nothing needs to be installed, whatever the one here says.
  await rm(join(to, LOCK), { force: true })
  await cp(join(from, LOCK), join(to, LOCK))
}

/** What npm writes last when it installs. */
const LOCK = '.package-lock.json'

/** Makes the database that the reader has, with what its page says is in it. */
async function create({ env }: Desk, holding: 'empty' | 'legacy.sql'): Promise<void> {
  await execute({ url: serverUrl() }, `CREATE DATABASE ${env.DB_NAME}`)
  const page = await readFile(join(root, 'docs/start/old-database.md'), 'utf8')
  const sql = stepsOf(page).find((step) => step.step === 'write' && step.file === holding)
  const url = new URL(serverUrl())
  url.pathname = `/${env.DB_NAME}`
  if (sql?.step === 'write') await execute({ url: url.href }, sql.text)
}
