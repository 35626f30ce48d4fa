import { named, partsOf, primaryKeyOf, takesTurns } from './shared/names.ts'
import { addresses, only } from '../base/address.ts'
import { defineKind, type Address, type DatabaseObject, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { isFleeting, recreatable } from './shared/expressions.ts'
import { constraintCatalog } from './shared/constraint-catalog.ts'
import { attached, makers, type InheritedConstraint } from './shared/constraint-makers.ts'
import { optionChanges } from './shared/options.ts'
import { ownerThatCalls } from './shared/owners.ts'
import { renamingConstraint } from './shared/rename.ts'
import { clause, quoteIdent, optionList, qualifiedName } from '../base/sql.ts'

/** A constraint of a table or a foreign table. NOT NULL is an attribute of the column. Source: `pg_constraint`. */
export interface Constraint {
  readonly kind: 'constraint'
  /** `TABLE public.users`, or `FOREIGN TABLE public.users`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: 'primary key' | 'unique' | 'check' | 'foreign key' | 'exclude'
  /** As `pg_get_constraintdef` writes it, without NOT VALID and NOT ENFORCED: `CHECK ((id > 0))`. */
  readonly definition: string
  /** False: existing rows were not checked (NOT VALID). */
  readonly validated: boolean
  /** False: NOT ENFORCED, only recorded (PostgreSQL 18). */
  readonly enforced: boolean
  /** The storage parameters of its index. */
  readonly with: Readonly<Record<string, string>>
  /** The tablespace of its index; null for the database's own. */
  readonly tablespace: string | null
  /**
   * A foreign key of an unlogged table. It is recreated when that changes, because tables change one by one and a
   * logged table must not refer to an unlogged one.
   */
  readonly unlogged?: boolean
  /** The table a foreign key refers to. Not compared. */
  readonly references: Address | null
  /**
   * The indexes of the partitions that are attached to the key it refers to, as quoted paths: without one the key is
   * not valid. Not compared.
   */
  readonly keyParts?: readonly string[]
  /** The parent tables' constraints from which it comes, and which create and drop it. Not compared. */
  readonly inherited: InheritedConstraint | null
  /** The table is partitioned: each partition has a constraint of its own, which is attached. Not compared. */
  readonly partitioned: boolean
  /**
   * The index of the partitioned table that its own is attached to, where that belongs to no constraint: it goes with
   * that. Not compared.
   */
  readonly attachedTo?: { readonly schema: string; readonly name: string } | null
  /** No other key of the table has the same columns; of two in one CREATE TABLE PostgreSQL would make only one. Not compared. */
  readonly alone?: boolean
}

export const constraintKind = defineKind<
  Constraint,
  'schema' | 'table' | 'name',
  'on' | 'references' | 'keyParts' | 'inherited' | 'partitioned' | 'attachedTo' | 'alone'
>({
  kind: 'constraint',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
    references: 'the definition tells it',
    keyParts: 'the index attachments are compared',
    inherited:
      'what the parents have is compared there; whether the constraint is its own as well is not (decision 0012)',
    partitioned: "the table's PARTITION BY determines it",
    attachedTo: 'the index attachment is compared',
    alone: 'the other constraints determine it',
  },
  class: 'pg_constraint',
  refs: ['on', 'references'],
  catalog: constraintCatalog,

  address: (constraint) => addresses.constraint(constraint.name, qualifiedName(constraint.schema, constraint.table)),
  relations: ({ on, schema, table, name: own, type, references, keyParts = [], inherited, attachedTo, needs = [] }) => [
    { as: 'part of', to: on },
    ...(INDEXED.has(type) ? [named('relation', qualifiedName(schema, own))] : []),
    ...related('needs', references === null ? [] : [references]),
    ...related('comes after', keyParts.map(addresses.indexAttachment)),
    ...related('waits for', [partsOf(on)]),
    ...(type === 'primary key' ? takesTurns(primaryKeyOf(on)) : []),
    ...(type === 'exclude' ? ownerThatCalls(on, needs) : []),
    ...(inherited ? makers({ on, schema, table }, inherited) : []),
    ...(attachedTo ? attached({ schema, table }, attachedTo) : []),
  ],
  apart: ({ type, keyParts = [], partitioned, inherited }) =>
    type === 'foreign key' && !partitioned && inherited === null && keyParts.length === 0,
  requires: ({ definition, enforced }) =>
    enforced ? FEATURES.find(({ written }) => written.test(definition)) : { feature: 'NOT ENFORCED', major: 18 },

  inline: (constraint) => (isInline(constraint) ? definition(constraint) : undefined),
  create: (constraint, _clauses, made) =>
    constraint.type === 'check' && made
      ? []
      : [
          {
            sql: `${alterTable(constraint)} ADD ${definition(constraint)}${strength(constraint)}`,
          },
        ],
  finish: (constraint) => [
    ...(constraint.type === 'exclude' ? setOptions(constraint, {}) : []),
    ...(constraint.tablespace === null ? [] : setTablespace(constraint)),
  ],
  drop: (constraint, gone) =>
    gone ? [] : [{ sql: `ALTER ${constraint.on} DROP CONSTRAINT ${quoteIdent(constraint.name)}` }],
  rename: (after, before) => [renamingConstraint(after.on, before.name, after.name)],

  alter: {
    type: 'recreate',
    unlogged: 'recreate',
    definition: (after, before) =>
      after.type === 'foreign key' && withoutTiming(after) === withoutTiming(before) && keepsKey(after, before)
        ? [
            {
              sql:
                `ALTER ${after.on} ALTER CONSTRAINT ${quoteIdent(after.name)} ` +
                (TIMING.exec(after.definition)?.[0].trim() || 'NOT DEFERRABLE'),
            },
          ]
        : 'recreate',
    enforced: (after, before) =>
      after.type === 'foreign key' && keepsKey(after, before)
        ? [
            {
              sql: `ALTER ${after.on} ALTER CONSTRAINT ${quoteIdent(after.name)} ${after.enforced ? 'ENFORCED' : 'NOT ENFORCED'}`,
            },
          ]
        : 'recreate',
    validated: (after, before) => {
      if (after.enforced !== before.enforced) return []
      return after.validated && keepsKey(after, before)
        ? [{ sql: `ALTER ${after.on} VALIDATE CONSTRAINT ${quoteIdent(after.name)}` }]
        : 'recreate'
    },
    with: (after, before) => (after.partitioned ? 'recreate' : setOptions(after, before.with)),
    tablespace: setTablespace,
  },

  // PostgreSQL rebuilds a key when the type of a column that rides along changes, and stumbles over the foreign keys
  // that refer to it.
  blocksAlterOf: (constraint, retyped) =>
    isFleeting(constraint.definition) ||
    constraint.definition.includes(' INCLUDE (') ||
    (retyped && constraint.type === 'foreign key')
      ? 'always'
      : 'changed',
})

