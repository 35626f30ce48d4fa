import type { Address } from '../base/kind.ts'
import type { TableContext } from '../declare/context.ts'
import type { Naming } from '../declare/naming.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { Comment } from '../kinds/comments.ts'
import { addressOf, type Schema } from '../schema.ts'
import type { Alike } from './partitions.ts'
import type { Uses } from './print.ts'

/** What is known while a schema is written down. */
export interface Pull {
  readonly schema: Schema
  /** The objects under the address of what they are part of. */
  readonly children: ReadonlyMap<Address, readonly AnyObject[]>
  readonly naming: Naming
  /** The convention by which a table, or a new thing of a namespace, is declared. */
  readonly namingAt: (schema: string, table?: Address) => Naming
  /** The identifiers of what gets one of its own. */
  readonly ids: ReadonlyMap<Address, string>
  /** The identifiers of the types, by the path that `format_type` prints. */
  readonly types: ReadonlyMap<string, string>
  /** The extensions in `public`. */
  readonly extensions: ReadonlySet<string>
  /** What the language turned out to say otherwise: it is written as data. */
  readonly plain: ReadonlySet<Address>
  /** The partitions that are said by their names and bounds. */
  readonly alike: Alike
  /** What the models say already; of it only what hangs on it and is not there yet is written. */
  readonly there: ReadonlySet<Address>
  /** What has been said. The rest is written as data at the end. */
  readonly said: Set<Address>
}

/** What models that are there declare, and how. */
export interface Known {
  readonly addresses: ReadonlySet<Address>
  /** The identifiers by which it can be imported; `declare in app` is what declares in that namespace. */
  readonly ids: ReadonlyMap<string, string>
  /** Identifiers that nothing new may have. */
  readonly taken: readonly string[]
  /** The convention by which a table that is there is declared, or any of its namespace. */
  readonly namingAt: (schema: string, table?: Address) => Naming
}

/** One exported declaration. */
export interface Unit {
  /** The object it is about, or the one it hangs on. */
  readonly address: Address
  readonly id: string
  /** What stands behind `export const id = `. */
  readonly code: string
  readonly uses: Uses
}

/** Notes that an object is said, and gives it back; nothing for one that is to be written as data, or is said already. */
export function say<O extends AnyObject>(pull: Pull, object: O | undefined): O | undefined {
  if (!object) return undefined
  const address = addressOf(object)
  if (pull.plain.has(address) || pull.said.has(address)) return undefined
  pull.said.add(address)
  return object
}

/** The objects of one kind under an address. */
export function childrenOf<K extends AnyObject['kind']>(
  pull: Pull,
  address: Address,
  kind: K,
): Extract<AnyObject, { readonly kind: K }>[] {
  return (pull.children.get(address) ?? []).filter(
    (object): object is Extract<AnyObject, { readonly kind: K }> => object.kind === kind,
  )
}

/** The comment on an object, which is then said. */
export function commentOf(pull: Pull, address: Address): { readonly comment?: string } {
  const comment: Comment | undefined = say(
    pull,
    childrenOf(pull, address, 'comment').find(({ part }) => part === null),
  )
  return comment ? { comment: comment.text } : {}
}

/** The function that declares something in a namespace: `table`, or `app.table`. */
export function declarer(pull: Pull, schema: string, word: string, uses: Uses): string {
  const id = schema === 'public' ? undefined : pull.ids.get(`declare in ${schema}`)
  uses.add(id ?? word)
  return id === undefined ? word : `${id}.${word}`
}

/** The table as the declaring functions see it. */
export function contextOf(
  pull: Pull,
  on: Address,
  schema: string,
  table: string,
  columns: readonly string[],
): TableContext {
  return { on, schema, table, oldTable: table, columns, naming: pull.namingAt(schema, on) }
}
