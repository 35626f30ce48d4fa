import { addresses } from '../base/address.ts'
import { conversion, retypes, throughText } from './shared/casts.ts'
import {
  alterOnly,
  keepStorage,
  setCompression,
  setOptions,
  setStatistics,
  setStorage,
} from './shared/column-storage.ts'
import { recreatable } from './shared/expressions.ts'
import {
  addBesideChildren,
  counterOf,
  identityChanges,
  identityClause,
  isNumberedAlone,
  isNumberedBeside,
  sequenceOf,
  type Identity,
} from './shared/identities.ts'
import {
  isOutOfReach,
  lacksDefault,
  namesNotNull,
  stays,
  ties,
  type InheritedColumn,
} from './shared/inherited-columns.ts'
import { named, partsOf } from './shared/names.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { related, type Circumstances, type Relation } from '../base/relation.ts'
import {
  addNotNull,
  comesDown,
  giveNotNull,
  keepNotNull,
  keepSharedNotNull,
  losesNotNullFirst,
  notNull,
  notNullClaim,
  notNullColumns,
  notNullJoins,
  notNullName,
  passesDown,
  renameNotNull,
  setNotNull,
  untiedToRename,
} from './shared/not-nulls.ts'
import { numberingColumns } from './shared/numbering.ts'
import { clause, columnOptions, name, path, qualified, ref, storageWord, userNamespace } from '../base/sql.ts'

