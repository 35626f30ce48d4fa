import { addresses } from '../../base/address.ts'
import type { Address } from '../../base/kind.ts'
import { qualifiedName, storageWord } from '../../base/sql.ts'

/** What a child table's column has from its parents. */
export interface InheritedColumn {
  readonly from: readonly { readonly schema: string; readonly table: string }[]
  /** The child defines it too. */
  readonly local: boolean
  /** The child is a partition: it could stand alone. */
  readonly partition: boolean
  /** The child has children itself. */
  readonly parent?: boolean
  readonly notNull: boolean
  /**
   * The names of its NOT NULL and of the parent's, where both have one, and whether it is an INHERITS child's own too
   * (PostgreSQL 18).
   */
  readonly notNullNames?: { readonly own: string; readonly parent: string; readonly local: boolean } | null
  readonly default: string | null
  /** Whether the child has a default, its own or the same. */
  readonly hasDefault?: boolean
  /** A parent's own storage and compression, which a child has too when it is made. */
  readonly storage?: string | null
  readonly compression?: boolean
}

/** Whether a column has a parent before and after, which then changes it. */
export function stays(
  after: { readonly inherited: InheritedColumn | null; readonly untied?: true },
  before: { readonly inherited: InheritedColumn | null },
): boolean {
  if (after.inherited === null || before.inherited === null || after.untied) return false
  const old = new Set(before.inherited.from.map(({ schema, table }) => qualifiedName(schema, table)))
  return after.inherited.from.some(({ schema, table }) => old.has(qualifiedName(schema, table)))
}

interface Typed {
  readonly type: string
  readonly collation: string | null
  readonly generated: object | null
  readonly inherited: InheritedColumn | null
}

/**
 * Whether PostgreSQL refuses what its parent does: no type comes to a column that has a second parent, and DROP
 * EXPRESSION neither there nor to one whose table has children.
 */
export function isOutOfReach(after: Typed, before: Typed): boolean {
  const { from = [], parent = false } = before.inherited ?? {}
  const retyped = after.type !== before.type || after.collation !== before.collation
  const ordinary = before.generated !== null && after.generated === null
  return (from.length > 1 && (retyped || ordinary)) || (parent && ordinary)
}

/** Whether a child table's own column has no default where the parent's has one, which CREATE TABLE would give it. */
export function lacksDefault({ inherited }: { readonly inherited: InheritedColumn | null }): boolean {
  return (
    inherited !== null &&
    !inherited.partition &&
    inherited.local &&
    inherited.default !== null &&
    inherited.hasDefault === false
  )
}

/**
 * Whether a child gives its NOT NULL another name otherwise than together with its only parent's before and after,
 * which PostgreSQL allows only to a table that stands alone.
 */
export function renamesNotNull(
  after: { readonly inherited: InheritedColumn | null },
  before: { readonly inherited: InheritedColumn | null },
): boolean {
  const [now, old] = [after.inherited?.notNullNames, before.inherited?.notNullNames]
  return (
    now != null &&
    old != null &&
    now.own !== old.own &&
    !(
      now.own === now.parent &&
      old.own === old.parent &&
      [after, before].every(({ inherited }) => inherited!.from.length === 1)
    )
  )
}

/** Whether a NOT NULL that a child has from its parents has a name of its own, which has to be said where the column comes. */
export function namesNotNull({ inherited }: { readonly inherited: InheritedColumn | null }): boolean {
  const names = inherited?.notNullNames
  return names != null && !inherited!.partition && names.own !== names.parent
}

/** The objects by which a column's table is the child of others. */
export function ties({
  schema,
  table,
  inherited,
}: {
  readonly schema: string
  readonly table: string
  readonly inherited: InheritedColumn | null
}): Address[] {
  if (!inherited) return []
  return inherited.partition
    ? [addresses.partition(qualifiedName(schema, table))]
    : inherited.from.map((parent) => inheritance({ schema, table }, parent))
}

/** The object by which a table inherits from a parent. */
export function inheritance(
  child: { readonly schema: string; readonly table: string },
  parent: { readonly schema: string; readonly table: string },
): Address {
  return addresses.inheritance(qualifiedName(child.schema, child.table), qualifiedName(parent.schema, parent.table))
}

/** SQL: what a child's column has from its parents, of the rows `a`, `c`, `nn` and those of the join. */
export function inheritedColumn(version: number): string {
  const names = `'notNullNames', CASE WHEN h."notNullName" IS NOT NULL AND nn.conname IS NOT NULL THEN json_build_object(
               'own', nn.conname, 'parent', h."notNullName", 'local', nn.conislocal AND NOT c.relispartition) END, `
  return `CASE WHEN a.attinhcount > 0 THEN json_build_object(
             'from', h.parents, 'local', a.attislocal, 'partition', c.relispartition,
             'parent', c.relhassubclass AND EXISTS (SELECT FROM pg_inherits ch
               WHERE ch.inhparent = c.oid), 'notNull', h."notNull",
             ${version >= 18 ? names : ''}'default', h."default", 'hasDefault', a.atthasdef, 'storage', h.storage,
               'compression', h.compression) END`
}

/** SQL: the parents' columns together. */
export function inheritedJoin(version: number): string {
  const notNull =
    version >= 18
      ? 'min(pnn.conname) AS "notNullName", bool_or(NOT pnn.convalidated) AS "notNullWaits"'
      : 'array_agg(pa.attrelid::regclass::text ORDER BY pa.attrelid::regclass::text) FILTER (WHERE pa.attnotnull) ' +
        'AS "notNullParents"'
  return `LEFT JOIN (
      SELECT k.attrelid, k.attnum, json_agg(json_build_object('schema', pn.nspname, 'table', p.relname)
        ORDER BY i.inhseqno) AS parents,
             bool_or(pa.attnotnull) AS "notNull", ${notNull}, min(${storageWord('pa.attstorage')}) AS storage,
               bool_or(pa.attcompression <> '') AS compression,
             min(pg_get_expr(pd.adbin, pd.adrelid)) FILTER (WHERE pa.attgenerated = '') AS default
      FROM pg_inherits i
      JOIN pg_attribute k ON k.attrelid = i.inhrelid AND k.attinhcount > 0
      JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = k.attname
      LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
      ${version >= 18 ? NOT_NULL_OF_PARENT : ''}
      JOIN pg_class p ON p.oid = i.inhparent
      JOIN pg_namespace pn ON pn.oid = p.relnamespace
      GROUP BY k.attrelid, k.attnum) h ON h.attrelid = a.attrelid AND h.attnum = a.attnum`
}

const NOT_NULL_OF_PARENT = `LEFT JOIN pg_constraint pnn
        ON pnn.contype = 'n' AND pnn.conrelid = pa.attrelid AND pnn.conkey[1] = pa.attnum`
