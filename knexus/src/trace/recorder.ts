import { messageOf } from '../base/errors.ts'
import { mask } from '../base/redact.ts'
import { isControl, runsOutside } from '../base/statements.ts'
import type { Connection } from '../connection/connection.ts'
import type { Intercept } from '../connection/client.ts'
import { interpret, type Reading, type Scope } from '../introspect/index.ts'
import { besides, besidesBetween, type Besides } from './besides.ts'
import { askInside, measure, strongest, tellReads, type Measured } from './measure.ts'
import { watchLocks } from './observer.ts'
import { inTurn, MANY, textsIn } from './one-by-one.ts'
import { apart, between, hasRelations, marksOf, type Marks } from './origins.ts'
import { renamedTables, tablesOf, type Tables } from './receipt.ts'
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
  #besides: Besides | undefined
  /** How far the oids were at the last reading, and after each statement since. */
  #marks: Marks[] = []

  constructor(scope: Scope, version: number, reads: boolean) {
    this.#reads = reads
    this.#scope = { ...scope, dependencies: false }
    this.version = version
  }

  /** Reads the catalogs before the first statement, and after the last one. `undone` says that nothing of them is left. */
  async read(query: Query, undone = false): Promise<Reading> {
    const reading = await this.#reading(query, false)
    this.#start ??= reading
    this.#last ??= reading
    if (!undone && this.#marks.length > 1) this.#told(reading)
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
        return this.#around({ sql, transacting, outside }, query, work, watch)
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
    how: Pick<Noted, 'sql' | 'transacting' | 'outside'>,
    query: Query,
    work: () => Promise<T>,
    watch: (() => ReturnType<typeof watchLocks>) | undefined,
  ): Promise<T> {
    const look = async () => {
      if (how.outside) await tellReads(query, this.version)
      return measure(query, !how.outside)
    }
    const before = await look()
    if (this.#reads) this.#besides ??= await besides(query)
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

  async #note({ sql, ms, before, after, transacting, outside }: Noted, query: Query): Promise<void> {
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
      sent: () => sql,
      inTransaction: transacting,
      ms,
      wal: after.wal - before.wal,
      locks: named(locks).map(({ relation, value }) => ({ relation, mode: value })),
      rewrites: named(files).map(({ relation }) => relation),
      scans: named(read).flatMap(({ relation, value }) => (value > 0 ? [{ relation, rows: value }] : [])),
      changes: [],
      besides: this.#reads ? await this.#beside(query) : [],
      renames: this.#reads ? [] : await this.#renamed(query),
    })
    if (this.#reads) await this.#look(query, !outside)
  }

  async #beside(query: Query): Promise<TracedStatement['besides']> {
    const before = this.#besides!
    this.#besides = await besides(query)
    return besidesBetween(before, this.#besides)
  }

  /**
   * Reads the catalogs after a statement. Each reading takes the longer, the more objects there are: where no relation
   * stood before the file, as before a baseline, nobody uses what it changes, and after its first statements they are
   * read once for many.
   */
  async #look(query: Query, inTransaction: boolean): Promise<void> {
    const isLong = this.statements.length >= MANY && !hasRelations(this.#start!)
    const marks = isLong ? [await marksOf(query)] : []
    if (this.#marks.length > 0) this.#marks.push(...marks)
    if (this.#marks.length > 0 && this.#marks.length <= TOGETHER) return
    this.#told(await this.#reading(query, inTransaction))
    this.#marks = marks
  }

  /** Says what the statements since the last reading did. */
  #told(reading: Reading): void {
    const last = this.#last!
    this.#last = reading
    const { changes, renames } = between(last, reading)
    const parts = this.#marks.length > 1 ? apart(changes, reading.handles, this.#marks) : [changes]
    const told = this.statements.splice(-parts.length)
    for (const [at, one] of told.entries())
      this.statements.push({ ...one, changes: parts[at]!, renames: at === parts.length - 1 ? renames : [] })
  }

  async #reading(query: Query, inTransaction: boolean): Promise<Reading> {
    return interpret(await askInside(query, this.version, this.#scope, inTransaction), this.#scope)
  }

  /** The tables that have another name since the last statement, without a reading of the catalogs. */
  async #renamed(query: Query): Promise<TracedStatement['renames']> {
    const before = this.#paths
    this.#paths = await tablesOf(query)
    return renamedTables(before, this.#paths, this.#start!.handles)
  }
}

/** How many statements are looked at together, at most, where that is enough. */
const TOGETHER = 200

interface Noted {
  readonly sql: string
  readonly ms: number
  readonly before: Measured
  readonly after: Measured
  readonly transacting: boolean
  readonly outside: boolean
}
