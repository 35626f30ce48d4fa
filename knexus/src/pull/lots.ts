import { groupBy } from './collections.ts'
import { fileName } from './names.ts'
import type { Unit } from './state.ts'

/** Units that are kept together: a view and what hangs on it. */
export interface Lot {
  readonly schema: string
  readonly name: string
  readonly lines: number
  /** What it is for, where that sets it apart from the others: `triggers`. */
  readonly role?: string
  readonly units: readonly Unit[]
}

type NamedFile = readonly [name: string, units: Unit[]]

/** The lines that a file of views, functions or types holds before another one is begun. */
const FULL = 230

/** With less in it than this, a file is no help: it stays with the others. */
const SLIGHT = 60

/**
 * Functions or views in files that are not too long and say what is in them: all in one, else by namespace, then by the
 * words that their names begin with: `functions`, `functions-app`, `functions-get-user`. What no word sets apart is divided
 * by its role: `functions-triggers`. `taken` are the names of other files.
 */
export function filesByName(kind: string, lots: readonly Lot[], taken: Iterable<string>): NamedFile[] {
  const free = new Set(taken)
  return split(kind, lots, (lot) => [lot.schema, ...wordsOf(lot.name)], 0).map(([name, part]) => {
    const wanted = free.has(name) ? `${name}-${kind}` : name
    free.add(wanted)
    return [wanted, part.flatMap(({ units }) => units)]
  })
}

/** Lots in their order, a file begun again where one is full and called after what it begins with: `types`, `types-money`. */
export function filesInOrder(kind: string, lots: readonly Lot[]): NamedFile[] {
  return inOrder(kind, lots).map(([name, part]) => [name, part.flatMap(({ units }) => units)])
}

type Named = readonly [name: string, lots: Lot[]]

function split(name: string, lots: readonly Lot[], wordsIn: (lot: Lot) => readonly string[], depth: number): Named[] {
  if (linesOf(lots) <= FULL) return lots.length === 0 ? [] : [[name, [...lots]]]
  const groups = groupBy(lots, (lot) => wordsIn(lot)[depth] ?? '')
  if (depth > 6) return inOrder(name, lots)
  if (groups.size === 1) {
    const [word = ''] = groups.keys()
    return split(depth === 0 || word === '' ? name : `${name}-${fileName(word)}`, lots, wordsIn, depth + 1)
  }
  const isApart = (word: string, group: readonly Lot[]) => word !== '' && linesOf(group) >= SLIGHT
  const rest = [...groups].flatMap(([word, group]) => (isApart(word, group) ? [] : group))
  return [
    ...byRole(name, rest),
    ...[...groups].flatMap(([word, group]) =>
      isApart(word, group) ? split(`${name}-${fileName(word)}`, group, wordsIn, depth + 1) : [],
    ),
  ]
}

function byRole(name: string, lots: readonly Lot[]): Named[] {
  if (linesOf(lots) <= FULL) return inOrder(name, lots)
  return [...groupBy(lots, ({ role = '' }) => role)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([role, group]) => inOrder(role === '' ? name : `${name}-${role}`, group))
}

function inOrder(name: string, lots: readonly Lot[]): Named[] {
  const files: Lot[][] = []
  let lines = Infinity
  for (const lot of lots) {
    if (lines + lot.lines > FULL) {
      files.push([])
      lines = 0
    }
    files.at(-1)!.push(lot)
    lines += lot.lines
  }
  const taken = new Set<string>()
  return files.map((part, at) => {
    const after = at === 0 ? name : `${name}-${fileName(part[0]!.name)}`
    const wanted = taken.has(after) ? `${after}-${at + 1}` : after
    taken.add(wanted)
    return [wanted, part]
  })
}

function linesOf(lots: readonly Lot[]): number {
  return lots.reduce((sum, { lines }) => sum + lines, 0)
}

function wordsOf(name: string): string[] {
  return fileName(name).split('-')
}
