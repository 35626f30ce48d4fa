import { renamesNotNull, stays, ties, type InheritedColumn } from './inherited-columns.ts'
import type { Address, Statement } from '../../base/kind.ts'
import { clause, quoteIdent } from '../../base/sql.ts'
import { notNullName, notNullConstraint } from './not-null-names.ts'
import { renamingConstraint } from './rename.ts'

/** A column with what its NOT NULL depends on. */
export interface NotNullColumn {
  /** `TABLE public.users`, or `FOREIGN TABLE public.users`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  /** As `format_type` writes it: `character varying(20)`. */
  readonly type: string
  readonly identity: object | null
  readonly storage: string | null
  readonly notNull: boolean
  /** It is NOT NULL and its parent tables' columns are not. */
  readonly notNullOwn?: boolean
  /**
   * The parent tables whose columns are NOT NULL too, as quoted paths, where it has several parents: it loses its own
   * with the first one of them (PostgreSQL 14 to 17).
   */
  readonly notNullParents?: readonly string[] | null
  /** The name of the NOT NULL constraint (PostgreSQL 18); null for `table_column_not_null`. */
  readonly notNullName: string | null
  /**
   * A constraint of another table, such as a partition, has that name too, so that PostgreSQL would choose another
   * one. Null before PostgreSQL 18, where a NOT NULL has no name. Not compared.
   */
  readonly notNullNameTaken?: boolean | null
  /** The link to its table of each child in which it has another name (PostgreSQL 18). Not compared. */
  readonly notNullUnlike?: readonly Address[] | null
  /** Child tables do not inherit the NOT NULL (PostgreSQL 18). */
  readonly notNullNoInherit: boolean
  /** False: existing rows were not checked for NOT NULL (PostgreSQL 18). */
  readonly notNullValidated: boolean
  /** The rows of a child have been checked, but not those of a parent (PostgreSQL 18). */
  readonly notNullAhead?: boolean
  /** The parent tables' columns from which it comes, and which add, alter and drop it. Not compared. */
  readonly inherited: InheritedColumn | null
}

/** How each of its attributes is altered. */
export const notNullAlterations = {
  notNull: setNotNull,
  notNullOwn: keepNotNull,
  notNullParents: keepSharedNotNull,
  notNullName: renameNotNull,
  notNullNoInherit: (after: NotNullColumn, before: NotNullColumn): Statement[] =>
    after.notNull && before.notNull ? [alterConstraint(after, after.notNullNoInherit ? 'NO INHERIT' : 'INHERIT')] : [],
  notNullValidated: (after: NotNullColumn, before: NotNullColumn): Statement[] => {
    if (!after.notNull || !before.notNull) return []
    if (after.notNullValidated) return [validateNotNull(after)]
    const withParent = stays(after, before) && !before.notNullAhead && !mayStay(before)
    return withParent ? [] : [dropNotNull(after), addNotNull(after)]
  },
  notNullAhead: (after: NotNullColumn, before: NotNullColumn): Statement[] =>
    after.notNullAhead && stays(after, before) && (!before.notNull || before.notNullValidated)
      ? [validateNotNull(after)]
      : [],
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
    `CONSTRAINT ${notNullName(column)} NOT NULL ${quoteIdent(column.name)}`,
    column.notNullNoInherit && 'NO INHERIT',
    !column.notNullValidated && 'NOT VALID',
  )
  return { sql: `ALTER ${column.on} ADD ${constraint}` }
}

/**
 * The ties that are taken away while a NOT NULL gets another name, or is NOT VALID again beside its parent's: its own,
 * or those of children that PostgreSQL would look for the old name in and not find it (PostgreSQL 18).
 */
export function untiedToChange(after: NotNullColumn, before: NotNullColumn): readonly Address[] {
  const renamed = after.notNull && before.notNull && after.notNullName !== before.notNullName
  const fallsBack = after.notNull && !after.notNullValidated && before.notNullAhead === true
  return [
    ...(renamesNotNull(after, before) || fallsBack ? ties(after) : []),
    ...(renamed ? (before.notNullUnlike ?? []) : []),
  ]
}

/** Gives a column its NOT NULL. */
export function giveNotNull(column: NotNullColumn): Statement {
  return notNull(column) === 'NOT NULL' && column.notNullValidated
    ? { sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} SET NOT NULL` }
    : addNotNull(column)
}

/** Whether a NOT NULL of the parent's comes down to a child that has, or is to have, one by another name (PostgreSQL 18). */
export function comesDown(after: NotNullColumn, before: NotNullColumn): boolean {
  const names = after.inherited?.notNullNames
  return (
    names != null &&
    before.inherited?.notNull === false &&
    stays(after, before) &&
    (before.notNull ? before.notNullName !== after.notNullName : names.own !== names.parent)
  )
}

/**
 * Whether a NOT NULL only passes through a column, from a table above it to those below, where one may have to be
 * there before (PostgreSQL 18).
 */
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
function setNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  if (losesNotNullFirst(after, before)) return []
  const withParent =
    stays(after, before) && after.inherited!.notNull === after.notNull && before.inherited!.notNull === before.notNull
  if (withParent && !comesDown(after, before) && !mayStay(before)) return []
  if (!after.notNull) return [dropNotNull(after)]
  return after.identity && !before.identity ? [] : [giveNotNull(after)]
}

/** Where the parent's NOT NULL went and took with it what the child has to keep, or left it under the old name. */
function keepNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  if (!after.notNullOwn || !before.notNull || !stays(after, before)) return []
  return [
    ...(before.inherited!.notNullNames && before.notNullName !== after.notNullName ? [dropNotNull(after)] : []),
    giveNotNull(after),
  ]
}

/** Where one of several parents lost its NOT NULL and took with it what the child has from another one. */
function keepSharedNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
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
  return { sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} DROP NOT NULL` }
}

/** Another name for a NOT NULL that stays. A child's is renamed with its parent's, or made again when that goes. */
function renameNotNull(after: NotNullColumn, before: NotNullColumn): Statement[] {
  const byParent = before.inherited?.notNull && stays(after, before)
  return after.notNull && before.notNull && !byParent
    ? [renamingConstraint(after.on, notNullConstraint(before), notNullConstraint(after))]
    : []
}

function alterConstraint(column: NotNullColumn, action: string): Statement {
  return { sql: `ALTER ${column.on} ALTER CONSTRAINT ${notNullName(column)} ${action}` }
}

/** Looks at the rows that were there before the NOT NULL. */
export function validateNotNull(column: NotNullColumn): Statement {
  return { sql: `ALTER ${column.on} VALIDATE CONSTRAINT ${notNullName(column)}` }
}
