import { pathOf } from '../base/address.ts'
import { closure, push } from '../base/closure.ts'
import type { Address, Statement } from '../base/kind.ts'
import { KnexusError } from '../base/errors.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { differences } from '../diff.ts'
import { kindOf, parentOf, relationsOf, type Schema } from '../schema.ts'
import { ReachedFurther } from './rowless.ts'
import type { RowsSeen } from './seen.ts'
import type { UnusualRows } from './unusual-rows.ts'
import { isAtLeast, type LockMode } from '../trace/measure.ts'
import { tablesOf } from '../trace/receipt.ts'

/** What runs on its own account, so that nothing tells whose rows it touches; where it lies in the catalogs. */
const CODE: ReadonlySet<string | undefined> = new Set(['pg_proc', 'pg_trigger', 'pg_rewrite'])

/** What runs without being named by what it runs for. */
const ANYWHERE: ReadonlySet<string | undefined> = new Set(['pg_event_trigger', 'pg_cast'])

/** All whose rows a change can touch. */
export interface Reached {
  /** Their paths: `public.users`. */
  readonly paths: ReadonlySet<string>
  /** Whether code of somebody's own may run, which may reach others: that shows only when it runs. */
  readonly code: boolean
}

/**
 * What a change can touch: that which differs, all that uses it, the tables of both, and those that these need. Undefined
 * where it was not read what needs what, so that it may be every table.
 */
export function reachedBy(from: Schema, to: Schema): Reached | undefined {
  if (![from, to].every(saysNeeds)) return undefined
  const changed = [...differences(from, to).keys()]
  const [before, after] = [from, to].map((schema) =>
    reachedIn(
      schema,
      changed.filter((address) => schema.has(address)),
    ),
  ) as [Reached, Reached]
  return { paths: new Set([...before.paths, ...after.paths]), code: before.code || after.code }
}

/** Whether it was read what needs what; of no objects at all it is known. */
function saysNeeds(schema: Schema): boolean {
  return schema.size === 0 || [...schema.values()].some(({ needs }) => needs !== undefined)
}

function reachedIn(schema: Schema, changed: readonly Address[]): Reached {
  const users = new Map<Address, Address[]>()
  const parts = new Map<Address, Address[]>()
  let code = false
  for (const [address, object] of schema) {
    code ||= ANYWHERE.has(kindOf(object).class)
    const whole = parentOf(object)
    if (whole !== undefined) push(parts, whole, address)
    for (const { to } of relationsOf(object)) push(users, to, address)
  }
  const object = (address: Address) => schema.get(address)
  const classOf = (address: Address) => (object(address) ? kindOf(object(address)!).class : undefined)
  const used = (address: Address) => (object(address) ? relationsOf(object(address)!).map(({ to }) => to) : [])
  const wholes = (some: Iterable<Address>) =>
    closure(some, (address) => (object(address) ? [parentOf(object(address)!) ?? address] : []))
  const partsOf = (address: Address) => parts.get(address) ?? []

  const touched = closure(changed, (address) => users.get(address) ?? [])
  const tables = closure(wholes(touched), partsOf)
  // The checks of a domain are parts of it; those of a table that is only referred to do not run.
  const runs = closure(tables, (address) =>
    classOf(address) === 'pg_type' ? [...used(address), ...partsOf(address)] : used(address),
  )
  code ||= [...runs].some((address) => CODE.has(classOf(address)))
  return { paths: new Set([...tables, ...wholes(closure(touched, used))].map(pathOf)), code }
}

/** The tables that are to hold made-up rows. */
export interface Filled {
  readonly oids: readonly number[]
  readonly paths: ReadonlySet<string>
}

/**
 * The tables that are to hold rows: those that are reached, with all whose rows are theirs too, what these refer to, and
 * what that cannot be without. Undefined for all tables.
 */
export async function tablesToFill(db: Connection, reached: Reached | undefined): Promise<Filled | undefined> {
  if (!reached) return undefined
  const names = await tablesOf((sql) => db.query(sql))
  const those = [...names].flatMap(([oid, name]) => (reached.paths.has(name) ? oid : []))
  const oids = (await rows<{ oid: number }>(db, filled(those))).map(({ oid }) => oid)
  return { oids, paths: new Set(oids.map((oid) => names.get(oid)!)) }
}

const filled = (oids: readonly number[]) => `
  WITH RECURSIVE family(oid) AS (
    SELECT unnest('{${oids.join(', ')}}'::oid[])
    UNION
    SELECT other FROM family JOIN LATERAL (
      SELECT i.inhrelid AS other FROM pg_inherits i WHERE i.inhparent = family.oid
      UNION ALL SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = family.oid) kin ON true
  ), filled(oid) AS (
    SELECT oid FROM family
    UNION SELECT x.confrelid FROM pg_constraint x JOIN family ON family.oid = x.conrelid WHERE x.contype = 'f'
  ), needed(oid) AS (
    SELECT oid FROM filled
    UNION
    SELECT x.confrelid FROM needed JOIN pg_constraint x ON x.conrelid = needed.oid AND x.contype = 'f' AND EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = x.conrelid AND a.attnum = ANY (x.conkey) AND a.attnotnull)
  )
  SELECT oid::bigint::float8 AS oid FROM needed ORDER BY 1`

/**
 * Throws `ReachedFurther` where statements were seen to write rows of a table, or its definition, that was not reached. Code
 * reaches what it reads as well, and what was not measured.
 */
export function refuseFurther(
  statements: readonly Pick<Statement, 'receipt' | 'boundary'>[],
  reached: Reached | undefined,
  held: Filled | undefined,
): void {
  if (!reached) return
  for (const { receipt, boundary } of statements) {
    if (reached.code && boundary !== undefined) throw new ReachedFurther('what was not measured')
    for (const [table, mode] of Object.entries(receipt?.locks ?? {})) {
      if (reached.paths.has(table)) continue
      if (reached.code ? !held?.paths.has(table) : isAtLeast(mode as LockMode, 'ROW EXCLUSIVE'))
        throw new ReachedFurther(table)
    }
  }
}

/**
 * Throws `ReachedFurther` where code of somebody's own may have failed, or refused rows, for want of rows in tables that were not
 * reached: a statement left some out, or a table that is reached has none.
 */
export function refuseDoubts(reached: Reached | undefined, rows: RowsSeen, { failing, refusals }: UnusualRows): void {
  if (!reached?.code) return
  const empty = [...rows].some(([path, { count }]) => count === 0 && reached.paths.has(path))
  if (empty || failing.size > 0 || refusals.size > 0) throw new ReachedFurther('a statement or a row that fails')
}

/** What an attempt throws: a statement that fails where code may run is tried again with rows in every table. */
export function asFurther(error: unknown, reached: Reached | undefined): unknown {
  const failed = error instanceof KnexusError && error.sql !== undefined
  return failed && reached?.code ? new ReachedFurther(error.message) : error
}
