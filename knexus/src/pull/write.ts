import { addresses, pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { Naming } from '../declare/naming.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, kindOf, needsOf, parentOf, type Schema } from '../schema.ts'
import { groupBy, inOrder } from './collections.ts'
import { readConstraint } from './constraints.ts'
import { dataCode } from './data.ts'
import { inferNaming, type NamedPart } from './infer-naming.ts'
import { columnsOf } from '../declare/keys.ts'
import { compositeCode, domainCode, enumCode, rangeCode, sequenceCode } from './kinds-of-types.ts'
import { readIndex } from './keys.ts'
import { Names } from './names.ts'
import { partitionsAlike, sayAlike } from './partitions.ts'
import { wrap, type Uses } from './print.ts'
import { routineCode } from './routines.ts'
import type { Known, Pull, Unit } from './state.ts'
import { tableCode, type TableCode } from './tables.ts'
import { materializedViewCode, viewCode } from './views.ts'

/** A table whose columns are still lines, so that mixins can be found. */
export interface TableUnit {
  readonly address: Address
  readonly schema: string
  readonly name: string
  readonly id: string
  readonly code: TableCode
  readonly uses: Uses
}

/** Everything that a schema is written as, before it is spread over files. */
export interface Written {
  readonly pull: Pull
  readonly types: readonly Unit[]
  readonly routines: readonly Unit[]
  readonly sequences: readonly Unit[]
  readonly tables: readonly TableUnit[]
  readonly views: readonly Unit[]
  /** What hangs on something that is declared, as lists: a comment on a sequence, a rule. */
  readonly extras: readonly Unit[]
  /** What stands alone and has no words of its own, or is a part of nothing that is declared. */
  readonly others: readonly Unit[]
}

/** Writes every object of a schema that is not known yet. `plain` are those that are to be written as data, because their declaration did not make the same, and `apart` the partitions that are unlike their table. */
export function writeObjects(
  schema: Schema,
  plain: ReadonlySet<Address>,
  apart: ReadonlySet<Address> = new Set(),
  known?: Known,
): Written {
  const names = new Names(known?.taken)
  const pull = begin(schema, { plain, apart }, names, known)
  const objects = [...schema.values()]
  const unit = <O extends AnyObject>(object: O, write: (object: O, uses: Uses) => string | undefined): Unit[] => {
    const uses: Uses = new Set()
    const isDone = pull.plain.has(addressOf(object)) || pull.there.has(addressOf(object))
    const code = isDone ? undefined : write(object, uses)
    return code === undefined ? [] : [{ address: addressOf(object), id: pull.ids.get(addressOf(object))!, code, uses }]
  }
  const types = inOrder(
    objects.filter((object) => TYPES.has(object.kind)),
    addressOf,
    needsOf,
  ).flatMap((object) => unit(object, (type, uses) => typeCode(pull, type, uses)))
  const routines = objects.flatMap((object) =>
    object.kind === 'function' ? unit(object, (routine, uses) => routineCode(pull, routine, uses)) : [],
  )
  const tables = objects.flatMap((object): TableUnit[] => {
    if (object.kind !== 'table' || (pull.said.has(addressOf(object)) && !pull.there.has(addressOf(object)))) return []
    const uses: Uses = new Set()
    const code = tableCode(pull, object, uses)
    const address = addressOf(object)
    if (!code || (pull.there.has(address) && code.columns.length + code.lines.length === 0)) return []
    return [{ address, schema: object.schema, name: object.name, id: pull.ids.get(address) ?? '', code, uses }]
  })
  const sequences = objects.flatMap((object) =>
    object.kind === 'sequence' && !pull.said.has(addressOf(object))
      ? unit(object, (sequence, uses) => sequenceCode(pull, sequence, uses))
      : [],
  )
  const views = inOrder(
    objects.filter((object) => object.kind === 'view' || object.kind === 'materialized view'),
    addressOf,
    needsOf,
  ).flatMap((object) =>
    unit(object, (view, uses) =>
      view.kind === 'view'
        ? viewCode(pull, view, uses)
        : view.kind === 'materialized view'
          ? materializedViewCode(pull, view, uses)
          : undefined,
    ),
  )
  const written = [...types, ...routines, ...tables, ...sequences, ...views].map(({ address }) => address)
  const declared = new Set([...written, ...pull.there])
  return { pull, types, routines, sequences, tables, views, ...rest(pull, declared, names) }
}

const TYPES = new Set<string>(['enum', 'domain', 'composite', 'range'])

function typeCode(pull: Pull, type: AnyObject, uses: Uses): string | undefined {
  if (type.kind === 'enum') return enumCode(pull, type, uses)
  if (type.kind === 'domain') return domainCode(pull, type, uses)
  if (type.kind === 'composite') return compositeCode(pull, type, uses)
  return type.kind === 'range' ? rangeCode(pull, type, uses) : undefined
}

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

function begin(
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

/** What has not been said: behind the declaration it hangs on, or on its own. Namespaces and extensions come elsewhere, unless they are written as data. */
function rest(pull: Pull, declared: ReadonlySet<Address>, names: Names): Pick<Written, 'extras' | 'others'> {
  const lists = new Map<Address, { uses: Uses; items: string[] }>()
  for (const object of pull.schema.values()) {
    const address = addressOf(object)
    if (pull.said.has(address) || (!pull.plain.has(address) && comesByItself(pull, object))) continue
    pull.said.add(address)
    const root = rootOf(pull, object)
    const key = declared.has(root) ? root : kindOf(pull.schema.get(root) ?? object).kind
    const list = lists.get(key) ?? { uses: new Set(), items: [] }
    list.items.push(dataCode(pull, object, list.uses))
    lists.set(key, list)
  }
  const units = [...lists].map(([address, { uses, items }]): Unit => ({
    address,
    id: declared.has(address)
      ? names.take(`${pull.ids.get(address) ?? nameIn(pull.schema.get(address))}_more`, '')
      : names.take(`${address}s`, 'Objects'),
    code: wrap('[', items, ']'),
    uses,
  }))
  return {
    extras: units.filter(({ address }) => declared.has(address)),
    others: units.filter(({ address }) => !declared.has(address)),
  }
}

/** What is said elsewhere, or made by somebody else: ATTACH PARTITION attaches the indexes too, a table says what it inherits and which type it is of, an extension brings the parts of its types, and a namespace its comment. */
function comesByItself({ schema, plain }: Pull, object: AnyObject): boolean {
  if (object.kind === 'comment') return addresses.namespace.is(object.on) && !plain.has(object.on)
  return (
    ['namespace', 'extension', 'index attachment', 'inheritance', 'typed table'].includes(object.kind) ||
    (object.kind === 'composite attribute' && !schema.has(parentOf(object)!))
  )
}

function nameIn(object: AnyObject | undefined): string {
  return object && 'name' in object ? object.name : ''
}

export function rootOf(pull: Pick<Pull, 'schema'>, object: AnyObject): Address {
  let root = object
  for (let parent = parentOf(root); parent !== undefined && pull.schema.has(parent); parent = parentOf(root))
    root = pull.schema.get(parent)!
  return addressOf(root)
}
