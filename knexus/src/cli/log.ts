import { KnexusError } from '../base/errors.ts'
import { styled } from './style.ts'

/** The log of a command. `details` are the fields of a JSON line; a person reads the message alone. */
export interface Logger {
  debug(message: string, details?: object): void
  info(message: string, details?: object): void
  warn(message: string, details?: object): void
}

/** The numbers that pino gives its levels, which readers of JSON logs know. */
const LEVELS: Readonly<Record<string, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Infinity,
}

/**
 * The log of a command, on standard error. LOG_FORMAT=json for lines of JSON (`level`, `time` in milliseconds, the
 * details, `msg`), LOG_LEVEL for less or more. Throws `bad-settings` for a level that does not exist.
 */
export function createLog(): Logger {
  const name = process.env['LOG_LEVEL'] || 'info'
  const least = LEVELS[name]
  if (least === undefined)
    throw new KnexusError(
      'bad-settings',
      `LOG_LEVEL is "${name}", which is not a level.`,
      `Use one of ${Object.keys(LEVELS).join(', ')}.`,
    )
  const line = process.env['LOG_FORMAT'] === 'json' ? json : plain
  const at = (level: number) => (message: string, details?: object) => {
    if (level >= least) process.stderr.write(`${line(level, message, details)}\n`)
  }
  return { debug: at(20), info: at(30), warn: at(40) }
}

function json(level: number, msg: string, details?: object): string {
  return JSON.stringify({ level, time: Date.now(), ...details, msg })
}

/** A message alone; a warning says that it is one. */
function plain(level: number, message: string): string {
  if (level < 40) return message
  return `${styled('yellow', 'warning:', process.stderr)} ${message}`
}
