import type { IndexWords } from '../kinds/indexes.ts'
import type { Address } from '../base/kind.ts'
import type { Sql } from './sql.ts'

/** What the compiler knows of a column. */
export interface Shape {
  /** What a row holds when the value is not null. */
  readonly row: unknown
  /** What an insert or an update takes, beside null and `Knex.Raw`. */
  readonly write: unknown
  /** What a row holds when the column is an array of the type. The driver leaves arrays of types it does not know as text. */
  readonly list: unknown
  readonly nullable: boolean
  /** An insert may leave it out. */
  readonly optional: boolean
  /** Nobody but PostgreSQL writes it. */
  readonly generated: boolean
}

/** A shape with some of it changed. */
export type With<S extends Shape, Changes extends Partial<Shape>> = {
  readonly [K in keyof Shape]: K extends keyof Changes ? Changes[K] : S[K]
}

/**
 * The shape of a column that takes these values alone. Where a row holds another type than was written, such as the
 * text of a number, it stays as it is.
 */
export type Among<S extends Shape, V> = [S['row'], S['write'], V] extends [S['write'], S['row'], S['row']]
  ? With<S, { row: V; write: V; list: V[] }>
  : S

/** What a foreign key does to its rows when the row they refer to goes or changes. */
export type OnAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

/** When a constraint is checked: at the end of the transaction, at once but movable to the end, or at once for good. */
export type Deferrable = 'deferred' | 'immediate' | 'not deferrable'

/** Options of an identity column or a sequence; PostgreSQL's own where left out. */
export interface SequenceOptions {
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly min?: number | bigint
  readonly max?: number | bigint
  readonly cache?: number | bigint
  readonly cycle?: boolean
}

/** Options of an identity column. */
export interface IdentityOptions extends SequenceOptions {
  /** The exact name of its sequence; `table_column_seq` when left out. */
  readonly sequence?: string
}

/** What PostgreSQL 18 lets a NOT NULL say. */
export interface NotNullOptions {
  /** The exact name; `table_column_not_null` when left out. */
  readonly name?: string
  /** Children of the table do not keep it. */
  readonly noInherit?: boolean
  /** False: rows that were there before are not looked at. */
  readonly validated?: boolean
}

/** What any named part of a table may say of itself. */
export interface PartOptions {
  /** The exact name, instead of the convention's. */
  readonly name?: string
  readonly comment?: string
  /** The exact name it had before, so that it is renamed. Take it away once the migration is written. */
  readonly renamedFrom?: string
}

/** What may be said of the index behind a constraint, or of an index. */
export interface IndexedOptions extends PartOptions {
  /** Storage parameters: `{ m: 16, ef_construction: 64 }`. */
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
}

/** A primary key or a unique constraint. */
export interface UniqueOptions extends IndexedOptions {
  /** Two nulls count as the same (PostgreSQL 15). Not for a primary key. */
  readonly nullsNotDistinct?: boolean
  /** Columns that ride along in the index. */
  readonly include?: readonly string[]
  readonly deferrable?: Deferrable
  /** The last column is a range, of which no two overlap (PostgreSQL 18). */
  readonly withoutOverlaps?: boolean
}

/** A check constraint. */
export interface CheckOptions extends PartOptions {
  /** Children of the table do not keep it. */
  readonly noInherit?: boolean
  /** False: rows that were there before are not looked at (NOT VALID). */
  readonly validated?: boolean
  /** False: PostgreSQL only records it (NOT ENFORCED, PostgreSQL 18). */
  readonly enforced?: boolean
}

/** An exclusion constraint. */
export interface ExcludeOptions extends IndexedOptions {
  /** The index method; gist when left out. */
  readonly using?: string
  readonly include?: readonly string[]
  readonly where?: string | Sql
  readonly deferrable?: Deferrable
}

/** How one key of an index is kept. */
export interface KeyOptions {
  readonly opclass?: string | Sql
  readonly order?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
  readonly collate?: string | Sql
}

/** A column by its name, or an expression; with options where it needs them: `{ key: 'created_at', order: 'desc' }`. */
export type Key<C extends string = string> = C | Sql | (KeyOptions & { readonly key: C | Sql })

/** An index. The key options, when given here, hold for every key that has none of its own. */
export interface IndexOptions extends IndexedOptions, KeyOptions, IndexWords {
  readonly include?: readonly string[]
}

/** A foreign key as it was declared so far. */
export interface ForeignKeyDraft extends PartOptions {
  /** The namespace, where it is another than the table's own, and the table. */
  readonly table: readonly string[]
  /** The columns referred to; the primary key when empty. */
  readonly columns: readonly string[]
  readonly onDelete?: OnAction
  readonly onUpdate?: OnAction
  /** The columns that SET NULL or SET DEFAULT is for, when not all (PostgreSQL 15). */
  readonly onDeleteColumns?: readonly string[]
  readonly match?: 'full'
  /** The last column is a range, which must be covered (PostgreSQL 18). */
  readonly period?: boolean
  readonly deferrable?: Deferrable
  readonly validated?: boolean
  readonly enforced?: boolean
}

/** What a check asks of a value, in words that are not SQL. */
export interface Asked {
  readonly among?: readonly unknown[]
  readonly least?: unknown
  readonly most?: unknown
  readonly above?: number
  readonly below?: number
  readonly shortest?: number
  readonly longest?: number
}

/** A check of a column, once the column's name is known. */
export interface CheckDraft {
  readonly condition: string
  /** The same for whoever is not PostgreSQL; left out where only SQL says it. */
  readonly asks?: Asked
  /** The short name that goes through the convention. */
  readonly name: string
  readonly options?: CheckOptions
}

/** A column as it was declared so far: plain data. */
export interface ColumnDraft {
  readonly type: string
  /** The addresses of the declared types it uses. */
  readonly needs: readonly Address[]
  /** The labels of the enum that it is, or that its items are. */
  readonly labels: readonly string[] | null
  /** Its JavaScript values are JSON, and a default is written as JSON. */
  readonly json: boolean
  readonly notNull: boolean
  readonly notNullOptions: NotNullOptions
  /** SQL; null for none. */
  readonly defaultTo: string | null
  /** Numbered by a sequence of its own. */
  readonly serial: boolean
  readonly collation: string | null
  readonly identity: (IdentityOptions & { readonly generation: 'always' | 'by default' }) | null
  readonly generated: { readonly expression: string; readonly stored: boolean } | null
  readonly storage: string | null
  readonly compression: string | null
  readonly statistics: number | null
  readonly options: Readonly<Record<string, string>>
  readonly comment: string | null
  readonly renamedFrom: string | null
  /** SQL: how the values that are there become the type; null for PostgreSQL's own way. */
  readonly using: string | null
  readonly primary: UniqueOptions | null
  readonly unique: readonly UniqueOptions[]
  readonly index: readonly IndexOptions[]
  readonly foreign: readonly ForeignKeyDraft[]
  readonly checks: readonly ((column: string) => CheckDraft)[]
}

/** A column of which nothing is said but its type. */
export const BLANK_COLUMN: Omit<ColumnDraft, 'type' | 'json' | 'needs' | 'labels'> = {
  notNull: false,
  notNullOptions: {},
  defaultTo: null,
  serial: false,
  collation: null,
  identity: null,
  generated: null,
  storage: null,
  compression: null,
  statistics: null,
  options: {},
  comment: null,
  renamedFrom: null,
  using: null,
  primary: null,
  unique: [],
  index: [],
  foreign: [],
  checks: [],
}
