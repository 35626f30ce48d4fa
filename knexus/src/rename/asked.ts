import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import type { Rename } from '../declare/context.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, attribute, kindOf, parentOf, type Schema } from '../schema.ts'

/**
 * Reads each `--rename OLD=NEW`: addresses, or the short forms `table=table`, `table.column=column`, `schema.table=schema.table`.
 * `declared` are the renames of the models. Throws `bad-rename`, also where a short form means several objects.
 */
export function parseRenames(
  texts: readonly string[],
  declared: readonly Rename[],
  from: Schema,
  to: Schema,
): readonly Rename[] {
  const asked: Rename[] = []
  // A table comes before its columns, which stand in its new place.
  const wholesFirst = texts.toSorted(
    (a, b) => a.split('=', 1)[0]!.split('.').length - b.split('=', 1)[0]!.split('.').length,
  )
  for (const text of wholesFirst) {
    const moved = new Map([...declared, ...asked].map((rename) => [rename.from, rename.to]))
    asked.push(parse(text, moved, from, to))
  }
  return asked
}

function parse(text: string, moved: ReadonlyMap<Address, Address>, from: Schema, to: Schema): Rename {
  const [old = '', given = ''] = text.split('=').map((side) => side.trim())
  const pairs = named(old, from).flatMap((before) =>
    successors(before, given, moved, to).map((after): [AnyObject, AnyObject] => [before, after]),
  )
  const plain = pairs.filter(([before, after]) => !to.has(addressOf(before)) && !from.has(addressOf(after)))
  const [found, other] = plain.length > 0 ? plain : pairs
  if (!found)
    throw new KnexusError(
      'bad-rename',
      `--rename ${text} does not name something that was there and something that is declared.`,
      'Write --rename table.column=new_name or --rename old_table=new_table, with the names as they are in the database and in the models.',
    )
  if (other) {
    const choices = (plain.length > 0 ? plain : pairs).map((pair) => pair.map(addressOf).join('='))
    throw new KnexusError(
      'bad-rename',
      `--rename ${text} could mean ${choices.length} renames: ${choices.join('; ')}.`,
      `Pass the one that is meant: --rename "${choices[0]}".`,
    )
  }
  return { from: addressOf(found[0]), to: addressOf(found[1]), asked: true }
}

/** What a text names, of what can be renamed: by its address, by all of its path, or by the end of it. */
function named(text: string, schema: Schema): AnyObject[] {
  const exact = schema.get(text)
  if (exact) return [exact]
  const objects = [...schema.values()].filter((object) => kindOf(object).rename)
  const plain = unquoted(text)
  const whole = objects.filter((object) => paths(object).includes(plain))
  return whole.length > 0 ? whole : objects.filter((object) => paths(object).some((path) => path.endsWith(`.${plain}`)))
}

/** What an object may be called afterwards: an unqualified name stands in its old place first, in the new name of its whole. */
function successors(before: AnyObject, given: string, moved: ReadonlyMap<Address, Address>, to: Schema): AnyObject[] {
  const parent = parentOf(before)
  const place = parent === undefined ? undefined : (moved.get(parent) ?? parent)
  const alike = [...to.values()].filter(({ kind }) => kind === before.kind)
  const here = alike.filter(
    (object) =>
      parentOf(object) === place &&
      (place !== undefined || attribute(object, 'schema') === attribute(before, 'schema')) &&
      attribute(object, 'name') === unquoted(given),
  )
  if (here.length > 0) return here
  return named(given, to).filter(({ kind }) => kind === before.kind)
}

/** How an object may be written, without quotes: its name behind that of its whole, and behind its namespace where that is where its name stands alone. */
function paths(object: AnyObject): string[] {
  const [schema, own] = [attribute(object, 'schema'), attribute(object, 'name')].map(String)
  const parent = parentOf(object)
  const inNamespace = `${schema}.${own}`
  if (parent === undefined) return [attribute(object, 'schema') === undefined ? own! : inNamespace]
  const alone = unquoted(pathOf(addressOf(object))) === inNamespace
  return [`${unquoted(pathOf(parent))}.${own}`, ...(alone ? [inNamespace] : [])]
}

function unquoted(text: string): string {
  return text.replaceAll('"', '')
}
