import { groupBy } from './collections.ts'
import { fileName } from './names.ts'

/** A table, as far as the grouping of files is concerned. */
export interface Node {
  readonly key: string
  readonly schema: string
  readonly name: string
  readonly lines: number
  /** The tables it refers to; a partition and a child belong to their parent more than to any other. */
  readonly references: readonly { readonly to: string; readonly isParent: boolean }[]
}

/** The lines of tables that one file holds; with imports and types it stays below 250. */
const FULL = 200

/** So many tables refer to one that people look for in a file of its name. */
const HUB = 5

/**
 * The file of each table. A namespace that fits is one file; else the tables that refer to each other stand together,
 * and the file is called after the one that most of them refer to. A table that everybody refers to binds little; a
 * common first word binds a bit.
 */
export function groupTables(nodes: readonly Node[], reserved: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(reserved)
  const files = new Map<string, string>()
  const schemas = groupBy(nodes, (node) => node.schema)
  for (const [schema, own] of schemas) {
    const isOne = schemas.size > 1 && linesOf(own) <= FULL
    for (const group of isOne ? [own] : neighbourhoods(own)) {
      const hub = isOne ? schema : hubOf(group)
      const wanted = isOne || schema === 'public' ? fileName(hub) : `${fileName(schema)}-${fileName(hub)}`
      const file = [
        wanted,
        `${wanted}-tables`,
        ...Array.from({ length: nodes.length }, (_, at) => `${wanted}-${at + 2}`),
      ].find((name) => !taken.has(name))!
      taken.add(file)
      for (const { key } of group) files.set(key, file)
    }
  }
  return files
}

function neighbourhoods(nodes: readonly Node[]): Node[][] {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const referred = new Map<string, number>()
  for (const { references } of nodes) for (const { to } of references) referred.set(to, (referred.get(to) ?? 0) + 1)
  const edges = nodes.flatMap((from) =>
    from.references
      .filter(({ to }) => to !== from.key && byKey.has(to))
      .map(({ to, isParent }) => ({
        from: from.key,
        to,
        weight:
          (isParent ? 10 : 1 / referred.get(to)!) + (firstWord(from.name) === firstWord(byKey.get(to)!.name) ? 0.5 : 0),
      })),
  )
  const groups = new Groups(nodes, referred)
  for (const { from, to } of edges.sort((a, b) => b.weight - a.weight)) groups.join(from, to)
  const words = groupBy(nodes, ({ name }) => firstWord(name))
  for (const [word, [first, ...others]] of words)
    if (word.length > 2) for (const other of others) groups.join(first!.key, other.key)
  return groups.all()
}

/** Sets of tables that are joined while they fit in a file together. */
class Groups {
  readonly #groups: Map<string, Node[]>

  readonly #referred: ReadonlyMap<string, number>

  constructor(nodes: readonly Node[], referred: ReadonlyMap<string, number>) {
    this.#referred = referred
    this.#groups = new Map(nodes.map((node) => [node.key, [node]]))
  }

  join(a: string, b: string): void {
    const [left, right] = [this.#groups.get(a)!, this.#groups.get(b)!]
    if (left === right || linesOf(left) + linesOf(right) > FULL || (this.#isHub(left) && this.#isHub(right))) return
    left.push(...right)
    for (const { key } of right) this.#groups.set(key, left)
  }

  /** Whether a table is in it that many others refer to: a file is called after one of these at most, and holds no other. */
  #isHub(group: readonly Node[]): boolean {
    return group.some(({ key }) => (this.#referred.get(key) ?? 0) >= HUB)
  }

  all(): Node[][] {
    return [...new Set(this.#groups.values())]
  }
}

function hubOf(group: readonly Node[]): string {
  const inside = new Set(group.map(({ key }) => key))
  const counts = new Map(group.map(({ key }) => [key, 0]))
  for (const { key, references } of group)
    for (const { to } of references) if (to !== key && inside.has(to)) counts.set(to, counts.get(to)! + 1)
  return [...group].sort(
    (a, b) => counts.get(b.key)! - counts.get(a.key)! || a.name.length - b.name.length || (a.name < b.name ? -1 : 1),
  )[0]!.name
}

function linesOf(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { lines }) => sum + lines, 0)
}

function firstWord(name: string): string {
  return name.split(/[_\s-]|(?<=\p{Ll})(?=\p{Lu})/u)[0] ?? name
}