/** Whether a foreign key keeps the key that it was made for, which its definition does not name. */
function keepsKey(after: DatabaseObject, before: DatabaseObject): boolean {
  return before.needs?.every((needed) => after.needs?.includes(needed)) ?? true
}

/** What came after PostgreSQL 14, and how a definition shows it. */
const FEATURES = [
  { feature: 'NULLS NOT DISTINCT', major: 15, written: /^UNIQUE NULLS NOT DISTINCT/ },
  { feature: 'ON DELETE with a list of columns', major: 15, written: /ON DELETE SET (NULL|DEFAULT) \(/ },
  { feature: 'WITHOUT OVERLAPS', major: 18, written: / WITHOUT OVERLAPS\)/ },
  { feature: 'PERIOD', major: 18, written: /^FOREIGN KEY .*\bPERIOD / },
] as const

/** What is said behind a constraint that is not checked of the rows that are there, or of no row at all. */
function strength({ enforced, validated }: Constraint): string {
  if (!enforced) return ' NOT ENFORCED'
  return validated ? '' : ' NOT VALID'
}

/** A child's constraint that comes with INHERITS is not written again. */
function isInline({ type, validated, inherited, alone }: Constraint): boolean {
  return (
    type !== 'foreign key' &&
    validated &&
    (type !== 'unique' || alone === true) &&
    (!inherited || inherited.local || inherited.partition)
  )
}

const INDEXED: ReadonlySet<string> = new Set<Constraint['type']>(['primary key', 'unique', 'exclude'])

/** The parameters of the index stand before what is said of time. */
function definition(constraint: Constraint): string {
  const parameters =
    constraint.type !== 'exclude' && Object.keys(constraint.with).length > 0
      ? ` WITH (${optionList(constraint.with)})`
      : ''
  const definedAs = recreatable(constraint.definition).replace(TIMING, (timing) => `${parameters}${timing}`)
  return `CONSTRAINT ${quoteIdent(constraint.name)} ${definedAs}`
}

/** A partitioned table's constraint is made without those of its partitions. */
function alterTable(constraint: Constraint): string {
  return clause('ALTER', constraint.partitioned && INDEXED.has(constraint.type) ? only(constraint.on) : constraint.on)
}

const TIMING = /( (NOT )?DEFERRABLE)?( INITIALLY (DEFERRED|IMMEDIATE))?$/

function withoutTiming(constraint: Constraint): string {
  return constraint.definition.replace(TIMING, '')
}

function setOptions(constraint: Constraint, before: Constraint['with']): Statement[] {
  return optionChanges(before, constraint.with).map((change) => ({
    sql: `ALTER INDEX ${qualifiedName(constraint.schema, constraint.name)} ${change}`,
  }))
}

function setTablespace(constraint: Constraint): Statement[] {
  return [
    {
      sql:
        `ALTER INDEX ${qualifiedName(constraint.schema, constraint.name)} ` +
        `SET TABLESPACE ${quoteIdent(constraint.tablespace ?? 'pg_default')}`,
    },
  ]
}
