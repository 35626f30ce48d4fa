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
import { refuseMoment, refuseName } from './refuse.ts'
import { expressionOf, jsonLiteral, literal, operand, Sql } from './sql.ts'

/** A column being declared. Every method returns a new builder, so a shared beginning can be used more than once. */
export class ColumnBuilder<S extends Shape> {
  /** For the compiler only. */
  declare readonly shape: S
  readonly draft: ColumnDraft

  constructor(draft: ColumnDraft) {
    this.draft = draft
  }

  /**
   * Rejects null: `text().notNullable()`. The options are for PostgreSQL 18, where NOT NULL is a constraint with a name.
   */
  notNullable(options: NotNullOptions = {}): ColumnBuilder<With<S, { nullable: false }>> {
    return this.#with({ notNull: true, notNullOptions: options })
  }

  /** Accepts null, which is the default: `text().nullable()`. */
  nullable(): ColumnBuilder<With<S, { nullable: true }>> {
    return this.#with({ notNull: false, notNullOptions: {} })
  }

  /**
   * What PostgreSQL stores when an insert gives no value: a plain value, which is quoted for you, or SQL.
   *
   * ```ts
   * boolean().defaultTo(true)
   * jsonb().defaultTo([])
   * timestamp().defaultTo(sql`now()`)
   * ```
   */
  defaultTo(value: S['row'] | S['write'] | Sql | null): ColumnBuilder<With<S, { optional: true }>> {
    refuseMoment(this.draft.type, value)
    return this.#with({ defaultTo: this.#literal(value) })
  }

  /** Makes the column the primary key of its table, and therefore not null: `uuid().primary()`. */
  primary(options: UniqueOptions = {}): ColumnBuilder<With<S, { nullable: false }>> {
    return this.#with({ primary: options, notNull: true })
  }

  /** No two rows may have the same value: `text().unique()`. */
  unique(options: UniqueOptions = {}): ColumnBuilder<S> {
    refuseName('unique', options)
    return this.#with({ unique: [...this.draft.unique, options] })
  }

  /** An index on this column alone: `text().index()`, `jsonb().index({ using: 'gin' })`. */
  index(options: IndexOptions = {}): ColumnBuilder<S> {
    refuseName('index', options)
    return this.#with({ index: [...this.draft.index, options] })
  }

  /**
   * A foreign key to one column of another table: `uuid().references('studies.id')`. The table may be declared in any
   * file. A name with a dot in it goes in an array: `['studies.id']` is one column of that name.
   */
  references(target: string | readonly [string]): ColumnBuilder<S> {
    return this.#with({ foreign: [...this.draft.foreign, targetOf(target)] })
  }

  /**
   * The referenced table, when `references` names only the column: `uuid().references('id').inTable('studies')`. It is the
   * name of a table in the same namespace, a qualified name such as `app.studies`, or what `table()` returned.
   */
  inTable(table: TableName): ColumnBuilder<S> {
    return this.#foreign({ table: tableOf(table) })
  }

  /** What happens to this row when the referenced row is deleted: `uuid().references('studies.id').onDelete('cascade')`. */
  onDelete(action: OnAction): ColumnBuilder<S> {
    return this.#foreign({ onDelete: action })
  }

  /** What happens to this row when the referenced key changes: `uuid().references('studies.id').onUpdate('cascade')`. */
  onUpdate(action: OnAction): ColumnBuilder<S> {
    return this.#foreign({ onUpdate: action })
  }

  /**
   * When the foreign key is checked: at the end of the transaction (`deferred`), or after each statement unless the
   * transaction defers it (`immediate`): `uuid().references('studies.id').deferrable('deferred')`.
   */
  deferrable(when: Deferrable): ColumnBuilder<S> {
    return this.#foreign({ deferrable: when })
  }

  /**
   * The exact name of the foreign key, in place of the one from the naming convention:
   * `uuid().references('studies.id').withKeyName('fk_study')`.
   */
  withKeyName(name: string): ColumnBuilder<S> {
    return this.#foreign({ name })
  }

