import { KnexusError } from '../base/errors.ts'
import type { RunOptions } from '../run/runner.ts'
import { textOf, type CommandFile, type Options } from './command.ts'

/** The options of every command that works on a database as its one runner. */
export const RUN_OPTIONS: NonNullable<CommandFile['options']> = [
  ['--dry-run', 'print the statements, and run none of them'],
  ['--single-transaction', 'all or nothing: run everything in one transaction'],
  ['--allow-missing', 'run even if the database has migrations that are not in the folder'],
  ['--no-wait', 'fail at once if another runner is at work'],
  ['--wait-timeout <seconds>', 'how long to wait for another runner (600)'],
  ['--wait-for-database <seconds>', 'how long to wait for a database that does not answer yet (0)'],
  ['--yes', 'do not ask, even if the environment is marked production'],
]

/** What the options say to the runner, over the settings of the knexfile. */
export function runOptions(
  options: Options,
  settings: RunOptions['settings'] = {},
): Pick<RunOptions, 'settings' | 'dryRun' | 'singleTransaction' | 'allowMissing'> {
  const waitTimeout = options['wait'] === false ? 0 : milliseconds(options, 'waitTimeout')
  const databaseTimeout = milliseconds(options, 'waitForDatabase')
  const maxDuration = milliseconds(options, 'maxDuration')
  return {
    settings: {
      ...settings,
      ...(waitTimeout !== undefined && { waitTimeout }),
      ...(databaseTimeout !== undefined && { databaseTimeout }),
      ...(maxDuration !== undefined && { maxDuration }),
    },
    dryRun: options['dryRun'] === true,
    singleTransaction: options['singleTransaction'] === true,
    allowMissing: options['allowMissing'] === true,
  }
}

/** How far to go: `--to`, `--steps`. */
export function reach(options: Options): { readonly to?: string; readonly steps?: number } {
  const to = textOf(options, 'to')
  const steps = count(options, 'steps')
  if (to !== undefined && steps !== undefined)
    throw new KnexusError('bad-option', '--to and --steps cannot be used together.', 'Give one of them.')
  return { ...(to !== undefined && { to }), ...(steps !== undefined && { steps }) }
}

/** A whole number from 1, if the option is given. */
export function count(options: Options, key: string): number | undefined {
  const value = textOf(options, key)
  if (value === undefined) return undefined
  if (!/^[1-9]\d*$/.test(value))
    throw new KnexusError('bad-option', `--${key} ${value} is not a positive whole number.`, 'Give a number.')
  return Number(value)
}

function milliseconds(options: Options, key: string): number | undefined {
  const value = textOf(options, key)
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new KnexusError('bad-option', `${value} is not a number of seconds.`, 'Give 0 or more seconds.')
  return seconds * 1_000
}