/** A column of a table or a foreign table. Its default is an object of its own. Source: `pg_attribute`. */
export interface Column {
  readonly kind: 'column'
  /** `TABLE public.users`, or `FOREIGN TABLE public.users`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  /** As `format_type` writes it: `character varying(20)`. */
  readonly type: string
  /** `pg_type.typcategory`, by which conversions are chosen. Not compared. */
  readonly category: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
  readonly identity: Identity | null
  /** The type of the identity's sequence: LIKE makes each a bigint. Not compared. */
  readonly identityType?: string | null
  /** Its table has children, which have the column without the identity (partitions have it since PostgreSQL 17). Not compared. */
  readonly identityAlone?: boolean
  readonly notNull: boolean
  /** It is NOT NULL and its parent tables' columns are not. */
  readonly notNullOwn?: boolean
  /** The parent tables whose columns are NOT NULL too, as quoted paths, where it has several parents: it loses its own with the first one of them (PostgreSQL 14 to 17). */
  readonly notNullParents?: readonly string[] | null
  /** The name of the NOT NULL constraint (PostgreSQL 18); null for `table_column_not_null`. */
  readonly notNullName: string | null
  /** A constraint of another table has that name too, a partition's for one, so that PostgreSQL would choose another one where that stands (PostgreSQL 18). Not compared. */
  readonly notNullNameTaken?: boolean
  /** What ties the children to its table that have another name for it (PostgreSQL 18). Not compared. */
  readonly notNullUnlike?: readonly Address[] | null
  /** Children of the table do not keep the NOT NULL (PostgreSQL 18). */
  readonly notNullNoInherit: boolean
  /** False: rows that were there before the NOT NULL were not looked at (PostgreSQL 18). */
  readonly notNullValidated: boolean
  /** Computed from the other columns: on every write (stored), or on every read (PostgreSQL 18). */
  readonly generated: { readonly expression: string; readonly stored: boolean } | null
  /** It goes with the functions, types and collations that its expression uses, also when DROP EXPRESSION has made an ordinary column of it (PostgreSQL 14). Not compared. */
  readonly tied?: boolean
  /** `plain`, `external`, `extended` or `main`; null for the type's own. */
  readonly storage: string | null
  /** The type's own storage. Not compared. */
  readonly ownStorage: string | null
  /** `pglz` or `lz4`; null for the server's default. */
  readonly compression: string | null
  /** The statistics target; null for the server's default. */
  readonly statistics: number | null
  /** `{ n_distinct: '-0.5' }`. */
  readonly options: Readonly<Record<string, string>>
  /** What it comes from in the parent tables, which add, alter and drop it. Not compared. */
  readonly inherited: InheritedColumn | null
  /** How the values that are there become the type, where a model says so. Not compared, and not read back. */
  readonly using?: string | null
  /** The casts from and to its type that an extension or a user made, as `public.vector>real[]`, with `pg_cast.castcontext`. Not compared. */
  readonly casts?: Readonly<Record<string, string>> | null
  /** The rows are spread over partitions by it, so that nothing about it can change. Not compared. */
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
  | 'casts'
  | 'partitionKey'
>({
  kind: 'column',
  facts: {
    on: 'its table is an object of another kind there, and that is compared',
    category: 'the type tells it',
    identityType: 'LIKE leaves it behind, and pg_dump does not write it',
    identityAlone: "the parents' columns tell it",
    tied: 'PostgreSQL 14 keeps it when an expression is dropped, and pg_dump does not write it',
    ownStorage: 'the type tells it',
    notNullNameTaken: 'the other constraints tell it',
    notNullUnlike: "the parents' NOT NULL are compared",
    inherited:
      'what the parents have is compared there, and INHERITANCE and PARTITION objects say who the parents are; whether the column is its own as well cannot be altered (decision 0012)',
    using: 'it says how to get there, not what is there',
    casts: 'the casts are compared as objects of their own',
    partitionKey: "the table's PARTITION BY tells it",
  },
  class: 'pg_class',
  refs: ['on'],
  catalog,

  address: (column) => addresses.column(path(column.schema, column.table), column.name),
  relations,
  requires: (column) =>
    column.generated && !column.generated.stored ? { feature: 'a virtual generated column', major: 18 } : undefined,
  counts: (column) => counterOf(column, addresses.column(path(column.schema, column.table), column.name)),

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
        : [{ sql: `ALTER ${column.on} ADD COLUMN ${definition(column, clauses, true)}` }],
  finish: (column) => [
    ...(isNumberedLater(column)
      ? alter(column, `ADD ${identityClause(column, column.identity!)}`)
      : lacksDefault(column)
        ? alterOnly(column, 'DROP DEFAULT')
        : []),
    ...(column.storage === null && !copied(column, ({ storage }) => storage !== column.ownStorage)
      ? []
      : setStorage(column)),
    ...(column.compression === null && !copied(column, ({ compression }) => compression === true)
      ? []
      : setCompression(column)),
    ...(column.statistics === null ? [] : setStatistics(column)),
    ...setOptions(column, {}),
    ...(column.notNullValidated ? [] : [addNotNull(column)]),
  ],
  drop: (column, gone) =>
    gone
      ? []
      : [
          {
            sql: `ALTER ${column.on} DROP COLUMN ${name(column.name)}`,
            ...((!column.generated || column.tied) && {
              loses: `the values of ${path(column.schema, column.table, column.name)}`,
            }),
          },
        ],
  rename: (after, before) => [{ sql: `ALTER ${after.on} RENAME COLUMN ${name(before.name)} TO ${name(after.name)}` }],

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
              ...(before.identity && !after.identity ? alter(after, 'DROP IDENTITY') : []),
              ...(losesNotNullFirst(after, before) ? alter(after, 'DROP NOT NULL') : []),
              ...setType(after, before),
            ],
    collation: (after, before) =>
      after.type !== before.type
        ? []
        : [...(stays(after, before) ? [] : alter(after, `TYPE ${typeOf(after)}`)), ...keepStorage(after, before)],
    identity: (after, before) =>
      after.inherited?.partition ? [] : identityChanges(after, before, stays(after, before)),
    notNull: setNotNull,
    notNullOwn: keepNotNull,
    notNullParents: keepSharedNotNull,
    notNullName: renameNotNull,
    notNullNoInherit: (after, before) =>
      after.notNull && before.notNull
        ? [
            {
              sql: `ALTER ${after.on} ALTER CONSTRAINT ${notNullName(after)} ${after.notNullNoInherit ? 'NO INHERIT' : 'INHERIT'}`,
            },
          ]
        : [],
    notNullValidated: (after, before) => {
      if (!after.notNull || !before.notNull) return []
      return after.notNullValidated
        ? [{ sql: `ALTER ${after.on} VALIDATE CONSTRAINT ${notNullName(after)}` }]
        : [...alter(after, 'DROP NOT NULL'), addNotNull(after)]
    },
    storage: setStorage,
    compression: setCompression,
    statistics: setStatistics,
    options: (after, before) => setOptions(after, before.options),
  },

