import { addresses } from '../../base/address.ts'
import { renamesNotNull, stays, ties, type InheritedColumn } from './inherited-columns.ts'
import type { Address, Statement } from '../../base/kind.ts'
import { clause, name } from '../../base/sql.ts'

/** What the statements about a NOT NULL must know of its column. */
export interface NotNullColumn {
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly identity: object | null
  readonly storage: string | null
  readonly notNull: boolean
  /** It is NOT NULL and its parent tables' columns are not. */
  readonly notNullOwn?: boolean
  /** The parents that are NOT NULL too, where there are several (PostgreSQL 14 to 17). */
  readonly notNullParents?: readonly string[] | null
  readonly notNullName: string | null
  /** Another table's constraint has the name too, so that PostgreSQL would choose another one. */
  readonly notNullNameTaken?: boolean
  /** What ties children to the table whose own has another name. */
  readonly notNullUnlike?: readonly Address[] | null
  readonly notNullNoInherit: boolean
  readonly notNullValidated: boolean
  readonly inherited: InheritedColumn | null
}

/** The clause of a column's definition: `CONSTRAINT named NOT NULL NO INHERIT`. */
export function notNull(column: NotNullColumn): string {
  return clause(
    (column.notNullName !== null || column.notNullNameTaken === true) && `CONSTRAINT ${notNullName(column)}`,
    'NOT NULL',
    column.notNullNoInherit && 'NO INHERIT',
  )
}

/** The statement that gives a NOT NULL which needs more than SET NOT NULL: a name, NO INHERIT, NOT VALID (PostgreSQL 18). */
export function addNotNull(column: NotNullColumn): Statement {
  const constraint = clause(
    `CONSTRAINT ${notNullName(column)} NOT NULL ${name(column.name)}`,
    column.notNullNoInherit && 'NO INHERIT',
    !column.notNullValidated && 'NOT VALID',
  )
  return { sql: `ALTER ${column.on} ADD ${constraint}` }
}

/** The name of the constraint, quoted. */
export function notNullName(column: NotNullColumn): string {
  return name(usualName(column))
}

function usualName(column: NotNullColumn): string {
  return column.notNullName ?? `${column.table}_${column.name}_not_null`
}

/** The ties that are taken away while a NOT NULL gets another name: its own, or those of children that PostgreSQL would look for the old name in, in vain (PostgreSQL 18). */
export function untiedToRename(after: NotNullColumn, before: NotNullColumn): readonly Address[] {
  const renamed = after.notNull && before.notNull && after.notNullName !== before.notNullName
  return [...(renamesNotNull(after, before) ? ties(after) : []), ...(renamed ? (before.notNullUnlike ?? []) : [])]
}

/** The name as something that is waited for: PostgreSQL chooses another one where a constraint of the namespace has it. */
export function notNullClaim(column: NotNullColumn): string {
  return `not null ${name(column.schema)}.${notNullName(column)}`
}

/** Gives a column its NOT NULL. */
export function giveNotNull(column: NotNullColumn): Statement {
  return notNull(column) === 'NOT NULL' && column.notNullValidated
    ? { sql: `ALTER ${column.on} ALTER COLUMN ${name(column.name)} SET NOT NULL` }
    : addNotNull(column)
}

/** Whether a NOT NULL of the parent's comes down to a child that has, or shall have, one by another name (PostgreSQL 18). */
export function comesDown(after: NotNullColumn, before: NotNullColumn): boolean {
  const names = after.inherited?.notNullNames
  return (
    names != null &&
    before.inherited?.notNull === false &&
    stays(after, before) &&
    (before.notNull ? before.notNullName !== after.notNullName : names.own !== names.parent)
  )
}

/** Whether a NOT NULL only passes through a column, from a table above it to those below, where one may have to be there before (PostgreSQL 18). */
export function passesDown(after: NotNullColumn, before: NotNullColumn): boolean {
  return (
    after.inherited?.parent === true &&
    after.inherited.notNullNames != null &&
    !before.notNull &&
    (after.type === before.type || after.storage === null) &&
    stays(after, before)
  )
}

/** Values that mean nothing in the other type become null, and PostgreSQL 18 stumbles over a child's NOT NULL of another name. */
export function losesNotNullFirst(after: NotNullColumn, before: NotNullColumn): boolean {
  return before.notNull && !after.notNull && after.type !== before.type && !stays(after, before)
}

