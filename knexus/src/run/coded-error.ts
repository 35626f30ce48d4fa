import { KnexusError, messageOf } from '../base/errors.ts'

/** An error as data. */
export interface CodedError {
  readonly code: string
  readonly message: string
  readonly cure: string
}

/** What is told of an error, whatever was thrown. */
export function codedError(error: unknown): CodedError {
  if (error instanceof KnexusError) return { code: error.code, message: error.message, cure: error.cure }
  return { code: 'unforeseen', message: messageOf(error), cure: 'Run this one alone to see more.' }
}
