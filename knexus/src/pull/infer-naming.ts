import { groupBy } from './collections.ts'
import { conventionalName, knexNaming, type NameParts, type Naming } from '../declare/naming.ts'

/** One named part of a table: its sort, its name, and what a template could make the name of. */
export interface NamedPart {
  readonly sort: keyof Naming
  readonly name: string
  readonly parts: NameParts
}

const SORTS = ['pk', 'uq', 'ck', 'fk', 'ex', 'ix'] as const

/** How PostgreSQL names what nobody named. A check's columns stand for its name. */
const postgresNaming: Naming = {
  pk: '{table}_pkey',
  uq: '{table}_{columns}_key',
  ck: '{table}_{name}_check',
  fk: '{table}_{columns}_fkey',
  ex: '{table}_{columns}_excl',
  ix: '{table}_{columns}_idx',
}

/**
 * The naming convention that gives most of the names as they are. A template of people's own is one that tells two
 * parts of a table apart, was used for two tables, and gives nearly all names of its sort; one that PostgreSQL or
 * Knex itself follows need not give so many, because the others were given by hand.
 */
export function inferNaming(named: readonly NamedPart[]): Naming {
  const found: Record<keyof Naming, string> = { ...knexNaming }
  for (const sort of SORTS) {
    const own = named.filter((part) => part.sort === sort)
    const votes = groupBy(
      own.flatMap((part) => templatesOf(part).map((template) => ({ template, part }))),
      ({ template }) => template,
    )
    const [best] = [...votes]
      .map(([template, of]) => [template, of.map(({ part }) => part)] as const)
      .filter(([template, parts]) =>
        template === postgresNaming[sort]
          ? parts.length * 3 >= own.length
          : parts.length >= own.length * nearlyAll(template, sort) && isOfMore(parts, sort),
      )
      .sort(
        ([a, { length: votesA }], [b, { length: votesB }]) => votesB - votesA || rank(b) - rank(a) || (a < b ? -1 : 1),
      )
    if (best && best[1].length > (votes.get(knexNaming[sort])?.length ?? 0)) found[sort] = best[0]
  }
  return found
}

/** Whether parts are of several tables, and checks of several columns: what all of them share may be the name of one. */
function isOfMore(parts: readonly NamedPart[], sort: keyof Naming): boolean {
  const differ = (of: (part: NamedPart) => string) => new Set(parts.map(of)).size > 1
  return (
    differ(({ parts: { table } }) => table) && (sort !== 'ck' || differ(({ parts: { columns } }) => String(columns)))
  )
}

/**
 * The share of names that a template of people's own has to give. Other words around the name of a check may say what
 * is checked, and then fit no other.
 */
function nearlyAll(template: string, sort: keyof Naming): number {
  const words = template.replaceAll(/\{\w+\}/g, ' ').split(/[^\p{L}]+/u)
  return sort === 'ck' && !words.every((word) => /^(?:c|cc|ck|chk|check|con|constraint)?$/i.test(word)) ? 9 / 10 : 2 / 3
}

/** The parts of the convention that are not Knex's own. */
export function differingTemplates(naming: Naming): Partial<Naming> {
  return Object.fromEntries(
    SORTS.filter((sort) => naming[sort] !== knexNaming[sort]).map((sort) => [sort, naming[sort]]),
  )
}

/** What a template must hold: a table has one primary key, and many of all else. */
const TELLS_APART: Readonly<Record<keyof Naming, RegExp>> = {
  pk: /\{(?:table|columns)\}/,
  uq: /\{columns\}/,
  ck: /\{name\}/,
  fk: /\{columns\}/,
  ex: /\{columns\}/,
  ix: /\{columns\}/,
}

/** Every template that makes exactly this name of these parts, and no other of the table's. */
function templatesOf({ sort, name, parts }: NamedPart): string[] {
  const columns = parts.columns?.join('_') ?? ''
  const values: (readonly [placeholder: string, value: string])[] = [
    ...(sort === 'ck' ? [['{name}', columns] as const] : [['{columns}', columns] as const]),
    ['{table}', parts.table],
    ['{references}', parts.references ?? ''],
  ]
  let open = new Set([name])
  for (const [placeholder, value] of values) {
    if (value === '') continue
    const next = new Set(open)
    for (const template of open)
      for (const at of wholeWords(template, value))
        next.add(template.slice(0, at) + placeholder + template.slice(at + value.length))
    open = next
  }
  return [...open].filter((template) => TELLS_APART[sort].test(template) && conventionalName(template, parts) === name)
}

/** Where a value stands in a template, not as a part of a longer word and not inside a placeholder. */
function wholeWords(template: string, value: string): number[] {
  const places: number[] = []
  for (let at = template.indexOf(value); at >= 0; at = template.indexOf(value, at + 1)) {
    const before = template[at - 1]
    const after = template[at + value.length]
    if (
      (before === undefined || !/[\p{L}\p{N}{]/u.test(before)) &&
      (after === undefined || !/[\p{L}\p{N}}]/u.test(after))
    )
      places.push(at)
  }
  return places
}

/** Of two templates that explain as much, the one that says more in fewer letters of its own. */
function rank(template: string): number {
  return (template.match(/\{/g)?.length ?? 0) * 10 - template.replaceAll(/\{\w+\}/g, '').length
}
