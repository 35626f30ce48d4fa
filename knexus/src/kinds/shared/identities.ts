import type { Address, Counter, Statement } from '../../base/kind.ts'
import { giveNotNull, losesSharedNotNull, type NotNullColumn } from './not-nulls.ts'
import { stays } from './inherited-columns.ts'
import {
  counter,
  moveInside,
  numberingChanges,
  numberingClauses,
  numberingColumns,
  usualNumbering,
  type Numbering,
} from './numbering.ts'
import { clause, quoteIdent, qualifiedName, quoteLiteral } from '../../base/sql.ts'

/** An identity column's sequence. */
export interface Identity extends Numbering {
  readonly generation: 'always' | 'by default'
  /** The name of its sequence, in the table's namespace; null for `table_column_seq`. */
  readonly name: string | null
}

/** A column with what its identity depends on. */
export interface IdentityColumn extends NotNullColumn {
  readonly identity: Identity | null
  /** The type of the identity's sequence: LIKE makes each a bigint. Not compared. */
  readonly identityType?: string | null
  /**
   * Its table has children, which have the column but not the identity (partitions have it since PostgreSQL 17). Not
   * compared.
   */
  readonly identityAlone?: boolean
}

/** SQL: these attributes, of the rows `a` and `c` and those of the join. */
export function identityColumns(version: number): string {
  const numbering = numberingColumns('s')
    .map(([attribute, sql]) => `'${attribute}', ${sql}`)
    .join(', ')
  return `CASE WHEN a.attidentity <> '' AND s.seqrelid IS NOT NULL THEN json_build_object(
             'generation', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END,
             'name', NULLIF(sc.relname, c.relname || '_' || a.attname || '_seq'), ${numbering}) END AS identity,
           CASE WHEN a.attidentity <> '' THEN format_type(s.seqtypid, NULL) END AS "identityType",
           a.attidentity <> '' AND ${version >= 17 ? `c.relkind <> 'p' AND ` : ''}EXISTS (SELECT FROM pg_inherits ch
             WHERE ch.inhparent = c.oid) AS "identityAlone"`
}

/** SQL: the sequence of an identity. */
export const IDENTITY_JOIN = `LEFT JOIN (pg_depend i
      JOIN pg_sequence s ON s.seqrelid = i.objid
      JOIN pg_class sc ON sc.oid = s.seqrelid)
      ON i.classid = 'pg_class'::regclass AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i'
        AND i.refobjid = a.attrelid AND i.refobjsubid = a.attnum`

/** How it is altered: a partition's with its parent's. */
export const identityAlterations = {
  identity: (after: IdentityColumn, before: IdentityColumn) =>
    after.inherited?.partition ? [] : identityChanges(after, before, stays(after, before)),
}

/** The name of an identity's sequence. */
export function sequenceOf(column: IdentityColumn, identity: Identity): string {
  return identity.name ?? `${column.table}_${column.name}_seq`
}

/** The clause of a column's definition. */
export function identityClause(column: IdentityColumn, identity: Identity): string {
  const parts = [
    ...(identity.name === null ? [] : [`SEQUENCE NAME ${qualifiedName(column.schema, identity.name)}`]),
    ...numberingClauses(identity, column.type),
  ]
  return clause(
    `GENERATED ${identity.generation.toUpperCase()} AS IDENTITY`,
    parts.length > 0 && `(${parts.join(' ')})`,
  )
}

/**
 * The statements that add an identity column to a table whose children get it too: PostgreSQL refuses to do it in
 * one, but the rows of all of them get numbers of their own. `definition` writes the column as it would be without
 * the identity. The sequence that numbers them is temporary, so no object of the database can have its name.
 */
export function addBesideChildren(
  column: IdentityColumn,
  definition: (clauses: readonly string[]) => string,
): Statement[] {
  const numbers = qualifiedName('pg_temp', sequenceOf(column, column.identity!))
  const { start, increment } = column.identity!
  return [
    {
      sql:
        `CREATE SEQUENCE ${numbers} MINVALUE ${column.identity!.min} MAXVALUE ${column.identity!.max} START ` +
        `${start} INCREMENT ${increment}`,
    },
    { sql: `ALTER ${column.on} ADD COLUMN ${definition([`DEFAULT nextval(${quoteLiteral(numbers)})`])}` },
    ...alter(column, 'DROP DEFAULT'),
    { sql: `DROP SEQUENCE ${numbers}` },
    ...addIdentity(column, { ...column, identity: null }, column.identity!),
    goOn(column, column.identity!),
  ]
}

/**
 * The statements that change the identity of a column whose type is already the new one; a type that no identity can
 * have took it away. `byParent`: the parent's column has given a child its type, and PostgreSQL left the child's
 * sequence alone.
 */
function identityChanges(after: IdentityColumn, before: IdentityColumn, byParent: boolean): Statement[] {
  if (!after.identity) return before.type === after.type || byParent ? alter(after, 'DROP IDENTITY') : []
  if (!before.identity) return addIdentity(after, before, after.identity)
  const [old, now] = [sequenceOf(before, before.identity), sequenceOf(after, after.identity)]
  const type = ownType(after, before)
  const standing = type ? before.identity : standingAfterType(after, before, before.identity, after.identity)
  const { first, restart } = moveInside(standing, after.identity, qualifiedName(after.schema, now))
  const numbering = numberingChanges(standing, after.identity)
  const changes = [
    after.identity.generation !== before.identity.generation &&
      `SET GENERATED ${after.identity.generation.toUpperCase()}`,
    ...(type ? [] : [...numbering.map((part) => `SET ${part}`), restart && 'RESTART']),
  ].filter(Boolean)
  return [
    ...(byParent && before.type !== after.type
      ? [{ sql: `ALTER SEQUENCE ${qualifiedName(after.schema, old)} AS ${after.type}` }]
      : []),
    ...renamedSequence(after, old, now),
    ...first,
    ...(type
      ? [
          {
            sql: clause(
              `ALTER SEQUENCE ${qualifiedName(after.schema, now)} AS ${type}`,
              ...numbering,
              restart && 'RESTART',
            ),
          },
        ]
      : []),
    ...(changes.length > 0 ? alter(after, changes.join(' ')) : []),
  ]
}

