import { named, primaryKeyOf } from './shared/names.ts'
import { defineWording } from './shared/wording.ts'
import type { Sql } from '../base/expression.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { isFleeting, recreatable } from './shared/expressions.ts'
import { optionChanges } from './shared/options.ts'
import { ownerThatCalls } from './shared/owners.ts'
import { clause, quoteIdent, optionList, optionsOf, qualifiedName, qualified, ref, userNamespace } from '../base/sql.ts'

/** An index that belongs to no constraint. Source: `pg_index`. */
export interface Index {
  readonly kind: 'index'
  readonly schema: string
  readonly name: string
  /** `TABLE public.users`, or `MATERIALIZED VIEW public.totals`. */
  readonly on: Address
  readonly table: string
  /** btree, hash, gin, gist, spgist, brin, hnsw, ivfflat. */
  readonly method: string
  readonly unique: boolean
  /** Two nulls count as the same (PostgreSQL 15). */
  readonly nullsNotDistinct: boolean
  /**
   * Each key as written, with what differs from the default: `lower(email)`, `created_at DESC`, `embedding
   * public.vector_cosine_ops`.
   */
  readonly keys: readonly string[]
  /** The columns that it stores in addition (INCLUDE), quoted. */
  readonly include: readonly string[]
  readonly where: string | null
  /** Storage parameters: `{ m: '16', ef_construction: '64' }`. */
  readonly with: Readonly<Record<string, string>>
  /** Null for the database's own. */
  readonly tablespace: string | null
  /** The statistics targets of expressions, by the number of the key, from 1. */
  readonly statistics: Readonly<Record<string, number>>
  /** False after a CREATE INDEX CONCURRENTLY that failed. */
  readonly valid: boolean
  /** The table is partitioned: each partition has an index of its own, which is attached. Not compared. */
  readonly onOnly: boolean
  /** The partitions that have no index attached to it, as quoted paths, because it was created ON ONLY the partitioned table. */
  readonly lacking?: readonly string[]
  /** The index of the partitioned table that it is part of, and is dropped with. Not compared. */
  readonly attachedTo: { readonly schema: string; readonly name: string } | null
  /**
   * The constraints of partitions whose indexes are attached to it, at any depth: they go with it. Quoted paths. Not
   * compared.
   */
  readonly keyParts?: readonly { readonly index: string; readonly table: string }[]
  /** The partition has an attached index with the same keys, which ATTACH PARTITION must find alone. */
  readonly twin?: boolean
}

/** How a model says an index, but for its keys and its storage parameters. */
export interface IndexWords {
  /** btree when left out; hash, gin, gist, spgist, brin, hnsw, ivfflat. */
  readonly using?: string
  readonly unique?: boolean
  readonly nullsNotDistinct?: boolean
  /** Only the rows for which this holds. */
  readonly where?: string | Sql
  readonly tablespace?: string
  /** The statistics targets of expressions, by the number of the key, from 1. */
  readonly statistics?: Readonly<Record<number, number>>
}

export const indexWording = defineWording<Index, IndexWords>()({
  blank: { method: 'btree', unique: false, nullsNotDistinct: false, where: null, tablespace: null, statistics: {} },
  options: {
    unique: 'unique',
    using: 'method',
    nullsNotDistinct: 'nullsNotDistinct',
    where: ['where', 'expression'],
    tablespace: 'tablespace',
    statistics: 'statistics',
  },
})

