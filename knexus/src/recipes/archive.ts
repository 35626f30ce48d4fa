import { addresses, pathOf } from '../base/address.ts'
import { ARCHIVED_AT, archivedColumn, archiveName } from '../base/archive.ts'
import type { Address, Statement } from '../base/kind.ts'
import { qualifiedName, quoteIdent } from '../base/sql.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { PutAway } from './shared/archived-names.ts'
import { addressOf, needsOf, parentOf, relativesOf, type Schema } from '../schema.ts'

type Of<K extends AnyObject['kind']> = Extract<AnyObject, { readonly kind: K }>

/** A change that keeps the rows of what it drops. */
export interface Archiving {
  /** What is wanted before the tables and columns are put away: they stand, and nothing else hangs on them. */
  readonly target: Schema
  /** Puts them away, and brings them back; nothing where nothing is dropped. */
  readonly up: readonly Statement[]
  readonly down: readonly Statement[]
  /** The columns that are put away. */
  readonly columns: readonly PutAway[]
  /** What is put away, and where: in sentences. */
  readonly notes: readonly string[]
}

/**
 * Keeps the tables and columns that a change drops: tables with their keys, checks, indexes, defaults and sequences in a
 * namespace of their own, columns under another name in their table, which nobody has to give a value any more. A
 * column whose type goes too becomes a text. What is worked out from other columns is not kept, nor is a table whose
 * name something else takes.
 */
export function archiving(from: Schema, target: Schema, now: Date): Archiving {
  const gone = [...from.values()].filter((object) => !target.has(addressOf(object)))
  const taken = new Set([...target.values()].flatMap((object) => relativesOf(object, 'has the name')))
  const tables = gone.filter(
    (object): object is Of<'table'> =>
      object.kind === 'table' && !relativesOf(object, 'has the name').some((name) => taken.has(name)),
  )
  const columns = columnsOf(gone, from, target)
  if (tables.length + columns.length === 0) return { target, up: [], down: [], columns: [], notes: [] }
  const kept = new Map(target)
  const namespaces = new Set(tables.map(({ schema }) => addresses.namespace(schema)))
  for (const object of gone) if (namespaces.has(addressOf(object))) kept.set(addressOf(object), object)
  for (const object of keptWith(new Set(tables.map(addressOf)), from, kept)) kept.set(addressOf(object), object)
  for (const column of columns) kept.set(addressOf(column), column)
  for (const sequence of sequencesOf(columns, gone, kept)) kept.set(addressOf(sequence), sequence)
  const defaults = defaultsOf(columns, gone, kept)
  for (const value of defaults) kept.set(addressOf(value), value)
  const filled = new Set(defaults.map((value) => parentOf(value)!))
  for (const column of columns) kept.set(addressOf(column), bare(column, filled, kept))
  // An inherited column takes the name of its parent's.
  const own = columns.filter(({ inherited }) => inherited === null)
  const { up, ...rest } = moves(tables, own, now)
  const [first, ...others] = up
  const keeps = [...tables, ...columns].map(addressOf)
  return { target: kept, up: [{ ...first!, keeps }, ...others], ...rest }
}

/** The columns that can be kept: one of a type's table has the type's, and the children of a table have no identity of theirs. */
function columnsOf(gone: readonly AnyObject[], from: Schema, target: Schema): Of<'column'>[] {
  const isTyped = (table: Address, schema: Schema) => {
    const object = schema.get(table)
    return object?.kind === 'table' && object.ofType !== null
  }
  const columns = gone.filter(
    (object): object is Of<'column'> =>
      object.kind === 'column' &&
      object.generated === null &&
      object.identityAlone !== true &&
      target.get(object.on)?.kind === 'table' &&
      !isTyped(object.on, from) &&
      !isTyped(object.on, target),
  )
  const kept = new Set(columns.flatMap((column) => (column.inherited === null ? addressOf(column) : [])))
  for (let before = -1; before !== kept.size;) {
    before = kept.size
    for (const column of columns)
      if (
        column.inherited?.from.every(({ schema, table }) =>
          kept.has(addresses.column(qualifiedName(schema, table), column.name)),
        )
      )
        kept.add(addressOf(column))
  }
  return columns.filter((column) => kept.has(addressOf(column)))
}

/** What of a table stays with it, so far as all that it needs stays too. */
const STAYS: ReadonlySet<AnyObject['kind']> = new Set([
  'table',
  'column',
  'default',
  'constraint',
  'index',
  'sequence',
  'owner',
  'privilege',
  'comment',
])

function keptWith(tables: ReadonlySet<Address>, from: Schema, target: Schema): AnyObject[] {
  const parts = [...from.values()].filter(
    (object) =>
      STAYS.has(object.kind) &&
      !(object.kind === 'constraint' && object.type === 'foreign key') &&
      isPartOf(object, tables, from) &&
      !target.has(addressOf(object)),
  )
  const names = new Set(parts.map(addressOf))
  const isThere = (address: Address) => names.has(address) || target.has(address) || !from.has(address)
  // A column that becomes a text stays; what is said of it does not fit it any more.
  const texts = new Set(
    parts.flatMap((object) => (object.kind === 'column' && !needsOf(object).every(isThere) ? addressOf(object) : [])),
  )
  for (let before = -1; before !== names.size;) {
    before = names.size
    for (const object of parts)
      if (object.kind !== 'column' && !needsOf(object).every((address) => isThere(address) && !texts.has(address)))
        names.delete(addressOf(object))
  }
  return parts.flatMap((object) => {
    if (!names.has(addressOf(object))) return []
    return object.kind === 'column' ? plainType(object, isThere) : object
  })
}

