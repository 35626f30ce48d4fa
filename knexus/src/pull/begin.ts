import { addresses, pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import { columnsOf } from '../declare/keys.ts'
import type { Naming } from '../declare/naming.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, parentOf, type Schema } from '../schema.ts'
import { groupBy } from './collections.ts'
import { readConstraint } from './constraints.ts'
import { inferNaming, type NamedPart } from './infer-naming.ts'
import { readIndex } from './keys.ts'
import { Names } from './names.ts'
import { partitionsAlike, sayAlike } from './partitions.ts'
import type { Known, Pull } from './state.ts'

/** The kinds that are types, and so are written before what uses them. */
export const TYPES: ReadonlySet<string> = new Set(['enum', 'domain', 'composite', 'range'])

/** The words by which a kind's identifiers are told from others of the same name, in the order in which names are given. */
const NAMED: Readonly<Record<string, string>> = {
  table: 'Table',
  view: 'View',
  'materialized view': 'View',
  enum: 'Type',
  domain: 'Type',
  composite: 'Type',
  range: 'Type',
  function: 'Function',
  sequence: 'Sequence',
  namespace: 'Schema',
}

/** What is known of a schema before anything of it is written: names for everything, and what PostgreSQL made alike. */
export function begin(
  schema: Schema,
  { plain, apart }: { readonly plain: ReadonlySet<Address>; readonly apart: ReadonlySet<Address> },
  names: Names,
  known?: Known,
): Pull {
  const there = known?.addresses ?? new Set()
  const children = groupBy(schema.values(), (object) => parentOf(object) ?? '')
  const objects = [...schema.values()]
  const ids = new Map(known?.ids)
  for (const [kind, word] of Object.entries(NAMED)) {
    for (const object of objects) {
      if (object.kind !== kind || !('name' in object)) continue
      const isSpace = object.kind === 'namespace'
      const key = isSpace ? `declare in ${object.name}` : addressOf(object)
      if (ids.has(key) || (isSpace ? object.name === 'public' : there.has(key))) continue
      ids.set(key, names.take(object.name, word))
    }
  }
  const types = new Map(
    objects.flatMap((object): [string, string][] => {
      const address = addressOf(object)
      const id = ids.get(address)
      return TYPES.has(object.kind) && !plain.has(address) && id !== undefined ? [[pathOf(address), id]] : []
    }),
  )
  const extensions = new Set(
    objects.flatMap((object) => (object.kind === 'extension' && object.schema === 'public' ? [object.name] : [])),
  )
  const alike = partitionsAlike(schema, children, new Set([...apart, ...plain]), there)
  const silent = new Set([...alike.values()].flat().map(({ on }) => on))
  // What PostgreSQL named is no convention of people's.
  const naming = namingOf(
    objects.filter((object) => !silent.has(parentOf(object) ?? '')),
    children,
  )
  const namingAt = known?.namingAt ?? (() => naming)
  const pull = { schema, children, naming, namingAt, ids, types, extensions, plain, alike, there, said: new Set(there) }
  for (const partitions of alike.values()) sayAlike(pull, partitions)
  return pull
}

function namingOf(objects: readonly AnyObject[], children: Pull['children']): Naming {
  return inferNaming(
    objects.flatMap((object): NamedPart[] => {
      if ((object.kind !== 'constraint' && object.kind !== 'index') || !addresses.table.is(object.on)) return []
      const columns = (children.get(object.on) ?? []).flatMap((child) => (child.kind === 'column' ? [child.name] : []))
      if (object.kind === 'index') {
        const keys = readIndex(object, columns)?.keys
        const used = keys?.flatMap((key) => columnsOf(key, columns)) ?? []
        return keys
          ? [
              {
                sort: object.unique ? 'uq' : 'ix',
                name: object.name,
                parts: { table: object.table, columns: used.length > 0 ? used : ['expr'] },
              },
            ]
          : []
      }
      const draft = readConstraint(object, columns)
      if (!draft) return []
      return [
        {
          sort: draft.sort,
          name: object.name,
          parts: {
            table: object.table,
            columns: draft.columns,
            ...(draft.sort === 'fk' && { references: draft.draft.table.at(-1) ?? '' }),
          },
        },
      ]
    }),
  )
}
