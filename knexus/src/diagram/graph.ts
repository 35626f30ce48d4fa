import { addresses, pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { keyColumns, referencedColumns } from '../rules/shared/columns.ts'
import type { Schema } from '../schema.ts'

/** A column, as a picture shows it. */
export interface Row {
  readonly name: string
  readonly type: string
  readonly primary: boolean
  readonly foreign: boolean
  /** Alone, under a unique constraint or as the primary key. */
  readonly unique: boolean
  readonly required: boolean
  readonly default?: string
  readonly comment?: string
}

/** A table, or anything else that has columns. */
export interface Box {
  readonly address: Address
  readonly schema: string
  readonly name: string
  /** `view` where it is not a plain table. */
  readonly word?: string
  readonly rows: readonly Row[]
  /** How many partitions it has; they are not drawn. */
  readonly partitions: number
  readonly comment?: string
}

/** A line: from the table with a foreign key to the one it refers to, or from a view to what it reads. */
export interface Link {
  readonly from: Address
  readonly to: Address
  readonly name: string
  readonly columns: readonly string[]
  readonly toColumns: readonly string[]
  /** A row on the left may have none on the right. */
  readonly optional: boolean
  /** At most one row on the left has the same one on the right. */
  readonly single: boolean
  readonly sort: 'key' | 'read'
}

export interface Enum {
  readonly address: Address
  readonly schema: string
  readonly name: string
  readonly labels: readonly string[]
}

/** What a picture of a schema holds. */
export interface Graph {
  readonly boxes: readonly Box[]
  readonly links: readonly Link[]
  readonly enums: readonly Enum[]
}

type Of<K extends AnyObject['kind']> = Extract<AnyObject, { readonly kind: K }>
type Boxed = Of<'table' | 'view' | 'materialized view' | 'foreign table'>
type Key = Of<'constraint'>

/** The tables and views of a schema, with their columns and what they refer to. Partitions are counted at their table. */
export function graphOf(schema: Schema): Graph {
  const parts = new Parts(schema)
  const boxes = parts.boxed.map((object) => parts.box(object))
  const drawn = new Set(boxes.map(({ address }) => address))
  const links = parts.links().filter(({ from, to }) => drawn.has(from) && drawn.has(to))
  const enums = [...schema].flatMap(([address, object]): Enum[] =>
    object.kind === 'enum' ? [{ address, schema: object.schema, name: object.name, labels: object.labels }] : [],
  )
  return { boxes, links, enums }
}

/** A schema, sorted by what belongs to which table. */
class Parts {
  readonly boxed: (Boxed & { readonly address: Address })[] = []
  readonly #schema: Schema
  readonly #columns = new Map<Address, Of<'column'>[]>()
  readonly #names = new Map<Address, Row[]>()
  readonly #keys = new Map<Address, Key[]>()
  readonly #defaults = new Map<Address, string>()
  readonly #comments = new Map<Address, string>()
  readonly #partitions = new Map<Address, number>()

  constructor(schema: Schema) {
    this.#schema = schema
    for (const [address, object] of schema) this.#sort(address, object)
  }

  #sort(address: Address, object: AnyObject): void {
    if (object.kind === 'column') push(this.#columns, object.on, object)
    else if (object.kind === 'view column') push(this.#names, object.on, plain(object.name))
    else if (object.kind === 'constraint') push(this.#keys, object.on, object)
    else if (object.kind === 'default') this.#defaults.set(object.on, object.expression)
    else if (object.kind === 'comment' && object.part === null) this.#comments.set(object.on, object.text)
    else if (object.kind === 'partition') this.#partitions.set(object.of, (this.#partitions.get(object.of) ?? 0) + 1)
    else if (isBoxed(object) && !this.#schema.has(addresses.partition(pathOf(address))))
      this.boxed.push({ ...object, address })
  }

  box(object: Boxed & { readonly address: Address }): Box {
    const comment = this.#comments.get(object.address)
    return {
      address: object.address,
      schema: object.schema,
      name: object.name,
      ...(object.kind !== 'table' && { word: object.kind }),
      rows: this.#rowsOf(object),
      partitions: this.#partitions.get(object.address) ?? 0,
      ...(comment && { comment }),
    }
  }

  #rowsOf(object: Boxed & { readonly address: Address }): Row[] {
    if (object.kind === 'view' && object.shape !== null) return object.shape.map(shaped)
    return this.#names.get(object.address) ?? this.#rows(object.address)
  }

  #rows(table: Address): Row[] {
    const keys = this.#keys.get(table) ?? []
    const named = new Map(keys.map((key) => [key, keyColumns(this.#schema, key).map(({ name }) => name)]))
    const has = (name: string, type: Key['type'], alone = false) =>
      keys.some((key) => key.type === type && named.get(key)!.includes(name) && !(alone && named.get(key)!.length > 1))
    return (this.#columns.get(table) ?? []).map((column) => {
      const address = addresses.column(pathOf(table), column.name)
      const value = this.#defaults.get(address)
      const comment = this.#comments.get(address)
      return {
        name: column.name,
        type: column.type,
        primary: has(column.name, 'primary key'),
        foreign: has(column.name, 'foreign key'),
        unique: has(column.name, 'unique', true) || has(column.name, 'primary key', true),
        required: column.notNull,
        ...(value !== undefined && { default: value }),
        ...(comment && { comment }),
      }
    })
  }

  links(): Link[] {
    const keys = [...this.#keys.values()].flat().flatMap((key) => this.#link(key) ?? [])
    const reads = this.boxed.flatMap(({ address, needs = [], kind }) => {
      if (kind === 'table' || kind === 'foreign table') return []
      const tables = new Set(needs.map((need) => this.#tableAt(need)).filter((one) => one !== undefined))
      return [...tables].map((to): Link => ({
        from: address,
        to,
        name: '',
        columns: [],
        toColumns: [],
        optional: true,
        single: false,
        sort: 'read',
      }))
    })
    return [...keys, ...reads]
  }

  #link(key: Key): Link | undefined {
    if (key.type !== 'foreign key' || key.references === null) return undefined
    const to = this.#tableAt(key.references)
    if (to === undefined) return undefined
    const columns = keyColumns(this.#schema, key)
    const names = columns.map(({ name }) => name)
    const uniques = (this.#keys.get(key.on) ?? []).filter(({ type }) => type === 'unique' || type === 'primary key')
    return {
      from: key.on,
      to,
      name: key.name,
      columns: names,
      toColumns: referencedColumns(this.#schema, key).map(({ name }) => name),
      optional: !columns.every(({ notNull }) => notNull),
      single: uniques.some((one) => keyColumns(this.#schema, one).every(({ name }) => names.includes(name))),
      sort: 'key',
    }
  }

  /** The table or view that an address is, or lies in. */
  #tableAt(address: Address): Address | undefined {
    const object = this.#schema.get(address)
    if (object === undefined) return undefined
    if (isBoxed(object)) return address
    const isInside = ['column', 'view column', 'constraint', 'index'].includes(object.kind)
    return isInside && 'on' in object ? object.on : undefined
  }
}

function isBoxed(object: AnyObject): object is Boxed {
  return (
    object.kind === 'table' ||
    object.kind === 'view' ||
    object.kind === 'materialized view' ||
    object.kind === 'foreign table'
  )
}

/** A column of a view as it tells it: name, type and collation, `"Name" text "default"`. */
function shaped(text: string): Row {
  const [, name = text, type = ''] = /^("(?:[^"]|"")*"|\S+) (.*)$/s.exec(text) ?? []
  return plain(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name, type.replace(/ "default"$/, ''))
}

function plain(name: string, type = ''): Row {
  return { name, type, primary: false, foreign: false, unique: false, required: false }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