/** Whether an object is one of these, or a part of one. */
function isPartOf(object: AnyObject, those: ReadonlySet<Address>, schema: Schema): boolean {
  const parent = parentOf(object)
  if (those.has(addressOf(object))) return true
  return parent !== undefined && schema.has(parent) && isPartOf(schema.get(parent)!, those, schema)
}

function plainType(column: Of<'column'>, isThere: (address: Address) => boolean): Of<'column'> {
  const { needs: _needs, ...rest } = column
  return needsOf(column).every(isThere) ? column : { ...rest, type: 'text', category: 'S', collation: null }
}

/** The sequences of columns that keep their type: each numbers on, and its position comes back. */
function sequencesOf(columns: readonly Of<'column'>[], gone: readonly AnyObject[], target: Schema): Of<'sequence'>[] {
  const kept = new Set(
    columns.flatMap((column) => (needsOf(column).every((one) => target.has(one)) ? addressOf(column) : [])),
  )
  return gone.filter(
    (object): object is Of<'sequence'> =>
      object.kind === 'sequence' && object.ownedBy !== null && kept.has(object.ownedBy),
  )
}

/**
 * The defaults that columns can keep: all that they need is there. Rows that come in the meantime have values then,
 * which may all be the same: a column that takes NULL and is in a key has none, so that the key can come back.
 */
function defaultsOf(columns: readonly Of<'column'>[], gone: readonly AnyObject[], target: Schema): Of<'default'>[] {
  const stays = (address: Address) => target.has(address)
  const keyed = new Set(gone.filter(refusesTheLike).flatMap(needsOf))
  const kept = new Set(
    columns.flatMap((column) => {
      const isFree = column.notNull || !keyed.has(addressOf(column))
      return isFree && needsOf(column).every(stays) ? addressOf(column) : []
    }),
  )
  return gone.filter(
    (object): object is Of<'default'> =>
      object.kind === 'default' && kept.has(parentOf(object)!) && needsOf(object).every(stays),
  )
}

/** Whether no two rows may have the same there. */
function refusesTheLike(object: AnyObject): boolean {
  return object.kind === 'index'
    ? object.unique
    : object.kind === 'constraint' && object.type !== 'check' && object.type !== 'foreign key'
}

/** A column that nobody has to fill: it is filled by itself, or takes NULL. */
function bare(column: Of<'column'>, filled: ReadonlySet<Address>, target: Schema): Of<'column'> {
  const plain = plainType(column, (address) => target.has(address))
  const fillsItself = plain === column && (column.identity !== null || filled.has(addressOf(column)))
  return fillsItself ? plain : { ...plain, notNull: false, identity: null }
}

function moves(tables: readonly Of<'table'>[], columns: readonly Of<'column'>[], now: Date): Omit<Archiving, 'target'> {
  // The indexes of two tables of one name would have one name, too.
  const [first, ...others] = new Set(tables.map(({ schema }) => schema))
  const places = new Map([
    [first, archiveName(now)],
    ...others.map((schema) => [schema, archiveName(now, schema)] as const),
  ])
  const quoted = [...places.values()].map(quoteIdent)
  const [main] = places.values()
  const puts = [
    ...tables.map(({ schema, name }) => {
      const [own, place] = [qualifiedName(schema, name), quoteIdent(places.get(schema)!)]
      const there = `${place}.${quoteIdent(name)}`
      return {
        says: `${own} is kept as ${there}`,
        up: {
          sql: `ALTER TABLE ${own} SET SCHEMA ${place}`,
          allows: `drop-table, rename-table on ${own} because the rows are kept in ${there}`,
        },
        down: { sql: `ALTER TABLE ${there} SET SCHEMA ${quoteIdent(schema)}` },
      }
    }),
    ...columns.map(({ on, name }) => {
      const [table, own, kept] = [pathOf(on), quoteIdent(name), quoteIdent(archivedColumn(main!, name))]
      return {
        says: `${addresses.column(table, name).slice('COLUMN '.length)} is kept as ${kept}`,
        up: {
          sql: `ALTER TABLE ${table} RENAME COLUMN ${own} TO ${kept}`,
          allows: `drop-column, rename-column on ${table}.${own} because the values are kept as ${kept}`,
        },
        down: { sql: `ALTER TABLE ${table} RENAME COLUMN ${kept} TO ${own}` },
      }
    }),
  ]
  return {
    up: [
      ...quoted.flatMap((place) => [
        { sql: `CREATE SCHEMA ${place}` },
        { sql: `CREATE TABLE ${place}.${ARCHIVED_AT} AS SELECT now() AS at` },
      ]),
      ...puts.map(({ up }) => up),
    ],
    down: [
      ...puts.map(({ down }) => down).toReversed(),
      ...quoted.flatMap((place) => [{ sql: `DROP TABLE ${place}.${ARCHIVED_AT}` }, { sql: `DROP SCHEMA ${place}` }]),
    ],
    columns: columns.map(({ on, name }) => ({ table: pathOf(on), name, archive: main! })),
    notes: [`Archived: ${puts.map(({ says }) => says).join('; ')}. \`knexus purge\` removes it for good.`],
  }
}
