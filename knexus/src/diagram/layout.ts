import { graphlib, layout as arrange } from '@dagrejs/dagre'

/** A box that wants a place; `group` boxes stand together. */
export interface Sized {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly group?: string
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a box or an area is: its upper left corner, and its size. */
export interface Place extends Point {
  readonly width: number
  readonly height: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: ReadonlyMap<string, Place>
  /** Where each group stands, by its name. */
  readonly groups: ReadonlyMap<string, Place>
  /** The bends of each line, in the order of the lines; none where a line leaves its group. */
  readonly lines: readonly (readonly Point[])[]
}

export interface Line {
  readonly from: string
  readonly to: string
}

const GAP = 40
const GROUP_HEAD = 28

/**
 * Finds a place for every box: what is tied by lines is laid out in layers, and what has nothing to do with each
 * other is put side by side on shelves. A group is laid out by itself, so that a thousand boxes take as long as a few
 * dozens of groups.
 */
export function layout(boxes: readonly Sized[], lines: readonly Line[]): Layout {
  const groups = new Map<string, Sized[]>()
  for (const box of boxes) groups.set(box.group ?? '', [...(groups.get(box.group ?? '') ?? []), box])
  const isGrouped = groups.size > 1
  const parts = [...groups].map(([name, members]) => ({ name, ...layoutOfGroup(members, lines) }))
  const head = isGrouped ? GROUP_HEAD : 0
  const shelves = shelve(
    parts.map(({ width, height }) => ({
      width: width + (isGrouped ? GAP : 0),
      height: height + head + (isGrouped ? GAP / 2 : 0),
    })),
    isGrouped ? GAP : 0,
  )
  const all = new Gathered()
  const areas = new Map<string, Place>()
  for (const [at, part] of parts.entries()) {
    const corner = shelves.places[at]!
    if (isGrouped) areas.set(part.name, corner)
    all.add(part, corner.x + (isGrouped ? GAP / 2 : 0), corner.y + head)
  }
  return {
    width: shelves.width,
    height: shelves.height,
    boxes: all.boxes,
    groups: areas,
    lines: lines.map((_, at) => all.lines.get(at) ?? []),
  }
}

/** Parts, each moved to its place. */
class Gathered {
  readonly boxes = new Map<string, Place>()
  readonly lines = new Map<number, readonly Point[]>()

  add({ boxes, lines }: Pick<Part, 'boxes' | 'lines'>, dx: number, dy: number): void {
    for (const [id, place] of boxes) this.boxes.set(id, { ...place, x: place.x + dx, y: place.y + dy })
    for (const [at, points] of lines) this.lines.set(at, moved(points, dx, dy))
  }
}

function moved(points: readonly Point[], dx: number, dy: number): Point[] {
  return points.map(({ x, y }) => ({ x: x + dx, y: y + dy }))
}

interface Part {
  readonly width: number
  readonly height: number
  readonly boxes: ReadonlyMap<string, Place>
  readonly lines: ReadonlyMap<number, readonly Point[]>
}

function layoutOfGroup(boxes: readonly Sized[], lines: readonly Line[]): Part {
  const inside = new Set(boxes.map(({ id }) => id))
  const own = lines.flatMap((line, at) =>
    inside.has(line.from) && inside.has(line.to) && line.from !== line.to ? [{ ...line, at }] : [],
  )
  const parts = components(boxes, own).map((members) =>
    layers(
      members,
      own.filter(({ from }) => members.some(({ id }) => id === from)),
    ),
  )
  const shelves = shelve(parts, GAP)
  const all = new Gathered()
  for (const [at, part] of parts.entries()) all.add(part, shelves.places[at]!.x, shelves.places[at]!.y)
  return { width: shelves.width, height: shelves.height, boxes: all.boxes, lines: all.lines }
}

/** What hangs together, the largest first. */
function components(boxes: readonly Sized[], lines: readonly Line[]): Sized[][] {
  const neighbours = new Map<string, string[]>(boxes.map(({ id }) => [id, []]))
  for (const { from, to } of lines) {
    neighbours.get(from)!.push(to)
    neighbours.get(to)!.push(from)
  }
  const seen = new Set<string>()
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const found: Sized[][] = []
  for (const { id } of boxes) {
    if (seen.has(id)) continue
    const members = [id]
    seen.add(id)
    for (const member of members)
      for (const other of neighbours.get(member)!)
        if (!seen.has(other)) {
          seen.add(other)
          members.push(other)
        }
    found.push(members.map((member) => byId.get(member)!))
  }
  return found.sort((a, b) => b.length - a.length)
}

/** Boxes that hang together, in layers from left to right. */
function layers(boxes: readonly Sized[], lines: readonly (Line & { readonly at: number })[]): Part {
  const graph = new graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 70, edgesep: 12 })
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  for (const { from, to, at } of lines) graph.setEdge(from, to, {}, String(at))
  arrange(graph)
  const placed = boxes.map(({ id, width, height }): [string, Place] => {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Point>
    return [id, { x: x - width / 2, y: y - height / 2, width, height }]
  })
  const bends = lines.map(({ from, to, at }): [number, readonly Point[]] => [
    at,
    (graph.edge(from, to, String(at)) as { points?: Point[] }).points ?? [],
  ])
  const corners = [
    ...placed.flatMap(([, { x, y, width, height }]) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
    ...bends.flatMap(([, points]) => points),
  ]
  const [left, top] = [least(corners.map(({ x }) => x)), least(corners.map(({ y }) => y))]
  const all = new Gathered()
  all.add({ boxes: new Map(placed), lines: new Map(bends) }, -left, -top)
  return {
    width: -least(corners.map(({ x }) => -x)) - left,
    height: -least(corners.map(({ y }) => -y)) - top,
    boxes: all.boxes,
    lines: all.lines,
  }
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Infinity)
}

/** Puts rectangles on shelves, the highest first, so that all of them make up a page that is a bit wider than high. */
function shelve(
  sizes: readonly { readonly width: number; readonly height: number }[],
  gap: number,
): { readonly width: number; readonly height: number; readonly places: readonly Place[] } {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0)
  const room = Math.max(...sizes.map(({ width }) => width), Math.sqrt(area * 1.6))
  const places: Place[] = []
  let [x, y, shelf, right] = [0, 0, 0, 0]
  const order = sizes.map((size, at) => ({ ...size, at })).sort((a, b) => b.height - a.height || a.at - b.at)
  for (const { width, height, at } of order) {
    if (x > 0 && x + width > room) [x, y, shelf] = [0, y + shelf + gap, 0]
    places[at] = { x, y, width, height }
    shelf = Math.max(shelf, height)
    right = Math.max(right, x + width)
    x += width + gap
  }
  return { width: right, height: y + shelf, places }
}