/** The statements by which a column gets or loses its NOT NULL, where its parent's does not do it and its identity has not. */
export function setNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  if (losesNotNullFirst(after, before)) return []
  const withParent =
    stays(after, before) && after.inherited!.notNull === after.notNull && before.inherited!.notNull === before.notNull
  if (withParent && !comesDown(after, before) && !mayStay(before)) return []
  if (!after.notNull) return [dropNotNull(after)]
  return after.identity && !before.identity ? [] : [giveNotNull(after)]
}

/** Where the parent's NOT NULL went and took with it what the child has to keep, or left it under the old name. */
export function keepNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  if (!after.notNullOwn || !before.notNull || !stays(after, before)) return []
  return [
    ...(before.inherited!.notNullNames && before.notNullName !== after.notNullName ? [dropNotNull(after)] : []),
    giveNotNull(after),
  ]
}

/** Where one of several parents lost its NOT NULL and took with it what the child has from another one. */
export function keepSharedNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  return losesSharedNotNull(after, before) ? [giveNotNull(after)] : []
}

/** Whether one of several parents loses its NOT NULL, and another one and the child keep theirs. */
export function losesSharedNotNull(after: NotNullColumn, before: NotNullColumn): boolean {
  const kept = after.notNullParents
  const lost =
    before.notNullParents?.some((parent) => kept?.includes(parent) !== true) ?? before.inherited?.notNull === true
  return kept != null && lost && before.notNull && stays(after, before)
}

/** A child that had it first has it by itself beside its parent's, and keeps it when that goes (PostgreSQL 18). */
function mayStay(before: NotNullColumn): boolean {
  const names = before.inherited?.notNullNames
  return names != null && (before.inherited!.partition ? names.own !== names.parent : names.local)
}

function dropNotNull(column: NotNullColumn): Statement {
  return { sql: `ALTER ${column.on} ALTER COLUMN ${name(column.name)} DROP NOT NULL` }
}

/** Another name for a NOT NULL that stays. A child's is renamed with its parent's, or made anew when that goes. */
export function renameNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  const byParent = before.inherited?.notNull && stays(after, before)
  return after.notNull && before.notNull && !byParent
    ? [{ sql: `ALTER ${after.on} RENAME CONSTRAINT ${notNullName(before)} TO ${notNullName(after)}` }]
    : []
}

/** SQL: the attributes of a column's NOT NULL, of the rows `a`, `c` and `h` and of those that `notNullJoins` adds. */
export function notNullColumns(version: number): string {
  if (version < 18)
    return 'NULL AS "notNullName", NULL AS "notNullUnlike", false AS "notNullNameTaken", false AS "notNullNoInherit", true AS "notNullValidated"'
  return `CASE WHEN nn.conname <> c.relname || '_' || a.attname || '_not_null' AND NOT (octet_length(nn.conname) = 63 AND nn.conname ~ '_not_null$') THEN nn.conname END AS "notNullName", nt.conname IS NOT NULL AND (nn.coninhcount = 0 OR nn.conname <> h."notNullName") AS "notNullNameTaken",
           CASE WHEN nn.oid IS NOT NULL AND c.relhassubclass THEN NULLIF(ARRAY(
             SELECT CASE WHEN c.relkind = 'p' THEN ${addresses.partition.sql('ui.inhrelid::regclass')} ELSE ${addresses.inheritance.sql('ui.inhrelid::regclass', 'c.oid::regclass')} END FROM pg_inherits ui
             JOIN pg_attribute ua ON ua.attrelid = ui.inhrelid AND ua.attname = a.attname
             JOIN pg_constraint un ON un.contype = 'n' AND un.conrelid = ui.inhrelid AND un.conkey[1] = ua.attnum AND (un.conname <> nn.conname OR un.coninhcount > 1)
             WHERE ui.inhparent = c.oid ORDER BY 1), '{}') END AS "notNullUnlike",
           COALESCE(nn.connoinherit, false) AS "notNullNoInherit", COALESCE(nn.convalidated, true) AS "notNullValidated"`
}

/** SQL: the joins that they need. */
export function notNullJoins(version: number): string {
  return version < 18
    ? ''
    : `LEFT JOIN pg_constraint nn ON nn.contype = 'n' AND nn.conrelid = a.attrelid AND nn.conkey[1] = a.attnum
    LEFT JOIN (SELECT connamespace, conname FROM pg_constraint WHERE conname LIKE '%_not_null' GROUP BY 1, 2 HAVING count(*) > 1) nt
      ON nt.connamespace = nn.connamespace AND nt.conname = nn.conname`
}
