import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import type { Question } from '../base/question.ts'
import type { Rename } from '../declare/context.ts'
import type { AnyObject } from '../kinds/index.ts'
import { removedValues } from '../plan/values.ts'
import { addressOf, attribute, kindOf, parentOf, type Schema } from '../schema.ts'

/**
 * Reads each `--rename OLD=NEW`: addresses, or the short forms `table=table`, `table.column=column`, `schema.table=schema.table`,
 * `type.label=label`. A part of what is renamed as well may stand in its old place or in the new one.
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
    const rename = parse(text, moved, from, to, texts)
    if (rename) asked.push(rename)
  }
  return asked
}

/** Nothing where a text may mean several renames and another of `texts` says which. */
function parse(
  text: string,
  moved: ReadonlyMap<Address, Address>,
  from: Schema,
  to: Schema,
  texts: readonly string[],
): Rename | undefined {
  const [old = '', given = ''] = text.split('=').map((side) => side.trim())
  const pairs = named(old, from, moved).flatMap((before) =>
    successors(before, given, moved, to).map((after): [AnyObject, AnyObject] => [before, after]),
  )
  const [label] = pairs.length > 0 ? [] : labels(old, given, moved, from, to)
  if (label) return label
  const plain = pairs.filter(([before, after]) => !to.has(addressOf(before)) && !from.has(addressOf(after)))
  const [found, other] = plain.length > 0 ? plain : pairs
  if (!found)
    throw new KnexusError(
      'bad-rename',
      `--rename ${text} does not name something that was there and something that is declared.`,
      'Write --rename table.column=new_name, --rename old_table=new_table or --rename type.label=new_label, ' +
        'with the names as they are in the database and in the models.',
    )
  if (other) {
    const choices = (plain.length > 0 ? plain : pairs).map((pair) => pair.map(addressOf).join('='))
    if (choices.some((choice) => texts.includes(choice))) return undefined
    throw new KnexusError(
      'bad-rename',
      `--rename ${text} could mean ${choices.length} renames: ${choices.join('; ')}.`,
      `Pass the one that is meant: --rename "${choices[0]}".`,
      { questions: [whichRename(text, choices)] },
    )
  }
  return { from: addressOf(found[0]), to: addressOf(found[1]), asked: true }
}

function whichRename(text: string, choices: readonly string[]): Question {
  const candidate = (choice: string) => ({
    answer: choice,
    means: choice.split('=').join(' becomes '),
    options: ['--rename', choice],
  })
  return {
    id: `rename:${text}`,
    kind: 'rename',
    question: `Which rename does --rename ${text} mean?`,
    candidates: choices.map(candidate),
    evidence: [`${choices.length} objects have such a name`],
  }
}

/**
 * What a text names, of what can be renamed: by its address, by all of its path, or by the end of it; else by its
 * path in the new name of its whole.
 */
function named(text: string, schema: Schema, moved: ReadonlyMap<Address, Address> = new Map()): AnyObject[] {
  const exact = schema.get(text)
  if (exact) return [exact]
  const objects = [...schema.values()].filter((object) => kindOf(object).rename)
  const plain = unquoted(text)
  const whole = objects.filter((object) => paths(object).includes(plain))
  if (whole.length > 0) return whole
  const ends = (all: readonly string[]) => all.some((path) => `.${path}`.endsWith(`.${plain}`))
  const found = objects.filter((object) => ends(paths(object)))
  if (found.length > 0) return found
  return objects.filter((object) => {
    const place = moved.get(parentOf(object) ?? '')
    return place !== undefined && ends([`${unquoted(pathOf(place))}.${String(attribute(object, 'name'))}`])
  })
}

/** What a text names of the values of a type, and the new one that it gives: `public.mood.sad=glum`. */
function labels(
  old: string,
  given: string,
  moved: ReadonlyMap<Address, Address>,
  from: Schema,
  to: Schema,
): readonly Rename[] {
  return [...from].flatMap(([address, before]) => {
    const place = moved.get(address) ?? address
    const after = to.get(place)
    if (!after) return []
    const { remap, others } = removedValues(after, before)
    const part = kindOf(before)
      .values?.(before)
      .list.find(
        (value) =>
          !(value in remap) &&
          [address, place].some((type) => `.${unquoted(pathOf(type))}.${value}`.endsWith(`.${unquoted(old)}`)),
      )
    return part === undefined || !others.includes(given)
      ? []
      : [{ from: address, to: place, part: [part, given], asked: true }]
  })
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

/**
 * How an object may be written, without quotes: its name behind that of its whole, and behind its namespace where
 * that is where its name stands alone.
 */
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
