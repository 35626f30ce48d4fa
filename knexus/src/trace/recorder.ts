import { wordsOf } from '../base/address.ts'
import { messageOf } from '../base/errors.ts'
import { mask } from '../base/redact.ts'
import { isControl, runsOutside, transactionControl } from '../base/statements.ts'
import { statementTexts } from '../base/tokens.ts'
import type { Connection } from '../connection/connection.ts'
import type { Intercept, Query as Sent } from '../connection/client.ts'
import { diff } from '../diff.ts'
import { interpret, type Reading, type Scope } from '../introspect/index.ts'
import { askInside, measure, strongest, tellReads, type Measured } from './measure.ts'
import { watchLocks } from './observer.ts'
import { tablesOf, type Tables } from './receipt.ts'
import type { TracedStatement } from './statement.ts'

/** Asks on some connection, or inside of a transaction. */
export type Query = (sql: string) => Promise<unknown>

/** Stands between Knex and PostgreSQL, and keeps what it measured of each statement. */
export class Recorder {
  readonly statements: TracedStatement[] = []
  readonly version: number
  /** The statement that is under way, or failed, without secrets. */
  running: string | undefined
  /** PostgreSQL's own words for the failure, before Knex puts the statement into them. */
  message: string | undefined
  readonly #scope: Scope
  readonly #reads: boolean
  #start: Reading | undefined
  #last: Reading | undefined
  #paths: Tables = new Map()

  constructor(scope: Scope, version: number, reads: boolean) {
    this.#reads = reads
    this.#scope = { ...scope, dependencies: false }
    this.version = version
  }

  async read(query: Query): Promise<Reading> {
    const reading = interpret(await askInside(query, this.version, this.#scope, false), this.#scope)
    this.#start ??= reading
    this.#last ??= reading
    if (!this.#reads) this.#paths = await tablesOf(query)
    return reading
  }

  intercept(observers: readonly [Connection, Connection]): Intercept {
    return async (sent, connection, send, transacting) => {
      if (isControl(sent.sql)) return send()
      const query: Query = (sql) => connection.query(sql)
      const outside = !transacting && runsOutside(sent.sql)
      // Alone in a transaction of its own it does the same, and its locks stay until they were looked at.
      const alone = !transacting && !outside
      const around = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
        this.running = mask(sql).text
        const watch = outside ? () => watchLocks(observers, connection.processID ?? null) : undefined
        return this.#around({ transacting, outside }, query, work, watch)
      }
      if (alone) await query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      try {
        const texts = textsIn(sent)
        if (texts) sent.response = await inTurn(texts, (sql) => around(sql, () => query(sql)))
        else await around(sent.sql, send)
        if (alone) await query('COMMIT')
        return sent
      } catch (error) {
        this.message = messageOf(error)
        if (alone) await query('ROLLBACK')
        throw error
      }
    }
  }

  /** Lets one statement run, and measures it. `watch` begins to look on from outside, and ends with what it saw. */
  async #around<T>(
    how: Pick<Noted, 'transacting' | 'outside'>,
    query: Query,
    work: () => Promise<T>,
    watch: (() => ReturnType<typeof watchLocks>) | undefined,
  ): Promise<T> {
    const look = async () => {
      if (how.outside) await tellReads(query, this.version)
      return measure(query, !how.outside)
    }
    const before = await look()
    const watched = await watch?.()
    const began = performance.now()
    const answer = await work().catch(async (error: unknown) => {
      await watched?.()
      throw error
    })
    const [ms, seen, after] = [performance.now() - began, await watched?.(), await look()]
    await this.#note({ ms, before, after: seen ? { ...after, locks: seen } : after, ...how }, query)
    this.running = undefined
    return answer
  }

  async #note({ ms, before, after, transacting, outside }: Noted, query: Query): Promise<void> {
    const named = <T>(entries: Iterable<readonly [number, T]>) =>
      [...entries].flatMap(([oid, value]) => {
        const relation = this.#start!.handles.get(`pg_class:${oid}:0`)
        return relation === undefined ? [] : [{ relation, value }]
      })
    const held = new Set(before.locks.map(([oid, mode]) => `${oid} ${mode}`))
    const [locks, files, read] = [
      strongest(after.locks.filter(([oid, mode]) => !held.has(`${oid} ${mode}`))),
      [...after.files].filter(([oid, file]) => before.files.has(oid) && before.files.get(oid) !== file),
      [...after.read].map(([oid, rows]) => [oid, rows - (before.read.get(oid) ?? 0)] as const),
    ]
    this.statements.push({
      sql: this.running!,
      inTransaction: transacting,
      ms,
      wal: after.wal - before.wal,
      locks: named(locks).map(({ relation, value }) => ({ relation, mode: value })),
      rewrites: named(files).map(({ relation }) => relation),
      scans: named(read).flatMap(({ relation, value }) => (value > 0 ? [{ relation, rows: value }] : [])),
      ...(this.#reads ? await this.#changed(query, outside) : { changes: [], renames: await this.#renamed(query) }),
    })
  }

  async #changed(query: Query, outside: boolean): Promise<Pick<TracedStatement, 'changes' | 'renames'>> {
    const last = this.#last!
    const reading = interpret(await askInside(query, this.version, this.#scope, !outside), this.#scope)
    this.#last = reading
    return {
      changes: diff(last.schema, reading.schema),
      renames: [...last.handles].flatMap(([handle, from]) => {
        const to = reading.handles.get(handle)
        return to === undefined || to === from ? [] : [{ from, to }]
      }),
    }
  }

  /** The tables that have another name since the last statement, without a reading of the catalogs. */
  async #renamed(query: Query): Promise<TracedStatement['renames']> {
    const [before, now] = [this.#paths, await tablesOf(query)]
    this.#paths = now
    return [...before].flatMap(([oid, path]) => {
      const [to, start] = [now.get(oid), this.#start!.handles.get(`pg_class:${oid}:0`)]
      if (to === undefined || to === path || start === undefined) return []
      return [{ from: `${wordsOf(start)} ${path}`, to: `${wordsOf(start)} ${to}` }]
    })
  }
}

/** A text with more statements, a dump for instance, is looked at as a whole: catalogs are read after each. */
const MANY = 50

/** The statements of a text that is sent in one message, where they do the same one by one. */
function textsIn({ sql, bindings = [] }: Sent): readonly string[] | undefined {
  if (bindings.length > 0 || !sql.includes(';')) return undefined
  const texts = statementTexts(sql)
  const alike = texts.length > 1 && texts.length <= MANY && !runsOutside(sql) && transactionControl(sql) === undefined
  return alike ? texts : undefined
}

async function inTurn<T>(texts: readonly string[], work: (sql: string) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (const sql of texts) answers.push(await work(sql))
  return answers
}

interface Noted {
  readonly ms: number
  readonly before: Measured
  readonly after: Measured
  readonly transacting: boolean
  readonly outside: boolean
}
