import { addresses } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { qualifiedName } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { conventionalName, type NameParts, type Naming } from './naming.ts'

/** A rename: the old and the new address of an object. The old one is that from before all of the renames. */
export interface Rename {
  readonly from: Address
  readonly to: Address
  /** The old and the new name of a part that is not an object of its own, such as a label of an enum. */
  readonly part?: readonly [old: string, name: string]
  /** Requested on the command line, for this run: it cannot have been made already. */
  readonly asked?: true
}

/** What the models declare: objects, and the renames of those that had another name. */
export interface Declared {
  readonly objects: readonly AnyObject[]
  readonly renames: readonly Rename[]
}

/** The mark of a declaration; shared by every copy of the package in one process. */
export const declaration = Symbol.for('knexus.declaration')

/** The mark of the naming convention that a table was declared by. */
export const convention = Symbol.for('knexus.convention')

/** Anything a model file may export to be part of the schema. */
export interface Declaration extends Declared {
  readonly [declaration]: true
}

/** The table a part is declared in. */
export interface TableContext {
  /** The address of the table. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  /** The table's name before, when it is being renamed; its name otherwise. */
  readonly oldTable: string
  readonly columns: readonly string[]
  readonly naming: Naming
}

/** A piece of a table's declaration that makes its objects once the table is known. */
export interface Part {
  readonly build: (context: TableContext) => Declared
}

/** A declaration of these objects. */
export function declared(objects: readonly AnyObject[], renames: readonly Rename[] = []): Declaration {
  return { [declaration]: true, objects, renames }
}

/** A comment on an object, where there is one. */
export function commentOn(object: AnyObject, text: string | null | undefined): AnyObject[] {
  return text === null || text === undefined ? [] : [{ kind: 'comment', on: addressOf(object), part: null, text }]
}

/** The rename of `before` to `object`. */
export function rename(object: AnyObject, before: AnyObject): Rename {
  return { from: addressOf(before), to: addressOf(object) }
}

/** What the convention names a part of a table after, beside the table. */
export type PartNames = Omit<NameParts, 'table'>

/** The name the convention gives to a part of a table. */
export function usualName({ table, naming }: TableContext, sort: keyof Naming, parts: PartNames): string {
  return conventionalName(naming[sort], { ...parts, table })
}

/** A declaration, or the address of one. */
export type Needed = Declaration | Address

/** The `needs` of an object: the first object of each declaration is the one that counts. */
export function needsFrom(needed: readonly Needed[] = []): { readonly needs?: readonly Address[] } {
  const needs = needed.flatMap((one) => (typeof one === 'string' ? [one] : one.objects.slice(0, 1).map(addressOf)))
  return needs.length > 0 ? { needs } : {}
}

/** The `needs` of a part of a table that uses these of its columns. */
export function needsColumns(
  table: { readonly schema: string; readonly table: string },
  columns: readonly string[],
  more: readonly Address[] = [],
): { readonly needs?: readonly Address[] } {
  return needsFrom([
    ...more,
    ...columns.map((column) => addresses.column(qualifiedName(table.schema, table.table), column)),
  ])
}

/** Several declarations as one. */
export function together(lots: readonly Declared[]): Declared {
  return {
    objects: lots.flatMap((lot) => lot.objects),
    renames: lots.flatMap((lot) => lot.renames),
  }
}
