import { conventionalName, knexNaming, type NameParts, type Naming } from '../declare/naming.ts'

/** One named part of a table: its sort, its name, and what a template could make the name of. */
export interface NamedPart {
  readonly sort: keyof Naming
  readonly name: string
  readonly parts: NameParts
}

const SORTS = ['pk', 'uq', 'ck', 'fk', 'ex', 'ix'] as const

/**
 * The naming convention that gives most of the names as they are. A template is taken over from Knex's own only where it is
 * right for more names, for at least two, and for a third of its sort.
 */
export function inferNaming(named: readonly NamedPart[]): Naming {
  const found: Record<keyof Naming, string> = { ...knexNaming }
  for (const sort of SORTS) {
    const own = named.filter((part) => part.sort === sort)
    const votes = new Map<string, number>()
    for (const part of own)
      for (const template of templatesOf(part)) votes.set(template, (votes.get(template) ?? 0) + 1)
    const usual = own.filter(({ name, parts }) => conventionalName(knexNaming[sort], parts) === name).length
    const [best] = [...votes].sort(
      ([a, votesA], [b, votesB]) => votesB - votesA || rank(b) - rank(a) || (a < b ? -1 : 1),
    )
    if (best && best[1] > usual && best[1] >= 2 && best[1] * 3 >= own.length) found[sort] = best[0]
  }
  return found
}

/** The parts of the convention that are not Knex's own. */
export function differingTemplates(naming: Naming): Partial<Naming> {
  return Object.fromEntries(
    SORTS.filter((sort) => naming[sort] !== knexNaming[sort]).map((sort) => [sort, naming[sort]]),
  )
}

/** Every template that makes exactly this name of these parts, and holds the table or its columns. */
function templatesOf({ sort, name, parts }: NamedPart): string[] {
  const columns = parts.columns?.join('_') ?? ''
  const values: (readonly [placeholder: string, value: string])[] = [
    ...(sort === 'ck'
      ? [['{name}', columns] as const]
      : ([
          ['{columns}', columns],
          ['{column}', parts.columns?.[0] ?? ''],
        ] as const)),
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
  return [...open].filter(
    (template) =>
      /\{(?:table|columns?|name)\}/.test(template) &&
      !/\{columns\}.*\{column\}|\{column\}.*\{columns\}/.test(template) &&
      conventionalName(template, parts) === name,
  )
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
