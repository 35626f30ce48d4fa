import { addresses, columnOf, pathOf } from '../../base/address.ts'
import type { Address } from '../../base/kind.ts'
import { contentOf, meaning } from '../../base/tokens.ts'
import type { AnyObject } from '../../kinds/index.ts'
import type { Schema } from '../../schema.ts'
import type { Trace } from '../../trace/index.ts'
import type { TracedStatement } from '../../trace/statement.ts'

type Of<K extends AnyObject['kind']> = Extract<AnyObject, { readonly kind: K }>
type Column = Of<'column'>
type Constraint = Of<'constraint'>

/** Whether a column may not be null. */
export function isNotNull(_schema: Schema, column: Column): boolean {
  return column.notNull
}

/** Whether a column counts by itself: an identity, or a default of a sequence. */
export function isNumbered(schema: Schema, column: Column): boolean {
  return column.identity !== null || defaultOf(schema, column)?.startsWith('nextval(') === true
}

/** Whether an INSERT has to name a column. */
export function isRequired(schema: Schema, column: Column): boolean {
  return (
    isNotNull(schema, column) &&
    column.identity === null &&
    column.generated === null &&
    defaultOf(schema, column) === undefined
  )
}

/** The columns whose NOT NULL a statement makes or drops, of tables that stood before. */
export function* notNullChanges(
  trace: Trace,
  what: 'made' | 'dropped',
): Generator<{
  readonly address: Address
  readonly table: Address
  readonly statement: number
  readonly traced: TracedStatement
}> {
  for (const [statement, traced] of trace.statements.entries())
    for (const { before, after } of traced.changes) {
      if (before?.kind !== 'column' || after?.kind !== 'column' || before.notNull === after.notNull) continue
      if (after.notNull !== (what === 'made')) continue
      yield { address: addresses.column(pathOf(after.on), after.name), table: after.on, statement, traced }
    }
}

function defaultOf(schema: Schema, column: Column): string | undefined {
  const path = pathOf(column.on)
  for (const object of schema.values())
    if (object.kind === 'default' && object.column === column.name && columnOf(object.on)?.relation === path)
      return object.expression
  return undefined
}

/** The columns of a key, in its order, as far as they are columns. */
export function keyColumns(schema: Schema, constraint: Constraint): Column[] {
  return columnsNamed(schema, constraint.on, namesIn(constraint.definition, 0))
}

/** The columns that a foreign key refers to; those of the primary key where it names none. */
export function referencedColumns(schema: Schema, { definition, references }: Constraint): Column[] {
  if (references === null) return []
  const key = schema.get(references)
  if (key?.kind === 'constraint') return keyColumns(schema, key)
  return columnsNamed(schema, references, namesIn(definition, 1))
}

/** The constraints of a table. */
export function constraintsOf(schema: Schema, table: Address): Constraint[] {
  return [...schema.values()].filter(
    (object): object is Constraint => object.kind === 'constraint' && object.on === table,
  )
}

/** Whether a table is a partition. */
export function isPartition(schema: Schema, table: Address): boolean {
  return schema.has(addresses.partition(pathOf(table)))
}

/**
 * The keys of every index of a table, those of its constraints among them, each in order and quoted as PostgreSQL
 * prints them.
 */
export function indexKeys(schema: Schema, table: Address, uniqueOnly = false): (readonly string[])[] {
  return [...schema.values()].flatMap((object) => {
    if (object.kind === 'index' && object.on === table && object.where === null && (object.unique || !uniqueOnly))
      return [object.keys]
    if (object.kind === 'constraint' && object.on === table && ['primary key', 'unique'].includes(object.type))
      return [namesIn(object.definition, 0)]
    return []
  })
}

function columnsNamed(schema: Schema, table: Address, names: readonly string[]): Column[] {
  return names.flatMap((name) => {
    const object = schema.get(addresses.columnAt(`${pathOf(table)}.${name}`))
    return object?.kind === 'column' ? [object] : []
  })
}

/** The names in the parentheses of a definition, the first or the second ones, quoted where they must be. */
export function namesIn(definition: string, which: number): string[] {
  const tokens = meaning(definition)
  const opens = tokens.flatMap(({ text }, at) => (text === '(' ? [at] : []))
  const [begin, end] = [opens[which], tokens.findIndex(({ text }, at) => text === ')' && at > (opens[which] ?? 0))]
  if (begin === undefined || end < 0) return []
  return tokens
    .slice(begin + 1, end)
    .filter(({ type }) => type === 'word' || type === 'name' || type === 'string')
    .map((token) => (token.type === 'string' ? contentOf(token) : token.text))
}
