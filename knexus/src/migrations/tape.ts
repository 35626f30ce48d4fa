import { createHash } from 'node:crypto'
import { KnexusError, messageOf } from '../base/errors.ts'
import type { Intercept, Wire } from '../connection/client.ts'
import { BACKFILL } from './current.ts'
import { carriesSecret, mask } from '../base/redact.ts'
import { changesSession, isControl, transactionControl } from '../base/statements.ts'
import type { Listener } from './events.ts'

/** One statement that a migration sent. */
export interface TapedStatement {
  readonly sql: string
  readonly ms: number
  /** It was not sent, because an earlier run of the same file has done it. */
  readonly skipped: boolean
}

/** The statement that is running now. */
export interface Running {
  readonly sql: string
  /** The backend that runs it; null where it cannot be known. */
  readonly pid: number | null
  /** `Date.now()` when it was sent. */
  readonly since: number
}

/** What a migration does, while it does it. */
export interface Tape {
  readonly statements: readonly TapedStatement[]
  readonly running: Running | undefined
  /** The first statement that PostgreSQL refused, counted from 1, with its message before Knex puts the statement into it. */
  readonly failed:
    | {
        readonly number: number
        readonly sql: string
        readonly error: unknown
        readonly message: string
        /** What was taken out of `sql`, and what else must not be shown of it. */
        readonly masked: readonly string[]
        /** Where a place of the original, counted from 0, is in `sql`. */
        readonly at: (place: number) => number
      }
    | undefined
  /** Some statement changed a setting of the session. */
  readonly settings: boolean
  /** What stands on the wire: counts a statement, times it and tells it, while `send` has it answered. */
  readonly take: Intercept
  /** SHA-256 of the statements, in order. */
  work(): string
  stop(): void
}

/**
 * Puts a tape on the wire: every statement is counted, timed and told; `around` may send it in a way of its own.
 * Where all of it is `inOne` transaction, a statement that would end that is refused before it is sent.
 */
export function startTape(wire: Wire, migration: string, on: Listener, around?: Intercept, inOne = false): Tape {
  const statements: TapedStatement[] = []
  const running = new Set<Running>()
  let failed: Tape['failed']
  let settings = false
  const hash = createHash('sha256')
  const take: Intercept = async (query, connection, send, inTransaction) => {
    const own = query.method === 'raw'
    if (isControl(query.sql) && !(inOne && own)) return around ? around(query, connection, send, inTransaction) : send()
    settings ||= changesSession(query.sql)
    const shown = mask(query.sql)
    const sql = shown.text
    const now: Running = { sql, pid: connection.processID ?? null, since: Date.now() }
    const start = performance.now()
    let sent = false
    const sending = () => {
      sent = true
      return send()
    }
    running.add(now)
    try {
      if (inOne && own) refuseControl(migration, query.sql)
      const answer = await (around ? around(query, connection, sending, inTransaction) : sending())
      const ms = performance.now() - start
      if (query.sql.startsWith(BACKFILL)) {
        tellBackfill(query.response, migration, ms, on)
        return answer
      }
      statements.push({ sql, ms, skipped: !sent })
      hash.update(query.sql).update('\0')
      on({ event: 'statement', migration, number: statements.length, sql, ms, skipped: !sent })
      return answer
    } catch (error) {
      const masked = carriesSecret(query.sql) ? [...shown.masked, ...(query.bindings ?? []).map(String)] : []
      failed ??= {
        number: statements.length + 1,
        sql,
        error,
        message: messageOf(error),
        masked,
        at: (place) => shown.at(Array.from(query.sql).slice(0, place).join('').length),
      }
      throw error
    } finally {
      running.delete(now)
    }
  }
  wire.intercept = take
  return {
    statements,
    take,
    get running() {
      return running.values().next().value
    },
    get failed() {
      return failed
    },
    get settings() {
      return settings
    },
    work: () => hash.copy().digest('hex'),
    stop: () => {
      wire.intercept = undefined
    },
  }
}

function refuseControl(migration: string, sql: string): void {
  const control = transactionControl(sql)
  if (control !== undefined)
    throw new KnexusError(
      'transaction-control',
      `${migration} would send ${control}, which ends the transaction that it runs in`,
      'Take it out, or put `export const config = { transaction: false }` into the file: then its statements run one by one.',
    )
}

/** A batch answers with the rows done so far. */
function tellBackfill(response: unknown, migration: string, ms: number, on: Listener): void {
  const { rows } = response as {
    readonly rows?: readonly Partial<{ readonly backfill: string; readonly done: number; readonly total: number }>[]
  }
  const { backfill, done = 0, total = 0 } = rows?.[0] ?? {}
  if (backfill !== undefined)
    on({ event: 'progress', migration, phase: `backfill of ${backfill}`, done, total: Math.max(done, total), ms })
}

/** SHA-256 of statements: two migrations with the same send the same. A backfill's batches do not count. */
export function workOf(statements: readonly string[]): string {
  const hash = createHash('sha256')
  for (const sql of statements.filter((sql) => !sql.startsWith(BACKFILL))) hash.update(sql).update('\0')
  return hash.digest('hex')
}
