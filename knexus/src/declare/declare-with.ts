import { enumTypeIn } from './enums.ts'
import { routineIn } from './functions.ts'
import { knexNaming, type Naming } from './naming.ts'
import { sequenceIn } from './sequences.ts'
import { tableIn } from './table.ts'
import { compositeIn, domainIn, rangeIn } from './types.ts'
import { materializedViewIn, viewIn } from './views.ts'

/**
 * The declaring functions for a namespace and a naming convention. Call it once, in a file that the models import.
 *
 * ```ts
 * export const { table, enumType } = declareWith({ naming: naming({ pk: 'pk_{table}' }) })
 * export const app = declareWith({ schema: 'app' })   // app.table('users', …) is app.users
 * ```
 */
export function declareWith(options?: { readonly naming?: Naming }): Declaring<'public'>
export function declareWith<const Schema extends string>(options: {
  readonly schema: Schema
  readonly naming?: Naming
}): Declaring<Schema>
export function declareWith({
  schema = 'public',
  naming = knexNaming,
}: { readonly schema?: string; readonly naming?: Naming } = {}): Declaring<string> {
  return {
    table: tableIn(schema, naming),
    enumType: enumTypeIn(schema),
    domain: domainIn(schema, naming),
    composite: compositeIn(schema),
    range: rangeIn(schema),
    sequence: sequenceIn(schema),
    view: viewIn(schema),
    materializedView: materializedViewIn(schema, naming),
    fn: routineIn(schema, 'function'),
    procedure: routineIn(schema, 'procedure'),
  }
}

/** What `declareWith` returns. */
export interface Declaring<Schema extends string> {
  /**
   * A table: its name, its columns, and what else belongs to it.
   *
   * ```ts
   * export const studies = table('studies', {
   *   ...uuidKey(), ...timestamps(),
   *   workspace_id: uuid().notNullable().references('workspaces.id').onDelete('cascade'),
   *   code: string(64).notNullable(),
   * }, (t) => [t.unique(['workspace_id', 'code']), t.check("code <> ''")])
   * ```
   */
  readonly table: ReturnType<typeof tableIn<Schema>>
  /** An enum type: `enumType('study_status', ['active', 'archived'])`. */
  readonly enumType: ReturnType<typeof enumTypeIn>
  /** A domain, which is a type with conditions: `domain('email', text().check("VALUE ~ '@'"))`. */
  readonly domain: ReturnType<typeof domainIn>
  /** A composite type, with several attributes: `composite('address', { street: text(), zip: string(10) })`. */
  readonly composite: ReturnType<typeof compositeIn>
  /** A range type: `range('score_range', double())`. */
  readonly range: ReturnType<typeof rangeIn>
  /** A sequence that no column owns: `sequence('invoice_numbers', { start: 1000 })`. */
  readonly sequence: ReturnType<typeof sequenceIn>
  /** A view: `view('open_tasks', { columns: { id: uuid().notNullable() }, as: 'SELECT id FROM tasks' })`. */
  readonly view: ReturnType<typeof viewIn<Schema>>
  /**
   * A materialized view: `materializedView('totals', { as: 'SELECT count(*) AS n FROM
   * tasks', indexes: [{ keys: ['n'] }] })`.
   */
  readonly materializedView: ReturnType<typeof materializedViewIn<Schema>>
  /** A function: `fn('touch', { body: 'BEGIN NEW.updated_at := now(); RETURN NEW; END' })`. */
  readonly fn: ReturnType<typeof routineIn>
  /**
   * A procedure: `procedure('tidy', { arguments: { days: 'integer' }, body: 'BEGIN DELETE FROM logs WHERE age > days;
   * END' })`.
   */
  readonly procedure: ReturnType<typeof routineIn>
}

/** The declaring functions for the namespace `public`, with Knex's own names for constraints and indexes. */
export const { table, enumType, domain, composite, range, sequence, view, materializedView, fn, procedure } =
  declareWith()