  reshapes: { type: (after, before) => retypes(before, after), collation: true },
  // An inherited one goes and comes with its parent's.
  rigid: (column) => (column.generated && !column.inherited ? 'always' : undefined),
  follow: (column, before) =>
    column.partitionKey
      ? undefined
      : [
          ...(stays(column, before)
            ? []
            : alter(
                column,
                clause(
                  `TYPE ${typeOf(column)}`,
                  !isForeign(column) && `USING ${throughText(name(column.name), column.type)}`,
                ),
              )),
          ...keepStorage(column, column),
        ],
})

/** Whether INHERITS gives it something of the parent's that it does not have. */
function copied({ inherited }: Column, has: (inherited: InheritedColumn) => boolean): boolean {
  return inherited !== null && !inherited.partition && has(inherited)
}

function relations(column: Column, change?: Circumstances<Column>): Relation[] {
  const above = parents(column)
  return [
    { as: 'part of', to: column.on },
    ...(column.identity ? [named('relation', path(column.schema, sequenceOf(column, column.identity)))] : []),
    ...related(isAhead(column, change?.before) ? 'leads' : 'needs', above),
    ...makers(column, above),
    ...related('tied by', ties(column)),
    ...related('suspends', suspended(column, change?.before)),
    ...related('inseparable from', column.partitionKey ? [column.on] : []),
    ...related('gives up', column.notNullName === null ? [] : [notNullClaim(column)]),
    { as: 'waits for', to: partsOf(column.on) },
    // PostgreSQL chooses another name where a constraint of the namespace has this one.
    ...related('waits for', column.notNull && column.notNullName === null ? [notNullClaim(column)] : []),
  ]
}

function makers(column: Column, above: readonly Address[]): Relation[] {
  const { on, inherited } = column
  if (!inherited || (inherited.local && !inherited.partition)) return []
  const tied = ties(column)
  const by = above.map((to, place): Relation => ({ as: 'made by', to, unless: tied[inherited.partition ? 0 : place]! }))
  return inherited.partition ? by : [{ as: 'made by', to: on }, ...by]
}

/** A child's own column is there before the parent's, which is then merged with it, and goes after it. */
function isAhead(column: Column, before: Column | undefined): boolean {
  return before
    ? comesDown(column, before) || passesDown(column, before)
    : column.inherited?.local === true && !column.inherited.partition
}

/** What ties its table to its parents, where that may not stand while it is made or altered. */
function suspended(column: Column, before: Column | undefined): readonly Address[] {
  if (!before) return isNumberedBeside(column) || (namesNotNull(column) && !column.inherited!.local) ? ties(column) : []
  return [
    ...untiedToRename(column, before),
    ...(isNumberedAlone(column, before) || isOutOfReach(column, before) ? ties(column) : []),
  ]
}

function parents(column: Column): Address[] {
  return column.inherited?.from.map(({ schema, table }) => addresses.column(path(schema, table), column.name)) ?? []
}

/** A column that its parent's made has the parent's default, if that was there in time, until it is told its own. */
function ownDefault(column: Column, clauses: readonly string[]): Statement[] {
  const given = column.inherited?.default == null ? [] : [`DEFAULT ${column.inherited.default}`]
  if (clauses.join() === given.join() && (column.inherited?.partition || clauses.length === 0)) return []
  return alterOnly(column, clauses.length > 0 ? `SET ${clauses.join(' ')}` : 'DROP DEFAULT')
}

