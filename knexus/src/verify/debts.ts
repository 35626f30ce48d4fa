import { lineOf } from '../lint.ts'
import { allowances, reasonFor } from '../rules/shared/allowances.ts'

/** What a migration may owe, with why that matters and what to do. */
export const DEBTS = {
  'up-fails': ['It does not run on tables that hold rows.', 'Correct up; backfill rows that stand in its way first.'],
  'does-not-end': [
    'It waits for something, or takes this long on a few rows: those that refer to each other in a circle keep a ' +
      'recursive query busy forever.',
    'Make a recursive query stop at a circle (CYCLE, or UNION for UNION ALL), or say why it takes its time: ' +
      'knexus: allow does-not-end because …',
  ],
  'no-way-down': ['A release that fails cannot be rolled back.', 'Write a down that takes back what up does.'],
  'down-fails': ['A release that fails cannot be rolled back.', 'Correct down, so that it runs right after up.'],
  'left-behind': ['What down leaves stands in the way of the next up.', 'Drop it in down.'],
  'taken-away': ['It was there before up, and code relies on it.', 'Leave it alone in down, or create it there again.'],
  'not-restored': ['After down the schema is not what it was before up.', 'Set it back in down.'],
  'values-lost': [
    'Rolling back would lose or change data.',
    'Keep the old values until the change is final, or restore them in down.',
  ],
  'position-lost': [
    'The next row would get a number that was used before.',
    'Set the sequence in down: SELECT setval(…).',
  ],
  'receipt-differs': [
    'Whoever read the file expected another wait from it.',
    'Generate it again for this version of PostgreSQL, or correct the remark above the statement.',
  ],
  'up-again-fails': ['After a rollback the release cannot be made again.', 'Make down take back all that up does.'],
} as const satisfies Readonly<Record<string, readonly [why: string, cure: string]>>

/** What one migration owes. Those that the file allows carry its reason. */
export interface Debt {
  readonly rule: keyof typeof DEBTS
  readonly severity: 'error'
  readonly message: string
  readonly why: string
  readonly cure: string
  readonly line: number
  readonly allowed?: string
}

/** One debt, before it is told to anybody: where a statement failed, with its SQL. */
export type Owed = readonly [rule: keyof typeof DEBTS, message: string, sql?: string | undefined]

/** A debt, with its place in the text of the file and the reason why that allows it. */
export function debtOf([rule, message, sql]: Owed, source: string): Debt {
  const [why, cure] = DEBTS[rule]
  const allowed = reasonFor(allowances(source), rule, message) ?? generatedAllowance(rule, message, source)
  const line = sql === undefined ? downLine(source) : lineOf(sql, source)
  return { rule, severity: 'error', message, why, cure, line, ...(allowed !== undefined && { allowed }) }
}

/** What a generated file says that it loses was allowed when it was written. */
function generatedAllowance(rule: Owed[0], message: string, source: string): string | undefined {
  const object = /^the values of (\S+)/.exec(message)?.[1]
  if (rule !== 'values-lost' || object === undefined) return undefined
  const comments = source.split('\n').filter((line) => /^\s*\/\/.*(?:loses data|lost, as allowed): /.test(line))
  return comments.some((line) => line.includes(object)) ? 'the loss was allowed when the file was generated' : undefined
}

function downLine(source: string): number {
  return Math.max(1, source.split('\n').findIndex((line) => /\bdown\b/.test(line)) + 1)
}
