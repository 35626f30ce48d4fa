import { addresses } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, kindOf, needsOf, parentOf, type Schema } from '../schema.ts'
import { begin, TYPES } from './begin.ts'
import { inOrder } from './collections.ts'
import { dataCode } from './data.ts'
import { compositeCode, domainCode, enumCode, rangeCode, sequenceCode } from './kinds-of-types.ts'
import { Names } from './names.ts'
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

/**
 * Writes every object of a schema that is not known yet. `plain` are those that are to be written as data, because
 * their declaration did not make the same, and `apart` the partitions that are unlike their table.
 */
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

function typeCode(pull: Pull, type: AnyObject, uses: Uses): string | undefined {
  if (type.kind === 'enum') return enumCode(pull, type, uses)
  if (type.kind === 'domain') return domainCode(pull, type, uses)
  if (type.kind === 'composite') return compositeCode(pull, type, uses)
  return type.kind === 'range' ? rangeCode(pull, type, uses) : undefined
}

/**
 * What has not been said: behind the declaration it hangs on, or on its own. Namespaces and extensions come elsewhere,
 * unless they are written as data.
 */
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

/**
 * What is said elsewhere, or made by somebody else: ATTACH PARTITION attaches the indexes too, a table says what it
 * inherits and which type it is of, an extension brings the parts of its types, and a namespace its comment.
 */
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