/** The type that its sequence gets while the column keeps its own, as ALTER SEQUENCE can give it ahead of a wider column. */
function ownType(after: IdentityColumn, before: IdentityColumn): string | undefined {
  const type = after.identityType ?? after.type
  return before.type === after.type && before.identityType != null && before.identityType !== type ? type : undefined
}

function renamedSequence({ schema }: IdentityColumn, old: string, now: string): Statement[] {
  return old === now ? [] : [{ sql: `ALTER SEQUENCE ${qualifiedName(schema, old)} RENAME TO ${quoteIdent(now)}` }]
}

/** The numbering when the column has its new type: that took the limits along, or they were brought inside it before. */
function standingAfterType(after: IdentityColumn, before: IdentityColumn, old: Identity, now: Identity): Numbering {
  return narrowFirst(after, before).length > 0
    ? limitsOf(old, now)
    : carried(old, before.identityType ?? before.type, after.type)
}

/** What an identity needs before its column changes its type: it goes, or its limits come inside a narrower type. */
export function identityFirst(after: IdentityColumn, before: IdentityColumn): Statement[] {
  return before.identity && !after.identity ? alter(after, 'DROP IDENTITY') : narrowFirst(after, before)
}

/** The statements that bring the limits of an identity inside a narrower type, which PostgreSQL refuses otherwise. */
function narrowFirst(after: IdentityColumn, before: IdentityColumn): Statement[] {
  const [old, now] = [before.identity, after.identity]
  if (!old || !now || after.type === before.type) return []
  const [standing, most] = [carried(old, before.identityType ?? before.type, after.type), usualNumbering(after.type)]
  const fits = [standing.min, standing.max, standing.start].every(
    (number) => BigInt(number) <= BigInt(most.max) && BigInt(number) >= -BigInt(most.max) - 1n,
  )
  if (fits) return []
  const limits = limitsOf(old, now)
  const { first, restart } = moveInside(old, limits, qualifiedName(before.schema, sequenceOf(before, old)))
  const changes = numberingChanges(old, limits).map((part) => `SET ${part}`)
  return [...first, ...alter(before, [...changes, ...(restart ? ['RESTART'] : [])].join(' '))]
}

/** A numbering with the limits of another. */
function limitsOf(numbering: Numbering, { min, max, start }: Numbering): Numbering {
  return { ...numbering, min, max, start }
}

/** PostgreSQL lets no parent change a child's identity column in what an identity needs, nor take a default away above one. */
export function isNumberedAlone(after: IdentityColumn, before: IdentityColumn): boolean {
  return (
    (isNumberedBeside(before) && !after.identity && (after.type !== before.type || !after.notNull)) ||
    ((isNumberedBeside(before) || isNumberedBeside(after)) &&
      ((after.notNullOwn === true && before.notNullOwn === false) || losesSharedNotNull(after, before)))
  )
}

/** Whether it is a child's identity column, which the parent's has nothing to do with. */
export function isNumberedBeside({ identity, inherited }: IdentityColumn): boolean {
  return identity !== null && inherited?.partition === false
}

/** An identity needs NOT NULL first. */
function addIdentity(after: IdentityColumn, before: IdentityColumn, identity: Identity): Statement[] {
  return [...(before.notNull ? [] : [giveNotNull(after)]), ...alter(after, `ADD ${identityClause(after, identity)}`)]
}

/** The position of an identity's sequence. */
export function counterOf(column: IdentityColumn, address: Address): Counter | undefined {
  return column.identity
    ? {
        ...counter(address, qualifiedName(column.schema, sequenceOf(column, column.identity)), column.identity),
        begin: goOn(column, column.identity),
      }
    : undefined
}

/** An identity goes on where the rows that are there end, unless they end before its start. */
function goOn(column: IdentityColumn, { increment, start }: Identity): Statement {
  const table = qualifiedName(column.schema, column.table)
  const [last, beyond] = increment.startsWith('-') ? ['min', '<='] : ['max', '>=']
  const number = `${last}(${quoteIdent(column.name)})`
  return {
    sql:
      `SELECT setval(pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column.name)}), ${number}) ` +
      `FROM ${table} HAVING ${number} ${beyond} ${start}`,
  }
}

/** A new type takes the limits of the sequence along, where they were the old type's own. */
function carried(numbering: Numbering, from: string, to: string): Numbering {
  const [old, now] = [usualNumbering(from, numbering.increment), usualNumbering(to, numbering.increment)]
  return {
    ...numbering,
    ...(numbering.max === old.max && { max: now.max }),
    ...(numbering.min === old.min && { min: now.min }),
  }
}

function alter(column: IdentityColumn, action: string): Statement[] {
  return [{ sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} ${action}` }]
}

/** Says that the rows that are there have no value for a column, where it is made without one. */
export function required(
  column: IdentityColumn & { readonly generated: object | null },
  clauses: readonly string[],
): Pick<Statement, 'requires'> {
  const { schema, table, name, notNull, notNullValidated, identity, generated } = column
  return notNull && notNullValidated && !identity && !generated && clauses.length === 0
    ? { requires: qualifiedName(schema, table, name) }
    : {}
}
