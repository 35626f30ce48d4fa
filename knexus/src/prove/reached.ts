import { pathOf } from '../base/address.ts'
import { closure, push } from '../base/closure.ts'
import type { Address, Receipt } from '../base/kind.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { differences } from '../diff.ts'
import { kindOf, parentOf, relationsOf, type Schema } from '../schema.ts'
import { ReachedFurther } from './rowless.ts'
import { isAtLeast, type LockMode } from '../trace/measure.ts'
import { tablesOf } from '../trace/receipt.ts'

/** What runs on its own account, so that nothing tells whose rows it touches; where it lies in the catalogs. */
const CODE: ReadonlySet<string | undefined> = new Set(['pg_proc', 'pg_trigger', 'pg_rewrite'])

/** What runs without being named by what it runs for. */
const ANYWHERE: ReadonlySet<string | undefined> = new Set(['pg_event_trigger', 'pg_cast'])

/** The paths of all whose rows a change can touch: `public.users`. Undefined: of every table, as far as anybody knows. */
export type Reached = ReadonlySet<string> | undefined

/**
 * What a change can touch: that which differs, all that uses it, the tables of both, and those that these need. Where code
 * of somebody's own may run, or it was not read what needs what, that may be every table.
 */
export function reachedBy(from: Schema, to: Schema): Reached {
  if (![from, to].every(saysNeeds)) return undefined
  const changed = differences(from, to)
  const found = new Set<string>()
  for (const schema of [from, to]) {
    const paths = reachedIn(
      schema,
      [...changed.keys()].filter((address) => schema.has(address)),
    )
    if (!paths) return undefined
    for (const path of paths) found.add(path)
  }
  return found
}

/** Whether it was read what needs what; of no objects at all it is known. */
function saysNeeds(schema: Schema): boolean {
  return schema.size === 0 || [...schema.values()].some(({ needs }) => needs !== undefined)
}

function reachedIn(schema: Schema, changed: readonly Address[]): Reached {
  const users = new Map<Address, Address[]>()
  const parts = new Map<Address, Address[]>()
  for (const [address, object] of schema) {
    if (ANYWHERE.has(kindOf(object).class)) return undefined
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
  if ([...runs].some((address) => CODE.has(classOf(address)))) return undefined
  return new Set([...tables, ...wholes(closure(touched, used))].map(pathOf))
}

/**
 * The oids of the tables that are to hold rows: those that are reached, with all whose rows are theirs too, what these
 * refer to, and what that cannot be without.
 */
export async function tablesToFill(db: Connection, reached: Reached): Promise<readonly number[] | undefined> {
  if (!reached) return undefined
  const oids = [...(await tablesOf((sql) => db.query(sql)))].flatMap(([oid, name]) => (reached.has(name) ? oid : []))
  return (await rows<{ oid: number }>(db, filled(oids))).map(({ oid }) => oid)
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

/** Throws `ReachedFurther` where statements were seen to write rows of a table, or its definition, that was not reached. */
export function refuseFurther(
  statements: readonly { readonly receipt?: Receipt | undefined }[],
  reached: Reached,
): void {
  if (!reached) return
  for (const { receipt } of statements)
    for (const [table, mode] of Object.entries(receipt?.locks ?? {}))
      if (!reached.has(table) && isAtLeast(mode as LockMode, 'ROW EXCLUSIVE')) throw new ReachedFurther(table)
}
