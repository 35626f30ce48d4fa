import { addresses } from '../base/address.ts'
import type { Column } from '../kinds/columns.ts'
import type { Sequence } from '../kinds/sequences.ts'
import type { Table } from '../kinds/tables.ts'
import { qualifiedName, quoteLiteral } from '../base/sql.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf } from '../schema.ts'
import { check, foreignKey, primaryKey, unique } from './constraints.ts'
import {
  commentOn,
  convention,
  declaration,
  needsColumns,
  rename,
  together,
  type Declaration,
  type Declared,
  type Part,
  type TableContext,
} from './context.ts'
import type { ColumnDraft } from './drafts.ts'
import { index } from './indexes.ts'
import { conventionalName, givenName, type Naming } from './naming.ts'
import { columnsOf } from './keys.ts'
import { partitionsLike, type Partitions } from './partitions.ts'
import { sql } from './sql.ts'
import { numberingOf } from './sequences.ts'
import { TableParts, type Columns, type TablePart, type TableSettings } from './table-parts.ts'
import { refuseOthers } from './refuse.ts'

/** A table or a view. `Key` is its name in Knex: `studies`, or `app.studies` outside of `public`. */
export interface Relation<Key extends string, C extends Columns> extends Declaration {
  readonly schema: string
  readonly name: string
  /** Its name in Knex: `knex(studies.key)`. */
  readonly key: Key
  /** A view may leave them out. */
  readonly columns?: C | undefined
}

/** A declared table, which `table()` returns. */
export interface DeclaredTable<Key extends string, C extends Columns> extends Relation<Key, C> {
  readonly columns: C
  /** The naming convention of its keys, indexes and constraints. */
  readonly [convention]: Naming
}

/** The name of a relation in Knex: with its namespace, unless that is `public`. */
export type KeyOf<Schema extends string, Name extends string> = Schema extends 'public' ? Name : `${Schema}.${Name}`

/** `table()` for a namespace and a naming convention, as `declareWith` returns it. */
export function tableIn<Schema extends string>(schema: Schema, naming: Naming) {
  return function table<const Name extends string, C extends Columns>(
    name: Name,
    columns: C,
    more: (t: TableParts<C>) => readonly TablePart[] = () => [],
  ): DeclaredTable<KeyOf<Schema, Name>, C> {
    refuseOthers(name, columns, more)
    const parts: unknown = more(new TableParts<C>(schema))
    if (!isParts(parts))
      throw new TypeError(
        `the third argument of table("${name}") does not return a list: write (t) => [t.index(['id'])]`,
      )
    const said = parts.map((part) => ('settings' in part ? part.settings : {}))
    const settings: TableSettings = Object.assign({}, ...said)
    const partitions: Partitions = Object.assign({}, ...said.map((one) => one.partitions))
    const names = Object.keys(columns)
    const context: TableContext = {
      on: addresses.table(qualifiedName(schema, name)),
      schema,
      table: givenName('table', name),
      oldTable: settings.renamedFrom ?? name,
      columns: names,
      naming,
    }
    const { objects, renames } = together([
      tableItself(context, settings),
      ...names.map((column) => columnItself(context, givenName('column', column), columns[column]!.draft)),
      ...[...names.flatMap((column) => columnParts(column, columns[column]!.draft)), ...parts].flatMap((part) =>
        'settings' in part ? [] : [part.build(context)],
      ),
    ])
    return {
      [declaration]: true,
      [convention]: naming,
      schema,
      name,
      key: keyOf(schema, name),
      columns,
      objects: [...objects, ...partitionsLike(context, partitions, objects)],
      renames,
    }
  }
}

function isParts(parts: unknown): parts is readonly TablePart[] {
  return Array.isArray(parts)
}

/** The name of a table in Knex. */
export function keyOf<Schema extends string, Name extends string>(schema: Schema, name: Name): KeyOf<Schema, Name>
export function keyOf(schema: string, name: string): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

function tableItself(context: TableContext, settings: TableSettings): Declared {
  const { comment, renamedFrom, partitions: _, ...rest } = settings
  const table: Table = {
    kind: 'table',
    schema: context.schema,
    name: context.table,
    unlogged: false,
    partitionBy: null,
    accessMethod: null,
    options: {},
    rowSecurity: false,
    forceRowSecurity: false,
    inherits: [],
    ofType: null,
    tablespace: null,
    ...rest,
  }
  return {
    objects: [table, ...commentOn(table, comment)],
    renames: renamedFrom === undefined ? [] : [rename(table, { ...table, name: renamedFrom })],
  }
}

function columnItself(
  { on, schema, table, oldTable, columns }: TableContext,
  name: string,
  draft: ColumnDraft,
): Declared {
  const { identity, notNullOptions: notNull } = draft
  const used = draft.generated
    ? columnsOf(sql.raw(draft.generated.expression), columns).filter((one) => one !== name)
    : []
  const object: Column = {
    kind: 'column',
    on,
    schema,
    table,
    name,
    type: draft.type,
    category: 'U',
    ...(draft.using !== null && { using: draft.using }),
    collation: draft.collation,
    notNull: draft.notNull,
    notNullName: notNull.name ?? null,
    notNullNoInherit: notNull.noInherit ?? false,
    notNullValidated: notNull.validated ?? true,
    generated: draft.generated,
    identity: identity && {
      generation: identity.generation,
      name: identity.sequence ?? null,
      ...numberingOf(draft.type, identity),
    },
    storage: draft.storage,
    ownStorage: 'extended',
    compression: draft.compression,
    statistics: draft.statistics,
    options: draft.options,
    inherited: null,
    ...needsColumns({ schema, table }, used, draft.needs),
  }
  const objects: AnyObject[] = [
    object,
    ...commentOn(object, draft.comment),
    ...(draft.serial ? serialOf(schema, table, name, draft.type) : []),
  ]
  if (draft.defaultTo !== null)
    objects.push({ kind: 'default', on: addressOf(object), schema, table, column: name, expression: draft.defaultTo })
  return {
    objects,
    renames:
      draft.renamedFrom === null ? [] : [rename(object, { ...object, table: oldTable, name: draft.renamedFrom })],
  }
}

/** The sequence of a serial column and the default that draws from it, named as PostgreSQL would. */
function serialOf(schema: string, table: string, column: string, type: string): AnyObject[] {
  const name = conventionalName('{table}_{columns}_seq', { table, columns: [column] })
  const owner = addresses.column(qualifiedName(schema, table), column)
  const sequence: Sequence = {
    kind: 'sequence',
    schema,
    name,
    type,
    ...numberingOf(type, {}),
    unlogged: false,
    ownedBy: owner,
  }
  const expression = `nextval(${quoteLiteral(qualifiedName(schema, name))}::regclass)`
  return [
    sequence,
    {
      kind: 'default',
      on: owner,
      schema,
      table,
      column,
      expression,
      needs: [addresses.sequence(qualifiedName(schema, name))],
    },
  ]
}

function columnParts(column: string, draft: ColumnDraft): Part[] {
  return [
    ...(draft.primary ? [primaryKey([column], draft.primary)] : []),
    ...draft.unique.map((options) => unique([column], options)),
    ...draft.checks.map((make) => {
      const { condition, name, options = {} } = make(column)
      return check(condition, name, options)
    }),
    ...draft.foreign.map((reference) => foreignKey([column], reference)),
    ...draft.index.map((options) => index([column], options)),
  ]
}
