import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import {
  BLANK_COLUMN,
  type Among,
  type CheckDraft,
  type CheckOptions,
  type ColumnDraft,
  type Deferrable,
  type ForeignKeyDraft,
  type IdentityOptions,
  type IndexOptions,
  type NotNullOptions,
  type OnAction,
  type Shape,
  type UniqueOptions,
  type With,
} from './drafts.ts'
import { tableOf, type TableName } from './keys.ts'
import { expressionOf, jsonLiteral, literal, operand, Sql } from './sql.ts'

/** A column while it is being declared. Every method gives a new one, so a shared start can be built on twice. */
export class ColumnBuilder<S extends Shape> {
  /** For the compiler only. */
  declare readonly shape: S
  readonly draft: ColumnDraft

  constructor(draft: ColumnDraft) {
    this.draft = draft
  }

  /** Refuses null. The options are for PostgreSQL 18, where NOT NULL is a constraint with a name. */
  notNullable(options: NotNullOptions = {}): ColumnBuilder<With<S, { nullable: false }>> {
    return this.#with({ notNull: true, notNullOptions: options })
  }

  /** Allows null. This is the default. */
  nullable(): ColumnBuilder<With<S, { nullable: true }>> {
    return this.#with({ notNull: false, notNullOptions: {} })
  }

  /**
   * What PostgreSQL inserts if an insert gives no value: a value, written as a literal of the column's type, or SQL.
   *
   * ```ts
   * boolean().defaultTo(true)
   * jsonb().defaultTo([])
   * timestamp().defaultTo(sql`now()`)
   * ```
   */
  defaultTo(value: S['row'] | S['write'] | Sql | null): ColumnBuilder<With<S, { optional: true }>> {
    return this.#with({ defaultTo: this.#literal(value) })
  }

  /** Makes it the primary key of its table, and therefore not null. */
  primary(options: UniqueOptions = {}): ColumnBuilder<With<S, { nullable: false }>> {
    return this.#with({ primary: options, notNull: true })
  }

  /** No two rows may hold the same value. */
  unique(options: UniqueOptions = {}): ColumnBuilder<S> {
    return this.#with({ unique: [...this.draft.unique, options] })
  }

  /** An index on this column alone. */
  index(options: IndexOptions = {}): ColumnBuilder<S> {
    return this.#with({ index: [...this.draft.index, options] })
  }

  /**
   * Its value is the key of a row in another table: `references('studies.id')`, or `references('id').inTable('studies')`. The
   * table may be declared in any file. In an array, names are taken literally, including dots.
   */
  references(target: string | readonly [string]): ColumnBuilder<S> {
    return this.#with({ foreign: [...this.draft.foreign, targetOf(target)] })
  }

  /** The table of the reference: `studies` beside this table, `app.studies`, or what `table()` returned. */
  inTable(table: TableName): ColumnBuilder<S> {
    return this.#foreign({ table: tableOf(table) })
  }

  /** What happens to this row when the row it refers to is deleted. */
  onDelete(action: OnAction): ColumnBuilder<S> {
    return this.#foreign({ onDelete: action })
  }

  /** What happens to this row when the key it refers to changes. */
  onUpdate(action: OnAction): ColumnBuilder<S> {
    return this.#foreign({ onUpdate: action })
  }

  /**
   * When the reference is checked: at the end of the transaction (`deferred`), or at once and movable to the end
   * (`immediate`).
   */
  deferrable(when: Deferrable): ColumnBuilder<S> {
    return this.#foreign({ deferrable: when })
  }

  /** The exact name of the reference's constraint, instead of the convention's. */
  withKeyName(name: string): ColumnBuilder<S> {
    return this.#foreign({ name })
  }

