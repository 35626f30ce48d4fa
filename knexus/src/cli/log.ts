import { pino, type Logger } from 'pino'
import pretty from 'pino-pretty'

/** The log of a command, on standard error. LOG_FORMAT=json for lines of JSON, LOG_LEVEL for less or more. */
export function createLog(): Logger {
  const level = process.env['LOG_LEVEL'] ?? 'info'
  if (process.env['LOG_FORMAT'] === 'json') return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
  return pino({ level }, pretty({ destination: 2, sync: true, ignore: 'time,pid,hostname,level', colorize: process.stderr.isTTY, hideObject: true, messageFormat: say }))
}

/** A message alone; a warning says that it is one. */
function say(line: Record<string, unknown>, key: string): string {
  return `${Number(line['level']) >= 40 ? 'warning: ' : ''}${String(line[key])}`
}
