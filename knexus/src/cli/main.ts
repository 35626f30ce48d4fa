import { Console } from 'node:console'
import { Command } from 'commander'
import { packageVersion } from '../modules/package.ts'
import type { CommandFile } from './command.ts'
import { describe } from './describe.ts'
import { report } from './report.ts'

/** Every command: what it does, in one line of the help, and its file, which is loaded when it is called. */
export const COMMANDS: Readonly<
  Record<string, readonly [summary: string, load: () => Promise<{ readonly command: CommandFile }>]>
> = {
  init: [
    'set up a project for knexus: look at what it has, add what is missing, and say what to type next',
    () => import('./init.ts'),
  ],
  adopt: [
    'take over a live database: write its models and a baseline migration, and record that as already run',
    () => import('./adopt.ts'),
  ],
  pull: [
    'write a database, or any other source, as model files, and prove that they build it',
    () => import('./pull.ts'),
  ],
  generate: [
    'write the difference between the models and the migrations as a proven migration',
    () => import('./generate.ts'),
  ],
  check: ['do the models, the migrations and the live database agree?', () => import('./check.ts')],
  diff: ['show what turns one schema into another, as a list or as a script for psql', () => import('./diff.ts')],
  up: ['run the pending migrations, each in a transaction of its own', () => import('./up.ts')],
  down: ['undo migrations, the newest first: the last batch, or as many as the options say', () => import('./down.ts')],
  redo: ['undo the newest migration and run it again', () => import('./redo.ts')],
  status: [
    'list every migration and its state: applied, pending, missing on disk, edited since applied, or unknown',
    () => import('./status.ts'),
  ],
  history: ['show what was run and undone, when, by whom, and in which batch', () => import('./history.ts')],
  show: ['show everything about one migration: its state, its statements, its receipts', () => import('./show.ts')],
  stamp: [
    'change the history without running anything, for a database that was built by other means',
    () => import('./stamp.ts'),
  ],
  seed: ['run the seeds, all in one transaction', () => import('./seed.ts')],
  lint: ['run migrations on a shadow and report what is dangerous about them', () => import('./lint.ts')],
  verify: [
    'run migrations up, down and up again on a shadow with rows, and report what does not come back',
    () => import('./verify.ts'),
  ],
  review: [
    'show the reviewer of a pull request what it does to the database: as a page, a comment, or data',
    () => import('./review.ts'),
  ],
  stats: [
    'show how large and how busy the tables of the database are, so that lint and review can weigh their findings',
    () => import('./stats.ts'),
  ],
  diagram: [
    'draw the tables and their references: as a page to search and zoom, a picture, or text for other tools',
    () => import('./diagram.ts'),
  ],
  sql: ['write the migrations as a script for psql, and run nothing', () => import('./sql.ts')],
  squash: [
    'replace many migrations with one baseline that is proved to build the same; ' +
      'databases that have run only some of them can still catch up',
    () => import('./squash.ts'),
  ],
  fleet: [
    'run the pending migrations of many databases or schemas, or show which are behind or different',
    () => import('./fleet.ts'),
  ],
  purge: ['permanently remove the tables and columns that `generate --archive` kept', () => import('./purge.ts')],
  'test-db': ['make a migrated database for tests, run a command with it, and drop it', () => import('./test-db.ts')],
  doctor: [
    'why does it not work? check everything from the knexfile to the database, and say what to do',
    () => import('./doctor.ts'),
  ],
  completion: ['print the script that makes a shell complete commands and options', () => import('./completion.ts')],
  mcp: [
    'serve the commands that run no migration as tools for an agent, over standard input and output (Model Context Protocol)',
    () => import('./mcp.ts'),
  ],
}

/** Every command with the options it takes, for a shell that completes them. */
export async function commandWords(): Promise<ReadonlyMap<string, readonly string[]>> {
  const common = program().options
  const described = Object.entries(COMMANDS).map(async ([name, [, load]]) => {
    const command = new Command(name)
    describe(command, (await load()).command, () => undefined)
    return [name, [...command.options, ...common].flatMap(({ long }) => long ?? [])] as const
  })
  return new Map(await Promise.all(described))
}

/** The command line without its commands: its description, and the options that all of them have. */
export function program(): Command {
  return new Command('knexus')
    .description('Declare tables once in TypeScript; get proven, plain Knex migrations for PostgreSQL.')
    .option('--env <name>', 'the environment of the knexfile (else NODE_ENV, else development)')
    .option('--knexfile <file>', 'the knexfile (else the nearest one upwards)')
    .option('--shadow <place>', 'where to try things: a postgres:// URL, or embedded')
    .option('--json', 'print data as JSON')
    .version(packageVersion(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
}

/** Runs the command line. Answers with the exit code: 0 done or yes, 1 no, 2 failed, 3 a question. */
export async function main(argv: readonly string[]): Promise<number> {
  const top = program()
  for (const stream of [process.stdout, process.stderr]) stream.on('error', deaf)
  // What the files of a project print is not what the command was asked for.
  globalThis.console = new Console(process.stderr)
  const commands = new Map(
    Object.entries(COMMANDS).map(([name, [summary]]) => [name, top.command(name).description(summary)]),
  )
  let code = 0
  let used = top
  try {
    const [first = '', second = ''] = top.parseOptions([...argv]).operands
    const asked = first === 'help' ? second : first
    const command = commands.get(asked)
    if (command) {
      used = command
      describe(used, (await COMMANDS[asked]![1]()).command, (result) => {
        code = result
      })
    }
    await top.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    const name = used === top ? 'knexus' : `knexus ${used.name()}`
    return report(error, argv.includes('--json'), `Usage: ${name} ${used.usage()}; \`${name} --help\` says more.`)
  }
}

/** Who reads has gone, as `head` does: the work goes on without being told of. */
function deaf(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
