import { named } from './shared/names.ts'
import { defineWording, same } from './shared/wording.ts'
import { addresses, columnOf, pathOf } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import {
  counter,
  moveInside,
  numberingChanges,
  numberingClauses,
  numberingColumns,
  type Numbering,
} from './shared/numbering.ts'
import { clause, quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/**
 * A sequence, on its own or owned by a column (`serial`). The sequence of an identity column is part of that column.
 * Source: `pg_sequence`.
 */
export interface Sequence extends Numbering {
  readonly kind: 'sequence'
  readonly schema: string
  readonly name: string
  /** `smallint`, `integer` or `bigint`. */
  readonly type: string
  readonly unlogged: boolean
  /**
   * Whether its column's table is unlogged, and changes together with it (PostgreSQL 15); null
   * where there is none.
   */
  readonly tableUnlogged?: boolean | null
  /** Whether any table is unlogged, such as the one that it is detached from (PostgreSQL 15). Not compared. */
  readonly besideUnlogged?: boolean
  /** The column it is dropped with: `COLUMN public.users.id`. */
  readonly ownedBy: Address | null
}

/** How a model says a sequence, but for how it counts. */
export interface SequenceWords {
  readonly type?: 'smallint' | 'integer' | 'bigint'
  readonly unlogged?: boolean
  /** The address of the column it is dropped with: `COLUMN public.users.number`. */
  readonly ownedBy?: string
}

export const sequenceWording = defineWording<Sequence, SequenceWords>()({
  blank: { type: 'bigint', unlogged: false, ownedBy: null },
  options: { ...same('type', 'unlogged', 'ownedBy') },
})

export const sequenceKind = defineKind<Sequence, 'schema' | 'name', 'besideUnlogged'>({
  kind: 'sequence',
  facts: {
    besideUnlogged: 'the tables are compared',
  },
  class: 'pg_class',
  refs: ['ownedBy'],

  catalog: (version) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type,
           ${numberingColumns('s')
             .map(([attribute, sql]) => `${sql} AS ${attribute}`)
             .join(', ')},
           c.relpersistence = 'u' AS unlogged, ${version >= 15 ? "t.relpersistence = 'u'" : 'NULL::boolean'} AS "tableUnlogged",
           ${version >= 15 ? "EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u')" : 'false'}
             AS "besideUnlogged",
           CASE WHEN d.objid IS NOT NULL THEN ${ref('pg_class', 'd.refobjid', 'd.refobjsubid')} END AS "ownedBy"
    FROM pg_sequence s
    JOIN pg_class c ON c.oid = s.seqrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_class t ON t.oid = d.refobjid
    WHERE ${userNamespace('n')} AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i'
    ORDER BY n.nspname, c.relname`,

  address: (sequence) => addresses.sequence(qualifiedName(sequence.schema, sequence.name)),
  relations: ({ schema, name: own, ownedBy }, { before } = { from: new Map() }) => [
    named('relation', qualifiedName(schema, own)),
    ...related('part of', ownedBy === null ? [] : [ownedBy]),
    // It may only be owned by a column of a table with the same owner, and has that from then on.
    ...related('suspends', ownedBy === before?.ownedBy ? [] : [ownedBy, before?.ownedBy ?? null].flatMap(ownerOfTable)),
  ],
  counts: (sequence) =>
    sequence.ownedBy === null
      ? undefined
      : counter(sequence.ownedBy, qualifiedName(sequence.schema, sequence.name), sequence),

  // A serial column's default draws from the sequence, which the column owns: one comes before the column, the other after it.
  inline: (sequence) => (sequence.ownedBy === null ? undefined : ''),
  create: define,
  finish: (sequence) => (sequence.ownedBy === null ? [] : [{ sql: alter(sequence, owner(sequence)) }]),
  drop: (sequence) => [
    {
      sql: `DROP SEQUENCE ${qualifiedName(sequence.schema, sequence.name)}`,
      loses: `the position of the sequence ${qualifiedName(sequence.schema, sequence.name)}`,
    },
  ],
  rename: (after, before) => [
    { sql: `ALTER SEQUENCE ${qualifiedName(before.schema, before.name)} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    type: together('type'),
    increment: together('increment'),
    min: together('min'),
    max: together('max'),
    start: together('start'),
    cache: together('cache'),
    cycle: together('cycle'),
    unlogged: (after) => setLogged(after),
    tableUnlogged: (after, before) =>
      after.unlogged === before.unlogged && after.ownedBy !== null && tableOf(before.ownedBy) === tableOf(after.ownedBy)
        ? setLogged(after)
        : [],
    // The table that it leaves may have become unlogged before, or logged, and have taken it along.
    ownedBy: (after, before) => [
      { sql: alter(after, owner(after)) },
      ...(mayHaveBeenTaken(after, before) ? setLogged(after) : []),
    ],
  },
})

function define(sequence: Sequence): Statement[] {
  return [
    {
      sql: clause(
        'CREATE',
        sequence.unlogged && 'UNLOGGED',
        'SEQUENCE',
        qualifiedName(sequence.schema, sequence.name),
        sequence.type !== 'bigint' && `AS ${sequence.type}`,
        ...numberingClauses(sequence, sequence.type),
      ),
    },
  ]
}

function alter(sequence: Sequence, action: string): string {
  return `ALTER SEQUENCE ${qualifiedName(sequence.schema, sequence.name)} ${action}`
}

function setLogged(sequence: Sequence): Statement[] {
  return [{ sql: alter(sequence, sequence.unlogged ? 'SET UNLOGGED' : 'SET LOGGED') }]
}

function mayHaveBeenTaken(after: Sequence, before: Sequence): boolean {
  return (
    after.ownedBy !== null &&
    before.ownedBy !== null &&
    tableOf(before.ownedBy) !== tableOf(after.ownedBy) &&
    (before.tableUnlogged === true || after.besideUnlogged === true)
  )
}

function owner({ ownedBy }: Sequence): string {
  return `OWNED BY ${ownedBy === null ? 'NONE' : pathOf(ownedBy)}`
}

function tableOf(column: Address | null): string | undefined {
  return column === null ? undefined : columnOf(column)?.relation
}

function ownerOfTable(column: Address | null): Address[] {
  const table = tableOf(column)
  return table === undefined ? [] : [addresses.table(table), addresses.foreignTable(table)].map(addresses.owner)
}

/** The attributes of one ALTER SEQUENCE, since a new type and its limits only fit together: the first that differs says all. */
const TOGETHER = ['type', 'increment', 'min', 'max', 'start', 'cache', 'cycle'] as const

function together(attribute: (typeof TOGETHER)[number]) {
  return (after: Sequence, before: Sequence): Statement[] => {
    if (TOGETHER.find((key) => after[key] !== before[key]) !== attribute) return []
    const { first, restart } = moveInside(before, after, qualifiedName(after.schema, after.name))
    return [
      ...first,
      {
        sql: alter(
          after,
          clause(
            after.type !== before.type && `AS ${after.type}`,
            ...numberingChanges(before, after),
            restart && 'RESTART',
          ),
        ),
      },
    ]
  }
}
