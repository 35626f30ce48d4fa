import { addresses } from '../base/address.ts'
import type { MaterializedView } from '../kinds/materialized-views.ts'
import type { View } from '../kinds/views.ts'
import type { AnyObject } from '../kinds/index.ts'
import { qualifiedName } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { commentOn, declaration, needsFrom, rename, together, type Declared, type Needed } from './context.ts'
import type { IndexOptions, Key } from './drafts.ts'
import { index } from './indexes.ts'
import { givenName, type Naming } from './naming.ts'
import { expressionOf, type Sql } from './sql.ts'
import { keyOf, type KeyOf, type Relation } from './table.ts'
import type { Columns } from './table-parts.ts'

interface Common<C extends Columns> {
  /** The query. */
  readonly as: string | Sql
  /** Its columns, in order. Their names and comments are declared in PostgreSQL; their types are for TypeScript only. */
  readonly columns?: C
  readonly comment?: string
  readonly renamedFrom?: string
  /** Declarations of objects that must exist before it, such as another view that it reads. */
  readonly needs?: readonly Needed[]
}

export interface ViewOptions<C extends Columns> extends Common<C> {
  /** Tables are read with the privileges of the user of the view, not of its owner (PostgreSQL 15). */
  readonly securityInvoker?: boolean
  readonly securityBarrier?: boolean
  /** A row written through the view must be visible through it. */
  readonly checkOption?: 'local' | 'cascaded'
}

export interface MaterializedViewOptions<C extends Columns> extends Common<C> {
  /** If false, it is created empty, and cannot be read until it is refreshed. */
  readonly withData?: boolean
  readonly options?: Readonly<Record<string, string | number | boolean>>
  readonly accessMethod?: string
  readonly tablespace?: string
  readonly indexes?: readonly (IndexOptions & { readonly keys: readonly Key[] })[]
}

/** `view()` for a namespace, as `declareWith` returns it. */
export function viewIn<Schema extends string>(schema: Schema) {
  return function view<const Name extends string, C extends Columns = Columns>(
    name: Name,
    options: ViewOptions<C>,
  ): Relation<KeyOf<Schema, Name>, C> {
    refuseQuery('view', name, options)
    const object: View = {
      kind: 'view',
      schema,
      name: givenName('view', name),
      columns: options.columns ? Object.keys(options.columns) : null,
      definition: queryOf(options.as),
      shape: null,
      options: {
        ...(options.checkOption && { check_option: options.checkOption }),
        ...(options.securityBarrier && { security_barrier: 'true' }),
        ...(options.securityInvoker && { security_invoker: 'true' }),
      },
      ...needsFrom(options.needs),
    }
    return { ...relation(object, { ...object, name: options.renamedFrom ?? name }, options), key: keyOf(schema, name) }
  }
}

/** `materializedView()` for a namespace and a naming convention, as `declareWith` returns it. */
export function materializedViewIn<Schema extends string>(schema: Schema, naming: Naming) {
  return function materializedView<const Name extends string, C extends Columns = Columns>(
    name: Name,
    options: MaterializedViewOptions<C>,
  ): Relation<KeyOf<Schema, Name>, C> {
    refuseQuery('materializedView', name, options)
    const columns = options.columns ? Object.keys(options.columns) : null
    const object: MaterializedView = {
      kind: 'materialized view',
      schema,
      name: givenName('materialized view', name),
      columns,
      definition: queryOf(options.as),
      options: Object.fromEntries(Object.entries(options.options ?? {}).map(([key, value]) => [key, String(value)])),
      accessMethod: options.accessMethod ?? null,
      tablespace: options.tablespace ?? null,
      populated: options.withData ?? true,
      ...needsFrom(options.needs),
    }
    const context = {
      schema,
      table: name,
      oldTable: options.renamedFrom ?? name,
      columns: columns ?? [],
      naming,
      on: addressOf(object),
    }
    const indexes = (options.indexes ?? []).map(({ keys, ...rest }) => index(keys, rest).build(context))
    return {
      ...relation(object, { ...object, name: options.renamedFrom ?? name }, options, indexes),
      key: keyOf(schema, name),
    }
  }
}

/** Refuses a query in place of options. */
function refuseQuery(word: string, name: string, options: unknown): void {
  if (typeof options !== 'object' || options === null || !('as' in options))
    throw new TypeError(
      `the query of ${word}("${name}") is an option: write ${word}('${name}', { as: sql\`SELECT ...\` })`,
    )
}

function relation<C extends Columns>(
  object: View | MaterializedView,
  before: View | MaterializedView,
  options: Common<C>,
  parts: readonly Declared[] = [],
) {
  const { schema, name } = object
  const { objects, renames } = together(parts)
  const comments = Object.entries(options.columns ?? {}).map(([column, { draft }]) =>
    columnComment(object, column, draft.comment),
  )
  return {
    [declaration]: true as const,
    schema,
    name,
    columns: options.columns,
    objects: [object, ...commentOn(object, options.comment), ...comments.flat(), ...objects],
    renames: [...(before.name === name ? [] : [rename(object, before)]), ...renames],
  }
}

/** A view's column is not an object of its own, so its comment belongs to the view and names the column as a part. */
function columnComment(view: View | MaterializedView, column: string, text: string | null): AnyObject[] {
  return text === null
    ? []
    : [
        {
          kind: 'comment',
          on: addressOf(view),
          part: addresses.column(qualifiedName(view.schema, view.name), column),
          text,
        },
      ]
}

function queryOf(source: string | Sql): string {
  return expressionOf(source).trim().replace(/;$/, '')
}
