import type { IndexWords } from '../kinds/indexes.ts'
import type { Address } from '../base/kind.ts'
import type { Sql } from './sql.ts'

/** What TypeScript knows about a column. */
export interface Shape {
  /** What a row holds when the value is not null. */
  readonly row: unknown
  /** What an insert or an update accepts, apart from null and `Knex.Raw`. */
  readonly write: unknown
  /** What a row holds if the column is an array of the type. The driver returns arrays of types that it does not know as text. */
  readonly list: unknown
  readonly nullable: boolean
  /** An insert may leave it out. */
  readonly optional: boolean
  /** Only PostgreSQL writes it. */
  readonly generated: boolean
}

/** A shape with some of it changed. */
export type With<S extends Shape, Changes extends Partial<Shape>> = {
  readonly [K in keyof Shape]: K extends keyof Changes ? Changes[K] : S[K]
}

/**
 * The shape of a column that accepts only these values. If a row holds another type than was written, such as the text of a
 * number, the shape stays as it is.
 */
export type Among<S extends Shape, V> = [S['row'], S['write'], V] extends [S['write'], S['row'], S['row']]
  ? With<S, { row: V; write: V; list: V[] }>
  : S

/** What a foreign key does to its rows when the referenced row is deleted or changes. */
export type OnAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

/** When a constraint is checked: at the end of the transaction, at once unless a transaction defers it, or always at once. */
export type Deferrable = 'deferred' | 'immediate' | 'not deferrable'

/** Options of an identity column or a sequence. The defaults are those of PostgreSQL. */
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
  /** The exact name of its sequence. The default is `table_column_seq`. */
  readonly sequence?: string
}

/** Options of a NOT NULL constraint, for PostgreSQL 18. */
export interface NotNullOptions {
  /** The exact name. The default is `table_column_not_null`. */
  readonly name?: string
  /** Tables that inherit from this one do not get it (NO INHERIT). */
  readonly noInherit?: boolean
  /** If false, existing rows are not checked (NOT VALID). */
  readonly validated?: boolean
}

/** Options of any named part of a table. */
export interface PartOptions {
  /** The exact name, in place of the one from the naming convention. */
  readonly name?: string
  readonly comment?: string
  /** Its exact previous name, so that it is renamed. Remove it once the migration is written. */
  readonly renamedFrom?: string
}

/** Options of an index, or of the index behind a constraint. */
export interface IndexedOptions extends PartOptions {
  /** Storage parameters: `{ m: 16, ef_construction: 64 }`. */
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
}

/** A primary key or a unique constraint. */
export interface UniqueOptions extends IndexedOptions {
  /** Two nulls count as the same (PostgreSQL 15). Not for a primary key. */
  readonly nullsNotDistinct?: boolean
  /** Further columns that the index stores (INCLUDE). */
  readonly include?: readonly string[]
  readonly deferrable?: Deferrable
  /** The last column is a range, and ranges of one key must not overlap (PostgreSQL 18). */
  readonly withoutOverlaps?: boolean
}

/** A check constraint. */
export interface CheckOptions extends PartOptions {
  /** Tables that inherit from this one do not get it (NO INHERIT). */
  readonly noInherit?: boolean
  /** If false, existing rows are not checked (NOT VALID). */
  readonly validated?: boolean
  /** If false, PostgreSQL only records it (NOT ENFORCED, PostgreSQL 18). */
  readonly enforced?: boolean
}

/** An exclusion constraint. */
export interface ExcludeOptions extends IndexedOptions {
  /** The index method. The default is `gist`. */
  readonly using?: string
  readonly include?: readonly string[]
  readonly where?: string | Sql
  readonly deferrable?: Deferrable
}

/** Options of one key of an index. */
export interface KeyOptions {
  readonly opclass?: string | Sql
  readonly order?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
  readonly collate?: string | Sql
}

/** A column by its name, or an expression; with options where it needs them: `{ key: 'created_at', order: 'desc' }`. */
export type Key<C extends string = string> = C | Sql | (KeyOptions & { readonly key: C | Sql })

/** An index. Key options given here apply to every key that has none of its own. */
export interface IndexOptions extends IndexedOptions, KeyOptions, IndexWords {
  readonly include?: readonly string[]
}

/** A foreign key as declared so far. */
export interface ForeignKeyDraft extends PartOptions {
  /** The table, after its namespace if that is another than the referencing table's. */
  readonly table: readonly string[]
  /** The referenced columns; if empty, the primary key. */
  readonly columns: readonly string[]
  readonly onDelete?: OnAction
  readonly onUpdate?: OnAction
  /** The columns to which SET NULL or SET DEFAULT applies, if not all (PostgreSQL 15). */
  readonly onDeleteColumns?: readonly string[]
  readonly match?: 'full'
  /** The last column is a range, which must be covered (PostgreSQL 18). */
  readonly period?: boolean
  readonly deferrable?: Deferrable
  readonly validated?: boolean
  readonly enforced?: boolean
}

/** What a check requires of a value, for a JSON Schema. */
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
  /** The same as data, if data can express it. */
  readonly asks?: Asked
  /** The short name, from which the naming convention makes the constraint's name. */
  readonly name: string
  readonly options?: CheckOptions
}

/** A column as declared so far: plain data. */
export interface ColumnDraft {
  readonly type: string
  /** The addresses of the declared types it uses. */
  readonly needs: readonly Address[]
  /** The labels of its enum type, also if it is an array of it. */
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
  /** SQL that converts existing values to the type; null for PostgreSQL's own cast. */
  readonly using: string | null
  readonly primary: UniqueOptions | null
  readonly unique: readonly UniqueOptions[]
  readonly index: readonly IndexOptions[]
  readonly foreign: readonly ForeignKeyDraft[]
  readonly checks: readonly ((column: string) => CheckDraft)[]
}

/** A column of which only the type is declared. */
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
