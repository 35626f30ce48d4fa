import type { ErrorCode } from './error-codes.ts'
import type { Question } from './question.ts'
import { redact } from './redact.ts'

/**
 * What went wrong, told to a person: a stable code, the cause in one sentence, and what to do about it.
 * Nothing secret goes into any of the three.
 */
export class KnexusError extends Error {
  override readonly name = 'KnexusError'
  /** A stable, documented word: `no-tables-declared`. docs/errors.md lists them all. */
  readonly code: ErrorCode
  /** What the reader can do now, in the imperative. */
  readonly cure: string
  /** The statement that PostgreSQL refused, where the error is about one. */
  readonly sql: string | undefined
  /** What may be decided so that it goes on; empty where nothing can be. */
  readonly questions: readonly Question[]

  /** One process may hold two copies of this module, one required and one imported; an error of either is one of ours. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'KnexusError'
  }

  constructor(
    code: ErrorCode,
    cause: string,
    cure: string,
    options?: { readonly cause?: unknown; readonly sql?: string; readonly questions?: readonly Question[] },
  ) {
    super(cause, options)
    this.code = code
    this.cure = cure
    this.sql = options?.sql
    this.questions = options?.questions ?? []
  }
}

/** The message of anything that was thrown, without the secrets of a statement that it quotes. */
export function messageOf(error: unknown): string {
  if (error instanceof KnexusError) return error.message
  return redact(error instanceof Error ? error.message || error.constructor.name : String(error))
}

/** The SQLSTATE of a PostgreSQL error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
