import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { config } from 'chai'
import { database, type TestDatabase } from './server.ts'

// What a command printed is shown whole where it is not as expected.
config.truncateThreshold = 0

const root = resolve(import.meta.dirname, '../../..')

/** What a command printed, and how it ended. */
export interface Ended {
  readonly exit: number
  readonly out: string
  readonly err: string
  /** Both. */
  readonly all: string
}

/** A project on disk with a database of its own, in which commands are run as people type them. */
export interface CommandProject {
  readonly folder: string
  readonly live: TestDatabase
  knexus(...args: readonly string[]): Promise<Ended>
  /** The same, in a folder of the project, or in any other one by its whole path. */
  in(folder: string, ...args: readonly string[]): Promise<Ended>
  /** Plain Knex. */
  knex(...args: readonly string[]): Promise<Ended>
  write(files: Readonly<Record<string, string>>): Promise<void>
  read(name: string): Promise<string>
  list(folder: string): Promise<string[]>
  drop(): Promise<void>
}

/** A knexfile in JavaScript that says where the database is; `settings` are more lines of its environment. */
export function knexfile(settings = ''): string {
  return `export default { development: { client: 'pg', connection: process.env.COMMAND_URL, ${settings} } }\n`
}

/** A project as `commandProject` makes it, for functions of the package that are called in this process. */
export async function projectHere(files?: Readonly<Record<string, string>>): Promise<CommandProject> {
  const project = await commandProject(files)
  const before = process.env['COMMAND_URL']
  process.env['COMMAND_URL'] = project.live.url
  return {
    ...project,
    async drop() {
      if (before === undefined) delete process.env['COMMAND_URL']
      else process.env['COMMAND_URL'] = before
      await project.drop()
    },
  }
}

/** Makes a project of some files: `models/` and `migrations/` are there, and a knexfile where none is given. */
export async function commandProject(files: Readonly<Record<string, string>> = {}): Promise<CommandProject> {
  const live = await database()
  // Inside of this repository, so that the packages are found.
  const folder = await mkdtemp(join(import.meta.dirname, '../.command-'))
  const run = (program: string, args: readonly string[], cwd = folder) =>
    new Promise<Ended>((done) => {
      const env = { ...process.env, NODE_ENV: '', NO_COLOR: '1', COMMAND_URL: live.url }
      execFile(process.execPath, [join(root, program), ...args], { cwd, env }, (error, out, err) =>
        done({ exit: error ? Number(error.code ?? 1) : 0, out, err, all: out + err }),
      )
    })
  const write: CommandProject['write'] = async (more) => {
    for (const [name, text] of Object.entries(more)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
  }
  for (const name of ['models', 'migrations']) await mkdir(join(folder, name))
  await write({ 'package.json': '{ "type": "module" }', 'knexfile.mjs': knexfile(), ...files })
  return {
    folder,
    live,
    knexus: (...args) => run('knexus/bin/knexus.js', args),
    in: (where, ...args) => run('knexus/bin/knexus.js', args, resolve(folder, where)),
    knex: (...args) => run('node_modules/knex/bin/cli.js', args),
    write,
    read: (name) => readFile(join(folder, name), 'utf8'),
    list: async (name) => (await readdir(join(folder, name))).sort(),
    async drop() {
      await rm(folder, { recursive: true })
      await live.drop()
    },
  }
}
