import { Command } from 'commander'
import { KnexusError } from '../base/errors.ts'
import { packageVersion } from '../modules/package.ts'
import type { CommandFile, Options } from './command.ts'
import { Context } from './context.ts'
import { report } from './report.ts'

/** Every command: one file each, loaded when it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: CommandFile }>>> = {
  init: () => import('./init.ts'),
  generate: () => import('./generate.ts'),
  check: () => import('./check.ts'),
  diff: () => import('./diff.ts'),
  pull: () => import('./pull.ts'),
  adopt: () => import('./adopt.ts'),
  up: () => import('./up.ts'),
  down: () => import('./down.ts'),
  status: () => import('./status.ts'),
  doctor: () => import('./doctor.ts'),
  lint: () => import('./lint.ts'),
  verify: () => import('./verify.ts'),
  'test-db': () => import('./test-db.ts'),
  fleet: () => import('./fleet.ts'),
  squash: () => import('./squash.ts'),
  sql: () => import('./sql.ts'),
  seed: () => import('./seed.ts'),
  redo: () => import('./redo.ts'),
  stamp: () => import('./stamp.ts'),
  show: () => import('./show.ts'),
  history: () => import('./history.ts'),
}

/** Runs the command line. Answers with the exit code: 0 done or yes, 1 no, 2 failed. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('knexus')
    .description('Declare tables once in TypeScript; get proven, plain Knex migrations for PostgreSQL.')
    .option('--env <name>', 'the environment of the knexfile (else NODE_ENV, else development)')
    .option('--knexfile <file>', 'the knexfile (else the nearest one upwards)')
    .option('--shadow <place>', 'where to try things: a postgres:// URL, or embedded')
    .option('--json', 'print data as JSON')
    .version(packageVersion(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
  for (const stream of [process.stdout, process.stderr]) stream.on('error', deaf)
  const asked = argv.find((word) => Object.hasOwn(COMMANDS, word))
  let code = 0
  for (const [name, load] of Object.entries(COMMANDS)) {
    if (asked !== undefined && name !== asked) continue
    const { command } = await load()
    add(program, name, command, (result) => {
      code = result
    })
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    const used = program.commands.find((command) => command.name() === asked) ?? program
    const name = used === program ? 'knexus' : `knexus ${used.name()}`
    return report(error, argv.includes('--json'), `Usage: ${name} ${used.usage()}; \`${name} --help\` says more.`)
  }
}

/** Who reads has gone, as `head` does: the work goes on without being told of. */
function deaf(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function add(program: Command, name: string, file: CommandFile, done: (code: number) => void): void {
  const command = program
    .command(name)
    .description(file.summary)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  for (const [syntax, meaning] of file.arguments ?? []) command.argument(syntax, meaning)
  for (const [syntax, meaning] of file.options ?? []) command.option(syntax, meaning)
  if (file.examples) command.addHelpText('after', `\nExamples:\n${file.examples.map((line) => `  ${line}`).join('\n')}`)
  command.action(async () => {
    const options = command.optsWithGlobals<Options>()
    const context = new Context({
      env: string(options['env']),
      knexfile: string(options['knexfile']),
      shadow: string(options['shadow']),
      json: options['json'] === true,
    })
    done(await context.during(() => file.run(context, command.args, options)))
  })
}

function string(value: unknown): string | undefined {
  if (value === '')
    throw new KnexusError('bad-option', 'An option was given an empty value.', 'Give it a value, or leave it out.')
  return typeof value === 'string' ? value : undefined
}