export const indexKind = defineKind<Index, 'schema' | 'name', 'table' | 'onOnly' | 'attachedTo' | 'keyParts'>({
  kind: 'index',
  facts: {
    table: '`on` determines it',
    onOnly: "the table's PARTITION BY determines it",
    attachedTo: 'the index attachment is compared',
    keyParts: 'the index attachments are compared',
  },
  class: 'pg_class',
  refs: ['on'],
  catalog,

  address: (index) => addresses.index(qualifiedName(index.schema, index.name)),
  relations: ({ on, schema, name: own, table, twin, lacking = [], attachedTo, keyParts = [], needs = [] }) => [
    { as: 'part of', to: on },
    named('relation', qualifiedName(schema, own)),
    ...related('needs', twin ? [addresses.partition(qualifiedName(schema, table))] : []),
    // A partition that is attached later is given an index.
    ...related('comes after', lacking.map(addresses.partition)),
    ...keyParts.flatMap((part) =>
      related('gives up', [named('relation', part.index).to, primaryKeyOf(addresses.table(part.table))]),
    ),
    ...ownerThatCalls(on, needs),
    ...related('made by', attachedTo ? [addresses.index(qualifiedName(attachedTo.schema, attachedTo.name))] : []).map(
      (relation) => ({ ...relation, unless: addresses.partition(qualifiedName(schema, table)) }),
    ),
  ],
  // A partition that is attached later is given an index.
  apart: ({ onOnly, attachedTo, lacking = [] }) => !onOnly && attachedTo === null && lacking.length === 0,
  requires: (index) => (index.nullsNotDistinct ? { feature: 'NULLS NOT DISTINCT', major: 15 } : undefined),

  create: (index) => [{ sql: createIndex(index) }],
  finish: (index) => setStatistics(index, {}),
  // PostgreSQL drops neither such a constraint before the index nor the index without a word about the constraint.
  drop: ({ schema, name, keyParts = [] }, gone) =>
    gone ? [] : [{ sql: `DROP INDEX ${qualifiedName(schema, name)}${keyParts.length > 0 ? ' CASCADE' : ''}` }],
  rename: (after, before) => [
    { sql: `ALTER INDEX ${qualifiedName(before.schema, before.name)} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    on: 'recreate',
    method: 'recreate',
    unique: 'recreate',
    nullsNotDistinct: 'recreate',
    keys: 'recreate',
    include: 'recreate',
    where: 'recreate',
    with: (after, before) =>
      KEEPS.has(after.method) && !after.onOnly
        ? optionChanges(before.with, after.with).map((change) => alter(after, change))
        : 'recreate',
    tablespace: (after) => [alter(after, `SET TABLESPACE ${quoteIdent(after.tablespace ?? 'pg_default')}`)],
    statistics: (after, before) => setStatistics(after, before.statistics),
    valid: (after) => (after.valid ? 'recreate' : []),
    twin: (after) => (after.twin ? 'recreate' : []),
    lacking: (after, before) =>
      after.lacking?.every((partition) => before.lacking?.includes(partition)) ? [] : 'recreate',
  },

  // PostgreSQL builds it again when the type of a column changes, and forgets the statistics targets.
  blocksAlterOf: (index) =>
    Object.keys(index.statistics).length > 0 || [...index.keys, index.where ?? ''].some(isFleeting)
      ? 'always'
      : 'changed',
})

/** The statement that makes an index; `CONCURRENTLY` goes after INDEX. */
export function createIndex(index: Index, concurrently = false): string {
  return clause(
    'CREATE',
    index.unique && 'UNIQUE',
    'INDEX',
    concurrently && 'CONCURRENTLY',
    quoteIdent(index.name),
    'ON',
    index.onOnly && 'ONLY',
    qualifiedName(index.schema, index.table),
    index.method !== 'btree' && `USING ${quoteIdent(index.method)}`,
    `(${index.keys.map(recreatable).join(', ')})`,
    index.include.length > 0 && `INCLUDE (${index.include.join(', ')})`,
    index.nullsNotDistinct && 'NULLS NOT DISTINCT',
    Object.keys(index.with).length > 0 && `WITH (${optionList(index.with)})`,
    index.tablespace !== null && `TABLESPACE ${quoteIdent(index.tablespace)}`,
    index.where !== null && `WHERE ${recreatable(index.where)}`,
  )
}

/** The methods whose parameters an index takes on as it grows; with any other they only hold for a newly built one. */
const KEEPS = new Set(['btree', 'hash', 'gin', 'gist', 'spgist'])

/** The text of a key is put together here, since `pg_get_indexdef` writes a single key without its operator class and order. */
function catalog(version: number): string {
  return `
    SELECT i.oid, n.nspname AS schema, i.relname AS name, ${ref('pg_class', 'c.oid')} AS on, c.relname AS table,
      m.amname AS method,
           x.indisunique AS unique, ${version >= 15 ? 'x.indnullsnotdistinct' : 'false'} AS "nullsNotDistinct",
           ARRAY(
             SELECT CASE WHEN k.attnum <> 0 THEN quote_ident(a.attname) ELSE pg_get_indexdef(i.oid, k.place::int, false) END
                 || CASE WHEN k.coll <> 0 AND k.coll <> (CASE WHEN k.attnum <> 0 THEN a.attcollation ELSE 100 END)
                    THEN (SELECT ' COLLATE ' || ${qualified('cn.nspname', 'co.collname')} FROM pg_collation co
                      JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = k.coll) ELSE '' END
                 || CASE WHEN NOT o.opcdefault OR p.attoptions IS NOT NULL OR o.opcintype <> a.atttypid AND EXISTS (
                      SELECT FROM pg_opclass e WHERE e.opcmethod = o.opcmethod AND e.opcintype = a.atttypid
                        AND e.opcdefault AND e.oid <> o.oid)
                    THEN (SELECT ' ' || ${qualified('cn.nspname', 'o.opcname')} FROM pg_namespace cn
                      WHERE cn.oid = o.opcnamespace) ELSE '' END
                 || CASE WHEN p.attoptions IS NULL THEN ''
                   ELSE (SELECT ' (' || string_agg(quote_ident(split_part(v, '=', 1)) || '=' ||
                   quote_literal(substr(v, strpos(v, '=') + 1)), ', ') || ')'
                    FROM unnest(p.attoptions) v) END
                 || CASE k.option & 3 WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' WHEN 3 THEN ' DESC' ELSE '' END
             FROM unnest(x.indkey::int[], x.indcollation::oid[], x.indclass::oid[], x.indoption::int[]) WITH
               ORDINALITY AS k (attnum, coll, class, option, place)
             JOIN pg_attribute p ON p.attrelid = i.oid AND p.attnum = k.place
             JOIN pg_opclass o ON o.oid = k.class
             LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
             WHERE k.place <= x.indnkeyatts
             ORDER BY k.place) AS keys,
           CASE WHEN x.indnatts = x.indnkeyatts THEN '{}' ELSE ARRAY(
             SELECT quote_ident(a.attname) FROM unnest(x.indkey::int[]) WITH ORDINALITY AS k (attnum, place)
             JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum WHERE k.place > x.indnkeyatts
               ORDER BY k.place) END AS include,
           pg_get_expr(x.indpred, x.indrelid) AS where,
           CASE WHEN i.reloptions IS NULL THEN '{}' ELSE ${optionsOf('i.reloptions')} END AS with, s.spcname AS tablespace,
           CASE WHEN x.indexprs IS NULL THEN '{}' ELSE COALESCE((SELECT json_object_agg(e.attnum, e.attstattarget
             ORDER BY e.attnum) FROM pg_attribute e WHERE e.attrelid = i.oid
             AND e.attstattarget >= 0), '{}') END AS statistics,
           x.indisvalid OR c.relkind = 'p' AS valid, c.relkind = 'p' AS "onOnly",
           CASE WHEN c.relkind = 'p' THEN ARRAY(
             SELECT ph.inhrelid::regclass::text FROM pg_inherits ph JOIN pg_class pt ON pt.oid = ph.inhrelid AND pt.relkind <> 'f'
             WHERE ph.inhparent = c.oid AND NOT EXISTS (SELECT FROM pg_inherits ih
               JOIN pg_index cx ON cx.indexrelid = ih.inhrelid WHERE ih.inhparent = i.oid
               AND cx.indrelid = ph.inhrelid)
             ORDER BY 1) ELSE '{}' END AS lacking, CASE WHEN h.inhparent IS NOT NULL
               THEN json_build_object('schema', pn.nspname, 'name', pi.relname) END AS "attachedTo",
           CASE WHEN c.relkind = 'p' THEN ARRAY(
             SELECT json_build_object('index', d.relid::regclass::text, 'table', dk.conrelid::regclass::text)
               FROM pg_partition_tree(i.oid) d
             JOIN pg_constraint dk ON dk.conindid = d.relid AND dk.contype <> 'f' ORDER BY d.relid::regclass::text)
               ELSE '{}' END AS "keyParts",
           NOT i.relispartition AND w.indrelid IS NOT NULL AS twin
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class c ON c.oid = x.indrelid AND c.relkind IN ('r', 'p', 'm')
    JOIN pg_namespace n ON n.oid = i.relnamespace
    JOIN pg_am m ON m.oid = i.relam
    LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
    LEFT JOIN (pg_inherits h JOIN pg_class pi ON pi.oid = h.inhparent
      JOIN pg_namespace pn ON pn.oid = pi.relnamespace) ON h.inhrelid = i.oid AND i.relispartition
    LEFT JOIN (SELECT DISTINCT wx.indrelid, wx.indkey::text AS keys FROM pg_index wx
      JOIN pg_class wi ON wi.oid = wx.indexrelid WHERE wi.relispartition) w
      ON w.indrelid = x.indrelid AND w.keys = x.indkey::text
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype <> 'f')
      AND i.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname, i.relname`
}

function alter(index: Index, action: string): Statement {
  return { sql: `ALTER INDEX ${qualifiedName(index.schema, index.name)} ${action}` }
}

function setStatistics(index: Index, before: Index['statistics']): Statement[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(index.statistics)])].filter(
    (key) => before[key] !== index.statistics[key],
  )
  return keys.map((key) => alter(index, `ALTER COLUMN ${key} SET STATISTICS ${index.statistics[key] ?? -1}`))
}
