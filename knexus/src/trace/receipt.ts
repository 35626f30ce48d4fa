import { pathOf, wordsOf } from '../base/address.ts'
import type { Address, Receipt } from '../base/kind.ts'
import { qualifiedName } from '../base/sql.ts'
import { isAtLeast, measure, strongest, type LockMode, type Measured } from './measure.ts'
import type { Trace } from './index.ts'

/** The tables that stand, as quoted paths, by their oids. */
export type Tables = ReadonlyMap<number, string>

/** Reads the names of all tables; `query` may be that of a connection or of a session that a transaction is open in. */
export async function tablesOf(query: (sql: string) => Promise<unknown>): Promise<Tables> {
  const { rows } = (await query(TABLES)) as { rows: { oid: number; schema: string; name: string }[] }
  return new Map(rows.map(({ oid, schema, name }) => [oid, qualifiedName(schema, name)]))
}

const TABLES = `
  SELECT c.oid::bigint::float8 AS oid, n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** The tables that have another name now. `handles` are the addresses of what stood at the start. */
export function renamedTables(
  before: Tables,
  now: Tables,
  handles: ReadonlyMap<string, Address>,
): { readonly from: Address; readonly to: Address }[] {
  return [...before].flatMap(([oid, path]) => {
    const [to, start] = [now.get(oid), handles.get(`pg_class:${oid}:0`)]
    if (to === undefined || to === path || start === undefined) return []
    return [{ from: `${wordsOf(start)} ${path}`, to: `${wordsOf(start)} ${to}` }]
  })
}

/** What stands in the head of a file whose statements were measured. */
export const MEASURED = 'Locks measured: a statement without a remark keeps nobody waiting for more than a moment.'

/** Writes the receipts of the statements of one file, one after the other. Made-up rows must be there for a reading to show. */
export class Receipts {
  readonly #tables: Tables
  /** What the statements so far have locked: the file's transaction holds it until it ends. */
  readonly #held = new Map<number, LockMode>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** Does some work in the transaction that is open, and measures it. */
  async around<T>(
    query: (sql: string) => Promise<unknown>,
    work: () => Promise<T>,
  ): Promise<{ readonly answer: T; readonly receipt: Receipt }> {
    const before = await measure(query, true)
    const answer = await work()
    return { answer, receipt: this.#write(before, await measure(query, true)) }
  }

  #write(before: Measured, after: Measured): Receipt {
    for (const [oid, mode] of strongest(after.locks)) {
      const held = this.#held.get(oid)
      if (held === undefined || isAtLeast(mode, held)) this.#held.set(oid, mode)
    }
    const those = (holds: (oid: number) => boolean) =>
      [...this.#tables].flatMap(([oid, name]) => (holds(oid) ? name : []))
    return {
      locks: Object.fromEntries(
        [...this.#tables].flatMap(([oid, name]) => (this.#held.has(oid) ? [[name, this.#held.get(oid)!]] : [])),
      ),
      rewrites: those(
        (oid) => before.files.has(oid) && after.files.has(oid) && before.files.get(oid) !== after.files.get(oid),
      ),
      reads: those((oid) => (after.read.get(oid) ?? 0) > (before.read.get(oid) ?? 0)),
    }
  }
}

/**
 * The receipts of the statements of a trace; none of one outside of the file's transaction. Tables have the names
 * that the statement finds them by.
 */
export function receiptsOf({ statements }: Pick<Trace, 'statements'>): (Receipt | undefined)[] {
  const locks = new Map<Address, LockMode>()
  const names = new Map<Address, Address>()
  return statements.map(({ inTransaction, locks: taken, rewrites, scans, renames }) => {
    if (!inTransaction) return undefined
    for (const { relation, mode } of taken) {
      const held = locks.get(relation)
      if (held === undefined || isAtLeast(mode, held)) locks.set(relation, mode)
    }
    const paths = (relations: Iterable<Address>) =>
      [...relations]
        .filter((one) => /^(TABLE|MATERIALIZED VIEW) /.test(one))
        .map((one) => pathOf(names.get(one) ?? one))
    const receipt = {
      locks: Object.fromEntries(
        [...locks].flatMap(([relation, mode]) => paths([relation]).map((path) => [path, mode])),
      ),
      rewrites: paths(rewrites),
      reads: paths(scans.map(({ relation }) => relation)),
    }
    for (const { from, to } of renames) names.set([...names].find(([, now]) => now === from)?.[0] ?? from, to)
    return receipt
  })
}

/**
 * What readers and writers have to wait for: `ACCESS EXCLUSIVE on public.users, rewrites it`. Nothing where a lock is
 * held for a moment only.
 */
export function waits({ locks, rewrites, reads }: Receipt): string[] {
  const told = Object.keys(locks)
    .toSorted()
    .flatMap((table) => {
      const mode = locks[table]
      const [isRewritten, isRead] = [rewrites.includes(table), reads.includes(table)]
      if (!isAtLeast(mode as LockMode, 'SHARE') || !(isRewritten || isRead)) return []
      return [`${mode} on ${table}, ${isRewritten ? 'rewrites it' : 'reads all of it'}`]
    })
  return told.length > 0 ? [told.join('; ')] : []
}