function catalog(version: number): string {
  const numbering = numberingColumns('s')
    .map(([attribute, sql]) => `'${attribute}', ${sql}`)
    .join(', ')
  return `
    SELECT c.oid, a.attnum AS sub, ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table, a.attname AS name,
           format_type(a.atttypid, a.atttypmod) AS type, t.typcategory AS category, uc.casts,
           CASE WHEN a.attcollation <> t.typcollation THEN ${qualified('cn.nspname', 'co.collname')} END AS collation,
           CASE WHEN a.attidentity <> '' AND s.seqrelid IS NOT NULL THEN json_build_object(
             'generation', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END,
             'name', NULLIF(sc.relname, c.relname || '_' || a.attname || '_seq'), ${numbering}) END AS identity,
           CASE WHEN a.attidentity <> '' THEN format_type(s.seqtypid, NULL) END AS "identityType",
           a.attidentity <> '' AND ${version >= 17 ? `c.relkind <> 'p' AND ` : ''}EXISTS (SELECT FROM pg_inherits ch WHERE ch.inhparent = c.oid) AS "identityAlone",
           a.attnotnull AS "notNull", a.attnotnull AND h."notNull" IS FALSE AS "notNullOwn",
           ${version < 18 ? `CASE WHEN a.attnotnull AND h."notNull" AND json_array_length(h.parents) > 1 THEN h."notNullParents" END` : 'NULL'} AS "notNullParents",
           ${notNullColumns(version)},
           CASE WHEN a.attgenerated <> '' THEN json_build_object('expression', pg_get_expr(d.adbin, d.adrelid), 'stored', a.attgenerated = 's') END AS generated,
           ${version < 15 ? `a.attgenerated <> '' AND EXISTS (SELECT FROM pg_depend td WHERE td.classid = 'pg_class'::regclass AND td.objid = a.attrelid AND td.objsubid = a.attnum AND td.refclassid <> 'pg_class'::regclass AND td.refobjid NOT IN (a.atttypid, a.attcollation))` : 'false'} AS tied,
           CASE WHEN a.attstorage <> t.typstorage THEN ${storageWord('a.attstorage')} END AS storage, ${storageWord('t.typstorage')} AS "ownStorage",
           CASE WHEN c.relkind <> 'f' THEN CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END END AS compression,
           NULLIF(a.attstattarget, -1) AS statistics,
           ${columnOptions('a.attoptions')} AS options,
           CASE WHEN a.attinhcount > 0 THEN json_build_object('from', h.parents, 'local', a.attislocal, 'partition', c.relispartition, 'parent', c.relhassubclass AND EXISTS (SELECT FROM pg_inherits ch WHERE ch.inhparent = c.oid), 'notNull', h."notNull", ${version >= 18 ? `'notNullNames', CASE WHEN h."notNullName" IS NOT NULL AND nn.conname IS NOT NULL THEN json_build_object('own', nn.conname, 'parent', h."notNullName", 'local', nn.conislocal AND NOT c.relispartition) END, ` : ''}'default', h."default", 'hasDefault', a.atthasdef, 'storage', h.storage, 'compression', h.compression) END AS inherited,
           pt.partrelid IS NOT NULL AND EXISTS (SELECT FROM pg_depend pk WHERE pk.classid = 'pg_class'::regclass AND pk.objid = a.attrelid AND pk.objsubid = a.attnum
             AND pk.refclassid = 'pg_class'::regclass AND pk.refobjid = a.attrelid AND pk.refobjsubid = 0 AND pk.deptype = 'i') AS "partitionKey"
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN (SELECT ct.oid, json_object_agg(format_type(k.castsource, NULL) || '>' || format_type(k.casttarget, NULL), k.castcontext) AS casts
               FROM pg_cast k JOIN pg_type ct ON ct.oid IN (k.castsource, k.casttarget) WHERE k.oid >= 16384 GROUP BY ct.oid) uc ON uc.oid = a.atttypid
    LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
    LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
    LEFT JOIN (pg_depend i JOIN pg_sequence s ON s.seqrelid = i.objid JOIN pg_class sc ON sc.oid = s.seqrelid)
      ON i.classid = 'pg_class'::regclass AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i' AND i.refobjid = a.attrelid AND i.refobjsubid = a.attnum
    ${notNullJoins(version)}
    LEFT JOIN pg_partitioned_table pt ON pt.partrelid = a.attrelid
    LEFT JOIN (SELECT k.attrelid, k.attnum, json_agg(json_build_object('schema', pn.nspname, 'table', p.relname) ORDER BY i.inhseqno) AS parents, bool_or(pa.attnotnull) AS "notNull", ${version >= 18 ? 'min(pnn.conname) AS "notNullName"' : 'array_agg(pa.attrelid::regclass::text ORDER BY pa.attrelid::regclass::text) FILTER (WHERE pa.attnotnull) AS "notNullParents"'}, min(${storageWord('pa.attstorage')}) AS storage, bool_or(pa.attcompression <> '') AS compression,
                      min(pg_get_expr(pd.adbin, pd.adrelid)) FILTER (WHERE pa.attgenerated = '') AS default
               FROM pg_inherits i
               JOIN pg_attribute k ON k.attrelid = i.inhrelid AND k.attinhcount > 0
               JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = k.attname
               LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
               ${version >= 18 ? `LEFT JOIN pg_constraint pnn ON pnn.contype = 'n' AND pnn.conrelid = pa.attrelid AND pnn.conkey[1] = pa.attnum` : ''}
               JOIN pg_class p ON p.oid = i.inhparent
               JOIN pg_namespace pn ON pn.oid = p.relnamespace
               GROUP BY k.attrelid, k.attnum) h ON h.attrelid = a.attrelid AND h.attnum = a.attnum
    WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped AND ${userNamespace('n')}
    ORDER BY a.attrelid, a.attnum`
}