  /**
   * An SQL condition that every row must satisfy: `integer().check('quantity > 0')`. A string as the second argument is a short
   * name, from which the naming convention makes the constraint's name; `{ name }` gives the exact name.
   */
  check(condition: string | Sql, name: string | CheckOptions = {}): ColumnBuilder<S> {
    return this.#check((column) =>
      typeof name === 'string'
        ? { condition: expressionOf(condition), name }
        : { condition: expressionOf(condition), name: column, options: name },
    )
  }

  /** Every value must be greater than zero: `integer().checkPositive()`. */
  checkPositive(name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({ condition: `${operand(column)} > 0`, name: name ?? column, asks: { above: 0 } }))
  }

  /** Every value must be less than zero: `integer().checkNegative()`. */
  checkNegative(name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({ condition: `${operand(column)} < 0`, name: name ?? column, asks: { below: 0 } }))
  }

  /**
   * Only these values are accepted: `text().checkIn(['draft', 'final'])`. If the driver returns values in the form in which
   * they are written, the TypeScript type is narrowed to them. The second argument is that of `check()`.
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

  /** None of these values is accepted: `text().checkNotIn(['', 'unknown'])`. */
  checkNotIn(values: readonly (S['row'] | S['write'])[], name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({
      condition: `${operand(column)} NOT IN (${this.#list(values)})`,
      name: name ?? column,
    }))
  }

  /** Every value must lie between the two, inclusive: `integer().checkBetween([1, 100])`. */
  checkBetween([low, high]: readonly [S['row'] | S['write'], S['row'] | S['write']], name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({
      condition: `${operand(column)} BETWEEN ${this.#literal(low)} AND ${this.#literal(high)}`,
      name: name ?? column,
      asks: { least: low, most: high },
    }))
  }

  /** Limits the number of characters: `text().checkLength('<=', 80)`. */
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

  /**
   * Every value must match a POSIX regular expression, case-sensitively. It may match any part of the text:
   * `text().checkRegex('^[A-Z]{2}$')`.
   */
  checkRegex(pattern: string, name?: string): ColumnBuilder<S> {
    return this.#check((column) => ({ condition: `${operand(column)} ~ ${literal(pattern)}`, name: name ?? column }))
  }

  /** A comment on the column, for people who read the database: `text().comment('Shown to the customer.')`. */
  comment(text: string): ColumnBuilder<S> {
    return this.#with({ comment: text })
  }

  /**
   * The column's previous name, so that it is renamed and keeps its values: `text().renamedFrom('label')`. Remove it once the
   * migration is written.
   */
  renamedFrom(name: string): ColumnBuilder<S> {
    return this.#with({ renamedFrom: name })
  }

  /**
   * How the migration that changes the column's type converts existing values: ``timestamp().using(sql`starts_at AT TIME ZONE
   * 'Europe/Berlin'`)``. `down` uses PostgreSQL's own cast. It is never compared; remove it once the migration is written.
   */
  using(expression: string | Sql): ColumnBuilder<S> {
    return this.#with({ using: expressionOf(expression) })
  }

  /**
   * The collation, by which its text is sorted and compared: `text().collate('C')`. One in another namespace is written
   * `sql.name('app', 'ci')`.
   */
  collate(collation: string | Sql): ColumnBuilder<S> {
    return this.#with({ collation: operand(collation) })
  }

  /**
   * PostgreSQL computes the value from other columns: ``text().generatedAs(sql`lower(title)`)``. It is stored on disk unless
   * `stored` is false (PostgreSQL 18).
   */
  generatedAs(
    expression: string | Sql,
    { stored = true }: { readonly stored?: boolean } = {},
  ): ColumnBuilder<With<S, { optional: true; generated: true }>> {
    return this.#with({ generated: { expression: expressionOf(expression), stored } })
  }

  /**
   * An identity column, numbered by PostgreSQL: `integer().identity()`. With
   * `integer().identity({ generation: 'by default', start: 1000 })` an insert may give a number of its own.
   */
  identity(
    options?: IdentityOptions & { readonly generation?: 'always' },
  ): ColumnBuilder<With<S, { nullable: false; optional: true; generated: true }>>
  /** An identity column for which an insert may give a number of its own. */
  identity(
    options: IdentityOptions & { readonly generation: 'by default' },
  ): ColumnBuilder<With<S, { nullable: false; optional: true }>>
  identity({
    generation = 'always',
    ...options
  }: IdentityOptions & { readonly generation?: 'always' | 'by default' } = {}): ColumnBuilder<never> {
    return this.#with({ identity: { generation, ...options }, notNull: true })
  }

  /**
   * An array of the type: `text().array()`. Call it twice for two dimensions in TypeScript; PostgreSQL does not distinguish
   * them from one.
   */
  array(): ColumnBuilder<With<S, { row: S['list']; write: readonly S['write'][] | string; list: string }>> {
    return this.#with({ type: this.draft.type.endsWith('[]') ? this.draft.type : `${this.draft.type}[]`, json: false })
  }

  /** How long values are stored (TOAST): `plain`, `external`, `extended` or `main`, as in `text().storage('external')`. */
  storage(storage: 'plain' | 'external' | 'extended' | 'main'): ColumnBuilder<S> {
    return this.#with({ storage })
  }

  /** How long values are compressed, `pglz` or `lz4`: `text().compression('pglz')`. */
  compression(method: 'pglz' | 'lz4'): ColumnBuilder<S> {
    return this.#with({ compression: method })
  }

  /** The statistics target of the column for ANALYZE, 0 to 10000: `text().statistics(500)`. */
  statistics(target: number): ColumnBuilder<S> {
    return this.#with({ statistics: target })
  }

  /** Planner options of the column: `text().options({ n_distinct: -0.5 })`. */
  options(values: Readonly<Record<string, string | number>>): ColumnBuilder<S> {
    return this.#with({
      options: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])),
    })
  }

  /**
   * Narrows the TypeScript type, when you know more than the database type says: `text().typed<'a' | 'b'>()`. It changes
   * nothing in the database.
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

/** A new column of a type; `needs` are the addresses of the declared types in it. */
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
