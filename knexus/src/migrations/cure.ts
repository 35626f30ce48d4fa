import { sqlState } from '../base/errors.ts'
import { isWord, meaning } from '../base/tokens.ts'
import type { Direction } from './events.ts'
import type { Tape } from './tape.ts'

/** What to do about a statement that failed. A constraint added NOT VALID refuses new rows, also while its validation fails. */
export function cureOf(direction: Direction, tape: Tape | undefined): string {
  const again = `run \`knexus ${direction}\` again.`
  const words = meaning(tape?.failed?.sql ?? '')
  const state = sqlState(tape?.failed?.error) ?? ''
  if (words.some((word, at) => isWord(word, 'VALIDATE') && isWord(words[at + 1], 'CONSTRAINT')))
    return (
      'Existing rows violate the constraint. An earlier migration added it, so new rows are checked already. ' +
      `Correct the rows and ${again} \`knexus down\` removes the constraint.`
    )
  if (ROWS_OR_FILE.test(state)) return `Correct the rows, or the file where the value is its own, and ${again}`
  const byHand = ' If part of it was done by hand, `knexus check` shows what is done and what is left.'
  return `Correct the file and ${again}${THERE_OR_GONE.has(state) ? byHand : ''}`
}

/** Data that do not fit, and constraints that rows break: it may be the rows of this database that are at fault. */
const ROWS_OR_FILE = /^2[23]/

/** Tables, columns, schemas and other objects that are there already, or are not there. */
const THERE_OR_GONE: ReadonlySet<string> = new Set([
  '42P07',
  '42701',
  '42P06',
  '42710',
  '42P01',
  '42703',
  '3F000',
  '42704',
])