/** Beside INHERITS a generated column is written without its expression, which is the parent's; one that is added has to say it. */
function definition(column: Column, clauses: readonly string[], added = false): string {
  const { generated, identity } = column
  return clause(
    name(column.name),
    typeOf(column),
    ...(isNumberedLater(column) ? ['DEFAULT NULL'] : clauses),
    generated &&
      (added || !column.inherited || column.inherited.partition) &&
      `GENERATED ALWAYS AS (${recreatable(generated.expression)}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`,
    column.notNull && column.notNullValidated && notNull(column),
    identity && !isNumberedLater(column) && identityClause(column, identity),
  )
}

/** CREATE TABLE would give an identity the parent's default too, which nobody can then take away. */
function isNumberedLater(column: Column): boolean {
  return column.identity !== null && lacksDefault(column)
}

function typeOf(column: Column): string {
  return clause(column.type, column.collation !== null && `COLLATE ${column.collation}`)
}

function alter(column: Column, action: string): Statement[] {
  return [{ sql: `ALTER ${column.on} ALTER COLUMN ${name(column.name)} ${action}` }]
}

function setType(after: Column, before: Column): Statement[] {
  const { using, loses, setting } = {
    ...conversion(name(after.name), before, after),
    ...(after.using != null && { using: after.using, loses: false }),
  }
  return [
    ...alter(after, clause(`TYPE ${typeOf(after)}`, using !== null && !isForeign(after) && `USING ${using}`)).map(
      (statement) =>
        isForeign(after)
          ? statement
          : {
              ...statement,
              ...(loses && { loses: `the values of ${path(after.schema, after.table, after.name)}` }),
              ...(setting !== undefined && { setting }),
            },
    ),
    ...keepStorage(after, before),
  ]
}

/** A foreign table holds no values that would have to be converted. */
function isForeign(column: Column): boolean {
  return column.on.startsWith('FOREIGN ')
}
