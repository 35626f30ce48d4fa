import { retypes } from './shared/casts.ts'
import { fill, moveToNamesake, setType, typeOf, type Filled, type TypedColumn } from './shared/column-types.ts'
import { columnRelations } from './shared/column-relations.ts'
import {
  STORAGE_COLUMNS,
  alterOnly,
  ownDefault,
  keepStorage,
  storageAlterations,
  storageOfNew,
} from './shared/column-storage.ts'
import { recreatable, TIED } from './shared/expressions.ts'
import {
  IDENTITY_JOIN,
  addBesideChildren,
  counterOf,
  identityAlterations,
  identityClause,
  identityColumns,
  identityFirst,
  required,
  type IdentityColumn,
} from './shared/identities.ts'
import { inheritedColumn, inheritedJoin, lacksDefault, namesNotNull, stays } from './shared/inherited-columns.ts'
import { notNullColumns, notNullJoins } from './shared/not-null-catalog.ts'
import { withNamesAside } from './shared/column-names.ts'
import { addNotNull, giveNotNull, losesNotNullFirst, notNull, notNullAlterations } from './shared/not-nulls.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, qualifiedName, qualified, ref, userNamespace } from '../base/sql.ts'

/** A column of a table or a foreign table. Its default is an object of its own. Source: `pg_attribute`. */
export interface Column extends IdentityColumn, TypedColumn {
  readonly kind: 'column'
  /** `pg_type.typcategory`, by which conversions are chosen. Not compared. */
  readonly category: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
  /** Computed from the other columns: on every write (stored), or on every read (PostgreSQL 18). */
  readonly generated: { readonly expression: string; readonly stored: boolean } | null
  /**
   * It goes with the functions, types and collations that its expression uses, also when DROP EXPRESSION has made an
   * ordinary column of it (PostgreSQL 14). Not compared.
   */
  readonly tied?: boolean
  /** How existing values are converted to the type, if a model says so (`using`). Not compared, and not read back. */
  readonly using?: string | null
  /** What existing rows get when the column is added (`generate --fill`). Not compared, and not read back. */
  readonly filled?: Filled
  /** The casts from and to its type that are not built in: `public.vector>real[]`, with `pg_cast.castcontext`. Not compared. */
  readonly casts?: Readonly<Record<string, string>> | null
  /** It is part of the partition key, so that nothing about it can change. Not compared. */
  readonly partitionKey?: boolean
}

export const columnKind = defineKind<
  Column,
  'schema' | 'table' | 'name',
  | 'on'
  | 'category'
  | 'identityType'
  | 'identityAlone'
  | 'tied'
  | 'ownStorage'
  | 'notNullNameTaken'
  | 'notNullUnlike'
  | 'inherited'
  | 'using'
  | 'filled'
  | 'casts'
  | 'partitionKey'
>({
  kind: 'column',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
    category: 'the type determines it',
    identityType: 'LIKE leaves it behind, and pg_dump does not write it',
    identityAlone: "the parents' columns determine it",
    tied: 'PostgreSQL 14 keeps it when an expression is dropped, and pg_dump does not write it',
    ownStorage: 'the type determines it',
    notNullNameTaken: 'the other constraints determine it',
    notNullUnlike: "the parents' NOT NULL are compared",
    inherited:
      'what the parents have is compared there, and INHERITANCE and PARTITION objects say who the parents are; ' +
      'whether the column is its own as well cannot be altered (decision 0012)',
    using: 'it describes the change, not the result',
    filled: 'it describes the change, not the result',
    casts: 'the casts are compared as objects of their own',
    partitionKey: "the table's PARTITION BY determines it",
  },
  class: 'pg_class',
  refs: ['on'],
  catalog,
  address: (column) => addresses.column(qualifiedName(column.schema, column.table), column.name),
  relations: columnRelations,
  requires: (column) =>
    column.generated && !column.generated.stored ? { feature: 'a virtual generated column', major: 18 } : undefined,
  counts: (column) => counterOf(column, addresses.column(qualifiedName(column.schema, column.table), column.name)),
  inline: (column, clauses) =>
    column.inherited && !column.inherited.local && !column.inherited.partition && !namesNotNull(column)
      ? undefined
      : definition(column, clauses),
  create: (column, clauses, made) =>
    made
      ? [
          ...ownDefault(column, clauses),
          ...(column.notNull && column.inherited?.notNull === false ? [giveNotNull(column)] : []),
        ]
      : column.identityAlone
        ? addBesideChildren(column, (numbered) => definition({ ...column, identity: null }, numbered))
        : add(column, clauses),
  finish: (column) => [
    ...(isNumberedLater(column)
      ? alter(column, `ADD ${identityClause(column, column.identity!)}`)
      : lacksDefault(column)
        ? alterOnly(column, 'DROP DEFAULT')
        : []),
    ...storageOfNew(column),
    ...(column.notNullValidated ? [] : [addNotNull(column)]),
  ],
  drop: (column, gone) =>
    gone
      ? []
      : [
          {
            sql: `ALTER ${column.on} DROP COLUMN ${quoteIdent(column.name)}`,
            ...((!column.generated || column.tied) &&
              column.filled === undefined && {
                loses: `the values of ${qualifiedName(column.schema, column.table, column.name)}`,
              }),
          },
        ],
  rename: (after, before) => [
    { sql: `ALTER ${after.on} RENAME COLUMN ${quoteIdent(before.name)} TO ${quoteIdent(after.name)}` },
  ],
  aside: withNamesAside,

  alter: {
    generated: (after, before) =>
      !before.generated?.stored || before.tied || after.generated
        ? 'recreate'
        : stays(after, before)
          ? []
          : alter(after, 'DROP EXPRESSION'),
    type: (after, before) =>
      before.partitionKey
        ? 'recreate'
        : stays(after, before)
          ? keepStorage(after, before)
          : [
              ...identityFirst(after, before),
              ...(losesNotNullFirst(after, before) ? alter(after, 'DROP NOT NULL') : []),
              ...setType(after, before),
            ],
    collation: (after, before) =>
      after.type !== before.type
        ? []
        : [...(stays(after, before) ? [] : alter(after, `TYPE ${typeOf(after)}`)), ...keepStorage(after, before)],
    ...identityAlterations,
    ...notNullAlterations,
    ...storageAlterations,
  },

  reshapes: { type: (after, before) => retypes(before, after), collation: true },
  // An inherited one goes and comes with its parent's.
  blocksAlterOf: (column) => (column.generated && !column.inherited ? 'always' : undefined),
  rebind: (column, before, succession) =>
    column.partitionKey
      ? undefined
      : [...(stays(column, before) ? [] : moveToNamesake(column, succession)), ...keepStorage(column, column)],
})

