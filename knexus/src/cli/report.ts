import { CommanderError } from 'commander'
import { redact } from '../base/redact.ts'
import type { ErrorCode } from '../base/error-codes.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import type { Question } from '../base/question.ts'
import { sayQuestions } from './ask.ts'

/**
 * What commander calls a command line that it cannot read, and the code that it has here. The rest of its errors are
 * help and version.
 */
const MISUSES: Readonly<Record<string, ErrorCode>> = {
  'commander.unknownCommand': 'unknown-command',
  'commander.unknownOption': 'unknown-option',
  'commander.missingArgument': 'missing-argument',
  'commander.optionMissingArgument': 'missing-value',
  'commander.excessArguments': 'unexpected-argument',
}

/**
 * Tells what went wrong, on standard error: code, cause and cure. What can be decided is a question, with `--json` as
 * data on standard output. Answers with the exit code: 3 for a question, 2 for anything else.
 */
export function report(error: unknown, json: boolean, usage: string): number {
  const misuse = error instanceof CommanderError ? MISUSES[error.code] : undefined
  if (error instanceof CommanderError && misuse === undefined) return error.exitCode === 0 ? 0 : 2
  const { code, message, cure } =
    error instanceof KnexusError
      ? error
      : misuse
        ? { code: misuse, message: sentence(messageOf(error)), cure: usage }
        : unforeseen(error)
  const questions = error instanceof KnexusError ? error.questions.map(asData) : []
  const asks = questions.length > 0
  if (json && asks)
    process.stdout.write(`${JSON.stringify({ status: 'question', code, message, cure, questions }, null, 2)}\n`)
  else if (json) process.stderr.write(`${JSON.stringify({ status: 'error', error: { code, message, cure } })}\n`)
  else if (asks) process.stderr.write(`question ${code}: ${message}\n  ${sayQuestions(questions).join('\n  ')}\n`)
  else process.stderr.write(`error ${code}: ${message}\n  ${cure}\n`)
  return asks ? 3 : 2
}

/** A question with how it is answered: what the file of `--answers` would say for its first candidate. */
function asData(question: Question): Question & { readonly answerWith: Readonly<Record<string, string>> } {
  return { ...question, answerWith: { [question.id]: question.candidates[0]!.answer } }
}

/** A message of commander, suggestion included, without its prefix. */
function sentence(message: string): string {
  const text = message.replace(/^error: /, '').replaceAll('\n', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function unforeseen(error: unknown): { code: ErrorCode; message: string; cure: string } {
  const settings = error instanceof Error && error.name === 'SettingsError'
  if (settings) return { code: 'bad-settings', message: messageOf(error), cure: 'Correct the value.' }
  if (process.env['DEBUG'] !== undefined && error instanceof Error)
    process.stderr.write(`${redact(error.stack ?? '')}\n`)
  return { code: 'unforeseen', message: messageOf(error), cure: 'Run it again with DEBUG=1 to see where it happened.' }
}
