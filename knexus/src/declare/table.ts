import type { Column } from '../kinds/columns.ts'
import type { Table } from '../kinds/tables.ts'
import { path, text } from '../base/sql.ts'
import type { AnyObject } from '../kinds/index.ts'
import { check, foreignKey, primaryKey, unique } from './constraints.ts'
import { commentOn, declaration, rename, together, type Declaration, type Declared, type TableContext } from './context.ts'
import type { ColumnDraft } from './drafts.ts'
import { index } from './indexes.ts'
import { givenName, type Naming } from './naming.ts'
import { sequenceObject } from './sequences.ts'
import { TableParts, type Columns, type TablePart, type TableSettings } from './table-parts.ts'

/** A declared table. `Key` is the name Knex knows it by: `studies`, or `app.studies` outside of `public`. */
export interface DeclaredTable<Key extends string, C extends Columns> extends Declaration {
  readonly schema: string
  readonly name: string
  readonly columns: C
  /** What Knex calls it. */
  readonly key: Key
}

/** `table()` for a namespace and a naming convention: `declareWith` gives it. */
export function tableIn<Schema extends string>(schema: Schema, naming: Naming) {
  return function table<const Name extends string, C extends Columns>(
    name: Name, columns: C, more: (t: TableParts<C>) => readonly TablePart[] = () => [],
  ): DeclaredTable<Schema extends 'public' ? Name : `${Schema}.${Name}`, C> {
    const parts = more(new TableParts<C>())
    const settings: TableSettings = Object.assign({}, ...parts.map((part) => ('settings' in part ? part.settings : {})))
    const names = Object.keys(columns)
    const context: TableContext = { schema, table: givenName('table', name), oldTable: settings.renamedFrom ?? name, columns: names, naming }
    const { objects, renames } = together([
      tableItself(context, settings),
      ...Object.entries(columns).map(([column, { draft }]) => columnItself(context, givenName('column', column), draft)),
      ...Object.entries(columns).map(([column, { draft }]) => columnParts(context, column, draft)),
      ...parts.map((part) => ('settings' in part ? nothing : part.build(context))),
    ])
    return { [declaration]: true, schema, name, key: (schema === 'public' ? name : `${schema}.${name}`) as Schema extends 'public' ? Name : `${Schema}.${Name}`, columns, objects, renames }
  }
}

const nothing: Declared = { objects: [], renames: [] }

function tableItself(context: TableContext, settings: TableSettings): Declared {
  const { comment, renamedFrom, ...rest } = settings
  const table: Table = {
    kind: 'table', schema: context.schema, name: context.table, unlogged: false, partitionBy: null, accessMethod: null, options: {}, rowSecurity: false,
    forceRowSecurity: false, replicaIdentity: 'default', ofType: null, tablespace: null, ...rest,
  }
  return {
    objects: [table, ...commentOn(table, comment)],
    renames: renamedFrom === undefined ? [] : [rename(table, { ...table, name: renamedFrom })],
  }
}

function columnItself({ schema, table, oldTable }: TableContext, name: string, draft: ColumnDraft): Declared {
  const at = { schema, table }
  const sequence = draft.serial ? sequenceObject(schema, `${table}_${name}_seq`, { type: draft.type, ownedBy: `COLUMN ${path(schema, table, name)}` }) : null
  const object: Column = {
    kind: 'column', ...at, name, type: draft.type, notNull: draft.notNull, collation: draft.collation, identity: identityOf(draft), generated: draft.generated,
    storage: draft.storage, compression: draft.compression, statistics: draft.statistics, options: draft.options, category: 'U', inherited: false, notNullName: null,
    ...(draft.needs.length > 0 && { needs: draft.needs }),
  }
  const expression = sequence ? `nextval(${text(path(schema, sequence.name))}::regclass)` : draft.defaultTo
  const objects: AnyObject[] = [object, ...commentOn(object, draft.comment)]
  if (expression !== null) objects.push({ kind: 'default', ...at, column: name, expression, ...(sequence && { needs: [`SEQUENCE ${path(schema, sequence.name)}`] }) })
  if (sequence) objects.push(sequence)
  return { objects, renames: draft.renamedFrom === null ? [] : [rename(object, { ...object, table: oldTable, name: draft.renamedFrom })] }
}

function identityOf({ identity, type }: ColumnDraft): Column['identity'] {
  if (!identity) return null
  const { start, increment, min, max, cache, cycle } = sequenceObject('', '', { ...identity, type })
  return { generation: identity.generation, start, increment, min, max, cache, cycle }
}

function columnParts(context: TableContext, column: string, draft: ColumnDraft): Declared {
  return together([
    ...(draft.primary ? [primaryKey([column], draft.primary)] : []),
    ...draft.unique.map((options) => unique([column], options)),
    ...draft.checks.map((make) => { const { condition, name } = make(column); return check(condition, name, {}) }),
    ...draft.foreign.map((reference) => foreignKey([column], reference)),
    ...draft.index.map((options) => index([column], options)),
  ].map((part) => part.build(context)))
}