  /**
   * A condition that every row satisfies, in SQL. A string as the second argument is the short name that goes through the naming
   * convention.
   */
  check(condition: string | Sql, name: string | CheckOptions = {}): ColumnBuilder<S> {
    return this.#check((column) =>
      typeof name === 'string'
        ? { condition: expressionOf(condition), name }
        : { condition: expressionOf(condition), name: column, options: name },
    )
  }

  /** Every value is greater than zero: `integer().checkPositive()`. */
  checkPositive(name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({ condition: `${operand(column)} > 0`, name: name ?? column, asks: { above: 0 } }))
  }

  /** Every value is less than zero. */
  checkNegative(name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({ condition: `${operand(column)} < 0`, name: name ?? column, asks: { below: 0 } }))
  }

  /**
   * Only these values: `text().checkIn(['draft', 'final'])`. Where the column returns exactly what was written, they
   * become its type. The second argument is the same as for `check()`.
   */
  checkIn<const V extends S['row'] | S['write']>(
    values: readonly V[],
    name: string | CheckOptions = {},
  ): ColumnBuilder<Among<S, V>> {
    const check = (column: string): CheckDraft => ({
      condition: `${operand(column)} IN (${this.#list(values)})`,
      asks: { among: values },
      ...(typeof name === 'string' ? { name } : { name: column, options: name }),
    })
    return this.#with({ checks: [...this.draft.checks, check] })
  }

  /** None of these values. */
  checkNotIn(values: readonly (S['row'] | S['write'])[], name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({
      condition: `${operand(column)} NOT IN (${this.#list(values)})`,
      name: name ?? column,
    }))
  }

  /** Between two values, both included. */
  checkBetween([low, high]: readonly [S['row'] | S['write'], S['row'] | S['write']], name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({
      condition: `${operand(column)} BETWEEN ${this.#literal(low)} AND ${this.#literal(high)}`,
      name: name ?? column,
      asks: { least: low, most: high },
    }))
  }

  /** The number of characters. */
  checkLength(operator: '=' | '<>' | '<' | '<=' | '>' | '>=', length: number, name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({
      condition: `length(${operand(column)}) ${operator} ${length}`,
      name: name ?? column,
      asks: {
        ...(['=', '>', '>='].includes(operator) && { shortest: operator === '>' ? length + 1 : length }),
        ...(['=', '<', '<='].includes(operator) && { longest: operator === '<' ? length - 1 : length }),
      },
    }))
  }

  /** A POSIX regular expression of PostgreSQL, case-sensitive, anywhere in the text. */
  checkRegex(pattern: string, name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({ condition: `${operand(column)} ~ ${literal(pattern)}`, name: name ?? column }))
  }

  /** A comment for people who read the database. */
  comment(text: string): ColumnBuilder<S> {
    return this.#with({ comment: text })
  }

  /** Its previous name, so that it is renamed and keeps its values. Remove it once the migration is written. */
  renamedFrom(name: string): ColumnBuilder<S> {
    return this.#with({ renamedFrom: name })
  }

  /**
   * How existing values are converted to this type, in the migration that changes it: ``.using(sql`at AT TIME ZONE
   * 'Europe/Berlin'`)``. The way down uses PostgreSQL's own cast. Never compared; remove it once the migration is written.
   */
  using(expression: string | Sql): ColumnBuilder<S> {
    return this.#with({ using: expressionOf(expression) })
  }

  /** The rules for sorting and comparing its text: `'C'`, `'de-x-icu'`, or with its namespace `sql.name('app', 'ci')`. */
  collate(collation: string | Sql): ColumnBuilder<S> {
    return this.#with({ collation: operand(collation) })
  }

  /** PostgreSQL computes the value from the other columns. Stored on disk unless `stored` is false (PostgreSQL 18). */
  generatedAs(
    expression: string | Sql,
    { stored = true }: { readonly stored?: boolean } = {},
  ): ColumnBuilder<With<S, { optional: true; generated: true }>> {
    return this.#with({ generated: { expression: expressionOf(expression), stored } })
  }

  /** An identity column: PostgreSQL numbers the rows. */
  identity(
    options?: IdentityOptions & { readonly generation?: 'always' },
  ): ColumnBuilder<With<S, { nullable: false; optional: true; generated: true }>>
  /** PostgreSQL numbers the rows that come without a number. */
  identity(
    options: IdentityOptions & { readonly generation: 'by default' },
  ): ColumnBuilder<With<S, { nullable: false; optional: true }>>
  identity({
    generation = 'always',
    ...options
  }: IdentityOptions & { readonly generation?: 'always' | 'by default' } = {}): ColumnBuilder<never> {
    return this.#with({ identity: { generation, ...options }, notNull: true })
  }

  /** An array of the type. Call it twice for two dimensions; PostgreSQL does not distinguish them from one. */
  array(): ColumnBuilder<With<S, { row: S['list']; write: readonly S['write'][] | string; list: string }>> {
    return this.#with({ type: this.draft.type.endsWith('[]') ? this.draft.type : `${this.draft.type}[]`, json: false })
  }

  /** Where long values go: `plain`, `external`, `extended` or `main`. */
  storage(storage: 'plain' | 'external' | 'extended' | 'main'): ColumnBuilder<S> {
    return this.#with({ storage })
  }

  /** The method by which long values are compressed. */
  compression(method: 'pglz' | 'lz4'): ColumnBuilder<S> {
    return this.#with({ compression: method })
  }

  /** How much ANALYZE keeps about it, 0 to 10000. */
  statistics(target: number): ColumnBuilder<S> {
    return this.#with({ statistics: target })
  }

  /** The column's own options: `{ n_distinct: -0.5 }`. */
  options(values: Readonly<Record<string, string | number>>): ColumnBuilder<S> {
    return this.#with({
      options: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])),
    })
  }

  /**
   * Narrows its type in TypeScript, where you know more than the database type says: `text().typed<'a' | 'b'>()`.
   * Changes nothing in the database.
   */
  typed<T>(): ColumnBuilder<With<S, { row: T; write: T; list: T[] }>> {
    return this.#with({})
  }

  #with<T extends Shape>(changes: Partial<ColumnDraft>): ColumnBuilder<T> {
    return new ColumnBuilder<T>({ ...this.draft, ...changes })
  }

  #check(check: (column: string) => CheckDraft): ColumnBuilder<S> {
    return this.#with({ checks: [...this.draft.checks, check] })
  }

  #foreign(changes: Partial<ForeignKeyDraft>): ColumnBuilder<S> {
    const last = this.draft.foreign.at(-1)
    if (!last) {
      throw new KnexusError(
        'no-reference',
        `${Object.keys(changes).join(', ')} is for a column that references another, and this one references none.`,
        "Call references('table.column') first.",
      )
    }
    return this.#with({ foreign: [...this.draft.foreign.slice(0, -1), { ...last, ...changes }] })
  }

  #list(values: readonly unknown[]): string {
    return values.map((value) => this.#literal(value)).join(', ')
  }

  #literal(value: unknown): string {
    return value instanceof Sql || !this.draft.json ? literal(value) : jsonLiteral(value)
  }
}

/** The start of every column of a type; `needs` are the addresses of the declared types in it. */
export function column<S extends Shape>(
  type: string,
  {
    json = false,
    needs = [],
    labels = null,
  }: { readonly json?: boolean; readonly needs?: readonly Address[]; readonly labels?: readonly string[] | null } = {},
): ColumnBuilder<S> {
  return new ColumnBuilder<S>({ ...BLANK_COLUMN, type, json, needs, labels })
}

function targetOf(target: string | readonly [string]): ForeignKeyDraft {
  if (typeof target !== 'string' && !Array.isArray(target))
    throw new TypeError("references() takes the name of a table and a column: write references('studies.id')")
  if (typeof target !== 'string') return { columns: target, table: [] }
  const parts = target.split('.')
  return { columns: [parts.at(-1) ?? ''], table: parts.slice(0, -1) }
}
