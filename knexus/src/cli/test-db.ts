import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { KnexusError } from '../base/errors.ts'
import { testDatabase } from '../testing.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  arguments: [['[command...]', 'what to run, after --; without it the URL is printed, and Ctrl-C drops the database']],
  options: [['--variable <name>', 'the environment variable that holds the URL (DATABASE_URL)']],
  exits: [
    ['0', 'the command succeeded'],
    ['1', 'or any other code: what the command exited with'],
  ],
  examples: ['npx knexus test-db -- npm test', 'npx knexus test-db --env test --variable TEST_DATABASE_URL -- pytest'],
  async run(context, [program, ...args], options) {
    const project = await context.project()
    await using db = await testDatabase({
      knexfile: project.knexfile,
      env: project.environment,
      ...context.shadowIfNamed(),
    })
    if (db.url === undefined)
      throw new KnexusError(
        'no-test-database',
        'The database is embedded in this process, so no other process can use it.',
        'Name a server with --shadow postgres://..., or use testDatabase() of knexus/testing.',
      )
    if (program === undefined) {
      context.print(`${db.url}\n`, { url: db.url })
      await interrupted()
      return 0
    }
    return await runWith(program, args, { [textOf(options, 'variable') ?? 'DATABASE_URL']: db.url })
  },
}

/** Waits for Ctrl-C, or for the end of whoever started this. */
async function interrupted(): Promise<void> {
  const hold = setInterval(() => undefined, 2 ** 30)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  clearInterval(hold)
}

/** Runs a command, which gets the signals of the terminal itself. Answers with its exit code, as a shell does. */
async function runWith(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const wait = () => undefined
  process.on('SIGINT', wait).on('SIGTERM', wait)
  try {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } })
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return code ?? 128 + (signal ? constants.signals[signal] : 0)
  } catch (error) {
    throw new KnexusError(
      'no-such-program',
      `${program} cannot be run: ${error instanceof Error ? error.message : String(error)}`,
      'Name a program that is on the PATH, as in `knexus test-db -- npm test`.',
      { cause: error },
    )
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', wait)
  }
}
