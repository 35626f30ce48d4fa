import { CommanderError } from 'commander'
import { redact } from '../base/redact.ts'
import { KnexusError, messageOf } from '../base/errors.ts'

/** Tells what went wrong, on standard error: code, cause and cure. Answers with the exit code. */
export function report(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { code, message, cure } = error instanceof KnexusError ? error : unforeseen(error)
  process.stderr.write(
    json ? `${JSON.stringify({ error: { code, message, cure } })}\n` : `error ${code}: ${message}\n  ${cure}\n`,
  )
  return 2
}

function unforeseen(error: unknown): { code: string; message: string; cure: string } {
  const settings = error instanceof Error && error.name === 'SettingsError'
  if (settings) return { code: 'bad-settings', message: messageOf(error), cure: 'Correct the value.' }
  if (process.env['DEBUG'] !== undefined && error instanceof Error)
    process.stderr.write(`${redact(error.stack ?? '')}\n`)
  return { code: 'unforeseen', message: messageOf(error), cure: 'Run it again with DEBUG=1 to see where it happened.' }
}
