import { addresses, pathOf } from '../base/address.ts'
import type { Address, DatabaseObject } from '../base/kind.ts'
import type { Change } from '../change.ts'
import { graphOf, type Box, type Graph, type Link, type Row } from '../diagram/graph.ts'
import { layout, type Layout } from '../diagram/layout.ts'
import { sizeOf, svgOf, type Mark } from '../diagram/svg.ts'
import { addressOf, parentOf, type Schema } from '../schema.ts'
import type { Review } from './index.ts'

/** The tables that a change is about, and those right beside them, as they were and as they will be. */
export interface Neighbourhood {
  readonly before: Graph
  readonly after: Graph
  readonly marks: ReadonlyMap<Address, Mark>
  /** What has another name after the change. */
  readonly renamed: ReadonlySet<Address>
  /** How many tables that change are not shown. */
  readonly hidden: number
}

/** How many columns of a table are shown that do not change and are in no key. */
const QUIET_ROWS = 3

/** The changed tables, at most so many, with what they refer to and what refers to them. */
export function neighbourhoodOf({ before, after, changes, renamed }: Review, most: number): Neighbourhood {
  const [old, now] = [graphOf(before), graphOf(after)]
  const drawn = new Set([...old.boxes, ...now.boxes].map(({ address }) => address))
  const marks = new Map<Address, Mark>()
  for (const { from, to } of renamed) {
    mark(marks, from, 'altered')
    mark(marks, to, 'altered')
  }
  for (const change of changes) markChange(change, { before, after, drawn }, marks)
  for (const { from } of renamed) markWhole(before.get(from), { before, after, drawn }, marks)
  const changed = [...drawn].filter((address) => marks.has(address))
  const shown = new Set(changed.slice(0, most))
  for (const { from, to } of [...old.links, ...now.links]) {
    if (shown.size >= most) break
    if (marks.has(from) && shown.has(from)) shown.add(to)
    else if (marks.has(to) && shown.has(to)) shown.add(from)
  }
  return {
    before: part(old, shown, marks),
    after: part(now, shown, marks),
    marks,
    renamed: new Set(renamed.map(({ from }) => from)),
    hidden: Math.max(0, changed.length - most),
  }
}

interface Sides {
  readonly before: Schema
  readonly after: Schema
  readonly drawn: ReadonlySet<Address>
}

function markChange({ before, after }: Change, sides: Sides, marks: Map<Address, Mark>): void {
  const what = before && after ? 'altered' : after ? 'added' : 'dropped'
  for (const object of [before, after]) {
    if (!object) continue
    mark(marks, addressOf(object), what)
    markWhole(object, sides, marks)
  }
}

/** What an object is a part of is altered: the column of a default, the table of a column. */
function markWhole(
  object: DatabaseObject | undefined,
  { before, after, drawn }: Sides,
  marks: Map<Address, Mark>,
): void {
  for (let at = object && parentOf(object); at !== undefined;) {
    mark(marks, at, 'altered')
    if (drawn.has(at)) return
    const whole = after.get(at) ?? before.get(at)
    at = whole && parentOf(whole)
  }
}

/** What comes or goes itself is not called altered because of its parts. */
function mark(marks: Map<Address, Mark>, address: Address, what: Mark): void {
  if (what !== 'altered' || !marks.has(address)) marks.set(address, what)
}

function part({ boxes, links }: Graph, shown: ReadonlySet<Address>, marks: ReadonlyMap<Address, Mark>): Graph {
  return {
    boxes: boxes.filter(({ address }) => shown.has(address)).map((box) => ({ ...box, rows: rowsOf(box, marks) })),
    links: links.filter(({ from, to }) => shown.has(from) && shown.has(to)),
    enums: [],
  }
}

/** Of a table that is not new, the keys and what changes, and a few others. */
function rowsOf(box: Box, marks: ReadonlyMap<Address, Mark>): readonly Row[] {
  if (marks.get(box.address) === 'added' || marks.get(box.address) === 'dropped') return box.rows
  let quiet = 0
  const kept = box.rows.filter((row) => {
    if (row.primary || row.foreign || marks.has(columnOf(box, row))) return true
    quiet += 1
    return quiet <= QUIET_ROWS
  })
  return quiet > QUIET_ROWS ? [...kept, { ...NO_ROW, name: `${REST}${quiet - QUIET_ROWS} more` }] : kept
}

const REST = '… '

function isRest(name: string): boolean {
  return name.startsWith(REST)
}

const NO_ROW: Row = { name: '', type: '', primary: false, foreign: false, unique: false, required: false }

function columnOf(box: Box, { name }: Row): Address {
  return addresses.column(pathOf(box.address), name)
}

/** Both sides as SVG, each table at the same place; one that is empty is left out. */
export function picturesOf({ before, after, marks }: Neighbourhood): {
  readonly before?: string
  readonly after?: string
} {
  const sized = new Map<Address, ReturnType<typeof sizeOf>>()
  for (const box of [...before.boxes, ...after.boxes]) {
    const [size, other] = [sizeOf(box), sized.get(box.address)]
    sized.set(box.address, {
      ...size,
      width: Math.max(size.width, other?.width ?? 0),
      height: Math.max(size.height, other?.height ?? 0),
    })
  }
  const links = new Map([...before.links, ...after.links].map((link) => [nameOf(link), link]))
  const placed = layout([...sized.values()], [...links.values()])
  const bends = new Map([...links.keys()].map((name, at) => [name, placed.lines[at]!]))
  const draw = (graph: Graph, side: 'before' | 'after') => {
    const own: Layout = { ...placed, lines: graph.links.map((link) => bends.get(nameOf(link))!) }
    const title =
      `The tables ${side === 'before' ? 'before the change' : 'after it'}: ` +
      graph.boxes.map(({ name }) => name).join(', ')
    return svgOf(graph, own, { id: side, title, marks })
  }
  return {
    ...(before.boxes.length > 0 && { before: draw(before, 'before') }),
    ...(after.boxes.length > 0 && { after: draw(after, 'after') }),
  }
}

function nameOf({ from, to, name }: Link): string {
  return `${from} ${to} ${name}`
}

/** One picture of both sides, for Mermaid, with what becomes of each table and column. */
export function unionOf({ before, after, renamed }: Neighbourhood): Graph {
  const old = before.boxes.filter(({ address }) => !renamed.has(address))
  const boxes = new Map(old.map((box) => [box.address, box]))
  for (const box of after.boxes) {
    const names = new Set(box.rows.map(({ name }) => name))
    const isGone = (row: Row) => !names.has(row.name) && !renamed.has(columnOf(box, row))
    const gone = boxes.get(box.address)?.rows.filter(isGone) ?? []
    boxes.set(box.address, { ...box, rows: [...box.rows, ...gone] })
  }
  for (const [address, box] of boxes) boxes.set(address, { ...box, rows: box.rows.filter(({ name }) => !isRest(name)) })
  const kept = before.links.filter(
    ({ from, to, name }) => ![from, to, addresses.constraint(name, pathOf(from))].some((one) => renamed.has(one)),
  )
  const links = new Map([...kept, ...after.links].map((link) => [nameOf(link), link]))
  return { boxes: [...boxes.values()], links: [...links.values()], enums: [] }
}

/** What becomes of a table, or of one of its columns, in a word. */
export function noteOf({ marks }: Neighbourhood): (box: Box, row?: Row) => string | undefined {
  return (box, row) => {
    const mark = marks.get(row ? columnOf(box, row) : box.address)
    if (mark === undefined || (row && marks.get(box.address) === mark && mark !== 'altered')) return undefined
    return row ? mark : `(${mark})`
  }
}