function catalog(version: number): string {
  return `
    SELECT c.oid, a.attnum AS sub, ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table, a.attname AS name,
           format_type(a.atttypid, a.atttypmod) AS type, t.typcategory AS category, uc.casts,
           CASE WHEN a.attcollation <> t.typcollation THEN ${qualified('cn.nspname', 'co.collname')} END AS collation,
           ${identityColumns(version)},
           ${notNullColumns(version)},
           CASE WHEN a.attgenerated <> '' THEN json_build_object('expression', pg_get_expr(d.adbin, d.adrelid),
             'stored', a.attgenerated = 's') END AS generated,
           ${version < 15 ? TIED : 'false'} AS tied,
           ${STORAGE_COLUMNS},
           ${inheritedColumn(version)} AS inherited,
           pt.partrelid IS NOT NULL AND EXISTS (
             SELECT FROM pg_depend pk WHERE pk.classid = 'pg_class'::regclass AND pk.objid = a.attrelid AND pk.objsubid = a.attnum
             AND pk.refclassid = 'pg_class'::regclass AND pk.refobjid = a.attrelid AND pk.refobjsubid = 0
             AND pk.deptype = 'i') AS "partitionKey"
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN (SELECT ct.oid, json_object_agg(format_type(k.castsource, NULL) || '>' || format_type(k.casttarget, NULL),
      k.castcontext) AS casts
               FROM pg_cast k JOIN pg_type ct ON ct.oid IN (k.castsource, k.casttarget) WHERE k.oid >= 16384
                 OR ct.typcategory IN ('G', 'R') OR ct.oid = '"char"'::regtype GROUP BY ct.oid) uc ON uc.oid = a.atttypid
    LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
    LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
    LEFT JOIN pg_partitioned_table pt ON pt.partrelid = a.attrelid
    ${IDENTITY_JOIN} ${notNullJoins(version)}
    ${inheritedJoin(version)}
    WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
      AND ${userNamespace('n')}
    ORDER BY a.attrelid, a.attnum`
}

/**
 * Beside INHERITS a generated column is written without its expression, which is the parent's; one that is added has to
 * say it.
 */
function definition(column: Column, clauses: readonly string[], added = false): string {
  const { generated, identity } = column
  return clause(
    quoteIdent(column.name),
    typeOf(column),
    ...(isNumberedLater(column) ? ['DEFAULT NULL'] : clauses),
    generated &&
      (added || !column.inherited || column.inherited.partition) &&
      `GENERATED ALWAYS AS (${recreatable(generated.expression)}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`,
    column.notNull && column.notNullValidated && notNull(column),
    identity && !isNumberedLater(column) && identityClause(column, identity),
  )
}

/** A column that is filled takes its NOT NULL when every row has a value. */
function add(column: Column, clauses: readonly string[]): Statement[] {
  const later = column.filled !== undefined && column.notNull && column.notNullValidated
  const text = definition(later ? { ...column, notNull: false } : column, clauses, true)
  return [
    { sql: `ALTER ${column.on} ADD COLUMN ${text}`, ...(later ? {} : required(column, clauses)) },
    ...fill(column),
    ...(later ? [giveNotNull(column)] : []),
  ]
}

/** CREATE TABLE would give an identity the parent's default too, which nobody can then take away. */
function isNumberedLater(column: Column): boolean {
  return column.identity !== null && lacksDefault(column)
}

function alter(column: Column, action: string): Statement[] {
  return [{ sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} ${action}` }]
}
