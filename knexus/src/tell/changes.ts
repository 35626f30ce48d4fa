import { counted } from '../base/counted.ts'
import type { Address, DatabaseObject } from '../base/kind.ts'
import { qualifiedName } from '../base/sql.ts'
import { addressOfChange, subject, type Change } from '../change.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, kindOf, parentOf } from '../schema.ts'
import { sayValue, valuesOf, type Value } from './values.ts'

/** A change as data: what `--json` gives. */
export interface DescribedChange {
  readonly address: Address
  readonly change: 'create' | 'drop' | 'alter'
  /** The attributes in which it differs, where it is altered, and their values. */
  readonly attributes?: readonly string[]
  readonly values?: readonly Value[]
}

export interface Telling {
  /** How many lines at most; the rest is counted. Infinity when absent. */
  readonly lines?: number
  /** Spells out what belongs to a table that comes or goes as a whole, instead of counting it. */
  readonly all?: boolean
}

/** A change as data. */
export function changeAsData(change: Change): DescribedChange {
  const address = addressOfChange(change)
  if (!change.before || !change.after) return { address, change: change.after ? 'create' : 'drop' }
  const values = valuesOf(change)
  return { address, change: 'alter', attributes: values.map((value) => value.attribute), values }
}

/**
 * Changes in people's words, grouped by the table (or other whole) that they belong to: `+` what comes, `-` what goes,
 * `~` what differs, with its values before and after. What belongs to a whole that comes or goes itself is counted.
 */
export function sayChanges(changes: readonly Change[], { lines = Infinity, all = false }: Telling = {}): string[] {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const whole = wholeOf(subject(change))
    groups.set(whole, [...(groups.get(whole) ?? []), change])
  }
  const told = [...groups]
    .flatMap(([whole, members]) => sayGroup(whole, members, all))
    .flatMap((text) => text.split('\n'))
  if (told.length <= lines) return told
  return [...told.slice(0, lines - 1), `... and ${counted(told.length - lines + 1, 'more line')}: --all prints them`]
}

function sayGroup(whole: string, members: readonly Change[], all: boolean): string[] {
  const merged = new Set(members.filter((change) => clauseOf(change, members) !== undefined))
  const alone = members.filter((change) => !merged.has(change))
  const head = alone.find((change) => isWhole(change, whole))
  if (head && alone.length > 1 && !all)
    return [`${sayOne(head, whole, members)} (${counts(alone.filter((change) => change !== head))})`]
  const told = alone.map((change) => sayOne(change, whole, members))
  if (head) return [sayOne(head, whole, members), ...told.filter((_, at) => alone[at] !== head).map(indented)]
  const title = shown(whole)
  if (told.length > 1) return [`${title}:`, ...told.map(indented)]
  return [told[0]!.includes(title) ? told[0]! : `${title}: ${told[0]!}`]
}

function sayOne(change: Change, whole: string, members: readonly Change[]): string {
  const object = subject(change)
  const label = lowered(
    addressOf(object)
      .replace(`${whole}.`, '')
      .replace(` ON ${whole}`, '')
      .replace(/ public\./, ' '),
  )
  if (change.before && change.after) return `~ ${label}, ${valuesOf(change).map(sayValue).join('; ')}`
  const sign = change.after ? '+' : '-'
  const clauses = members.flatMap((other) =>
    parentOf(subject(other)) === addressOf(object) ? (clauseOf(other, members) ?? []) : [],
  )
  return `${sign} ${isWhole(change, whole) ? label : definition(object, clauses, label, change.after !== undefined)}`
}

/** The clause that a change is of another one in the list: the default of a column that comes with it. */
function clauseOf(change: Change, members: readonly Change[]): string | undefined {
  if (change.before && change.after) return undefined
  const object = subject(change)
  const parent = parentOf(object)
  const carrier = members.find(
    (other) => other !== change && addressOfChange(other) === parent && Boolean(other.after) === Boolean(change.after),
  )
  if (!carrier || (carrier.before && carrier.after) || parentOf(subject(carrier)) === undefined) return undefined
  return kindOf(object).inline?.(object, []) || undefined
}

/**
 * What it is in SQL: the clause it would be in its whole, else the statement that creates it; what goes without a
 * clause is only named.
 */
function definition(object: AnyObject, clauses: readonly string[], label: string, comes: boolean): string {
  const kind = kindOf(object)
  const word = label.split(' ')[0]!
  const inline = kind.inline?.(object, clauses)
  if (inline && parentOf(object)?.startsWith('COLUMN ')) return short(`${label} ${inline.replace(/^[A-Z]+ /, '')}`)
  if (inline) return short(lowered(inline).startsWith(word) ? lowered(inline) : `${word} ${inline}`)
  const sql = comes ? kind.create(object, clauses)[0]?.sql : undefined
  return sql === undefined
    ? label
    : short(lowered(sql.replace(/^CREATE (OR REPLACE )?|^ALTER .*? ADD (?=CONSTRAINT)/, '')))
}

/** Where many kinds say what they belong to. */
interface Placed {
  readonly schema?: unknown
  readonly table?: unknown
  readonly on?: unknown
}

/** The path of the table, or whatever else stands alone, that an object belongs to: `public.users`. */
function wholeOf(object: DatabaseObject): string {
  const { schema, table, on } = object as DatabaseObject & Placed
  if (typeof schema === 'string' && typeof table === 'string') return qualifiedName(schema, table)
  const parent = parentOf(object) ?? (typeof on === 'string' ? on : undefined)
  if (parent === undefined) return pathIn(addressOf(object))
  const inner = pathIn(parent)
  return parent.startsWith('COLUMN ') ? inner.slice(0, inner.lastIndexOf('.')) : inner
}

/** `TABLE public.users` -> `public.users`, `CONSTRAINT a ON public.users` -> `public.users`. */
function pathIn(address: Address): string {
  return address.replace(/^(?:[A-Z]+ )+(?:.* ON )?/, '')
}

function isWhole(change: Change, whole: string): boolean {
  const object = subject(change)
  return !(change.before && change.after) && parentOf(object) === undefined && pathIn(addressOf(object)) === whole
}

function counts(changes: readonly Change[]): string {
  const kinds = new Map<string, number>()
  for (const change of changes) {
    const { kind } = subject(change)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return [...kinds].map(([kind, count]) => `${count} ${count === 1 ? kind : plural(kind)}`).join(', ')
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies')
  return /(?:s|x|ss)$/.test(noun) ? `${noun}es` : `${noun}s`
}

/** The words of SQL at its head in lower case: `UNIQUE INDEX i ON` -> `unique index i ON`. */
function lowered(text: string): string {
  return text.replace(/^(?:[A-Z]+ )+/, (words) => words.toLowerCase())
}

function shown(whole: string): string {
  return whole.replace(/^public\./, '')
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 160 ? `${line.slice(0, 157)}...` : line
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
