import { isDeepStrictEqual } from 'node:util'
import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { Column } from '../kinds/columns.ts'
import type { Partition } from '../kinds/partitions.ts'
import type { Table } from '../kinds/tables.ts'
import { addressOf, type Schema } from '../schema.ts'
import { groupBy } from './collections.ts'
import { call, print, type Uses } from './print.ts'
import type { Pull } from './state.ts'

/** By the address of a partitioned table its partitions that are like it, so that their names and bounds say all of them. */
export type Alike = ReadonlyMap<Address, readonly Partition[]>

/** So few partitions are declared as tables, whose rows Knex then knows by name. */
const FEW = 2

/**
 * The partitions that are like their tables, as far as that can be seen; `apart` are the tables of those that turned
 * out otherwise.
 */
export function partitionsAlike(
  schema: Schema,
  children: Pull['children'],
  apart: ReadonlySet<Address>,
  there: ReadonlySet<Address>,
): Alike {
  const found = [...schema.values()].flatMap((object) => {
    if (object.kind !== 'partition' || there.has(addressOf(object)) || there.has(object.on)) return []
    const [table, parent] = [schema.get(object.on), schema.get(object.of)]
    const isAlike =
      table?.kind === 'table' && parent?.kind === 'table' && !apart.has(object.on) && isLike(table, parent, children)
    return isAlike ? [object] : []
  })
  const groups = [...groupBy(found, ({ of }) => of)]
  return new Map(groups.filter(([of, partitions]) => partitions.length >= FEW || there.has(of)))
}

/** The line of a table that says its partitions. */
export function partitionLines(pull: Pull, table: Address, uses: Uses): string[] {
  const alike = pull.alike.get(table) ?? []
  const bounds = Object.fromEntries(alike.map(({ table: name, bound }) => [name, bound]))
  return alike.length > 0 ? [call('t.partitions', [print(bounds, uses)])] : []
}

/** Notes that partitions, and all that is part of them, are said. */
export function sayAlike(pull: Pull, partitions: readonly Partition[]): void {
  for (const { on } of partitions) {
    pull.said.add(on)
    for (const part of withParts(on, pull.children)) pull.said.add(addressOf(part))
  }
}

function withParts(address: Address, children: Pull['children']): AnyObject[] {
  return (children.get(address) ?? []).flatMap((part) => [part, ...withParts(addressOf(part), children)])
}

/** What a partition may have from its table. */
const PARTS = new Set(['column', 'default', 'constraint', 'index', 'partition', 'index attachment'])

/** Whether a partition has as many of this as its table; the foreign keys that it has from there are not read. */
function isCounted(part: AnyObject): boolean {
  return part.kind === 'index' || (part.kind === 'constraint' && part.type !== 'foreign key')
}

/** Whether a part of a partition cannot come from its table. */
function isOwn(part: AnyObject): boolean {
  if (part.kind === 'constraint') return part.type === 'foreign key'
  return !PARTS.has(part.kind) || (part.kind === 'index' && part.attachedTo === null)
}

function isLike(table: Table, parent: Table, children: Pull['children']): boolean {
  const [own, theirs] = [table, parent].map((one) => children.get(addressOf(one)) ?? [])
  const { partitionBy, ofType, rowSecurity, forceRowSecurity, options } = table
  const isPlain =
    partitionBy === null && ofType === null && !rowSecurity && !forceRowSecurity && isDeepStrictEqual(options, {})
  if (!isPlain || withParts(addressOf(table), children).some(isOwn)) return false
  const counts = [own!, theirs!].map((parts) => parts.filter(isCounted).length)
  if (counts[0] !== counts[1]) return false
  const columns = [own!, theirs!].map((parts) => parts.filter((part): part is Column => part.kind === 'column'))
  const facts = columns.map((list) => new Map(list.map((column) => [column.name, factsOf(column, children)])))
  return isDeepStrictEqual(facts[0], facts[1]) && isDeepStrictEqual(settingsOf(table), settingsOf(parent))
}

function settingsOf({ schema, unlogged, accessMethod, tablespace }: Table): object {
  return { schema, unlogged, accessMethod, tablespace }
}

function factsOf(column: Column, children: Pull['children']): object {
  const { type, collation, generated, notNull, storage, compression } = column
  const value = (children.get(addressOf(column)) ?? []).find((part) => part.kind === 'default')
  return { type, collation, generated, notNull, storage, compression, default: value?.expression }
}
