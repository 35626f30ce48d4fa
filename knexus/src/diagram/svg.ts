import { addresses, pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { Box, Graph, Link, Row } from './graph.ts'
import { escapeHtml } from './html-text.ts'
import type { Layout, Place, Point, Sized } from './layout.ts'
import { shortType } from './short-type.ts'

/** What becomes of an object, in a picture of a change. */
export type Mark = 'added' | 'dropped' | 'altered'

export interface Drawing {
  /** Stands before every id, so that two pictures can be in one page. */
  readonly id: string
  /** What is to be seen, in a sentence: for who does not see it. */
  readonly title: string
  readonly marks?: ReadonlyMap<Address, Mark>
}

const HEAD = 26
const LINE = 18
const CHARACTER = 7.25
/** Where the names of columns begin, behind their signs and keys. */
const NAMES = 25
const LONGEST = { name: 30, type: 26 }
const SIGNS: Readonly<Record<Mark, string>> = { added: '+', dropped: '−', altered: '~' }

/** How much room a box takes. */
export function sizeOf(box: Box): Sized {
  const widest = Math.max(
    titleOf(box).length + 4,
    ...box.rows.map(({ name, type }) => cut(name, LONGEST.name).length + cut(shortType(type), LONGEST.type).length + 8),
  )
  return {
    id: box.address,
    width: Math.ceil(Math.max(120, widest * CHARACTER)),
    height: HEAD + box.rows.length * LINE + 8,
  }
}

/** A picture as an `svg` element; colours come from `style.ts`, which the page has once. */
export function svgOf(graph: Graph, placed: Layout, drawing: Drawing): string {
  const { id, title } = drawing
  const [width, height] = [Math.ceil(placed.width) + 20, Math.ceil(placed.height) + 20]
  const areas = [...placed.groups.values()].map((place) => area(place))
  const drawn = graph.boxes.filter(({ address }) => placed.boxes.has(address)).map(({ address }) => address)
  const numbers = new Map(drawn.map((address, at) => [address, at]))
  const lines = graph.links.map((link, at) => line(link, placed.lines[at] ?? [], placed, numbers, drawing))
  const boxes = graph.boxes.flatMap((one) => {
    const place = placed.boxes.get(one.address)
    return place ? [box(one, place, drawing)] : []
  })
  return [
    `<svg id="${id}" class="schema" role="img" aria-labelledby="${id}-title" viewBox="-10 -10 ${width} ` +
      `${height}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">`,
    `<title id="${id}-title">${escapeHtml(title)}</title>`,
    `<defs>${marker(id, 'many', 'M0 1 L10 5 L0 9 M10 1 V9')}${marker(id, 'one', 'M5 1 V9')}` +
      `${marker(id, 'perhaps', 'M1 5 a3 3 0 1 0 6 0 a3 3 0 1 0 -6 0')}</defs>`,
    ...areas,
    ...lines,
    ...boxes,
    // From afar they are larger than what they stand for, and nothing may cover them.
    ...[...placed.groups].map(([name, place]) => areaName(name, place)),
    '</svg>',
  ].join('\n')
}

function box(of: Box, { x, y, width, height }: Place, { id, marks }: Drawing): string {
  const mark = marks?.get(of.address)
  const rows = of.rows.map((one, at) => row(one, HEAD + 4 + (at + 0.7) * LINE, width, marks?.get(columnOf(of, one))))
  return [
    `<g class="box${mark ? ` ${mark}` : ''}" id="${id}:${escapeHtml(of.address)}" transform="translate(${n(x)} ${n(y)})">`,
    `<rect width="${width}" height="${height}"/>`,
    `<path d="M1 ${HEAD}V5q0-4 4-4H${width - 5}q4 0 4 4V${HEAD}Z"/>`,
    of.comment ? `<title>${escapeHtml(of.comment)}</title>` : '',
    `<text class="name${mark ? ` ${mark}` : ''}" x="8" y="17">${mark ? `${SIGNS[mark]} ` : ''}${escapeHtml(titleOf(of))}</text>`,
    `<g transform="translate(${NAMES} 0)">`,
    ...rows,
    '</g></g>',
  ].join('')
}

/** One element with the name first: a thousand tables have ten thousand of them. */
function row(of: Row, y: number, width: number, mark: Mark | undefined): string {
  const [name, type] = [cut(of.name, LONGEST.name), cut(shortType(of.type), LONGEST.type)]
  const key = of.primary ? 'P' : of.foreign ? 'F' : of.unique ? 'U' : ''
  const more = [
    name !== of.name && of.name,
    type.endsWith('…') && of.type,
    of.default && `default ${of.default}`,
    of.comment,
  ].filter(Boolean)
  return [
    `<text${mark ? ` class="${mark}"` : ''} y="${y}">${escapeHtml(name)}`,
    type === '' ? '' : `<tspan x="${width - 8 - NAMES}">${escapeHtml(type)}${of.required ? '' : '?'}</tspan>`,
    key ? `<tspan class="key" x="-12">${key}</tspan>` : '',
    mark ? `<tspan class="sign" x="-21">${SIGNS[mark]}</tspan>` : '',
    more.length > 0 ? `<title>${escapeHtml(more.join(' · '))}</title>` : '',
    '</text>',
  ].join('')
}

function line(
  link: Link,
  points: readonly Point[],
  placed: Layout,
  numbers: ReadonlyMap<Address, number>,
  { id, marks }: Drawing,
): string {
  const [from, to] = [placed.boxes.get(link.from), placed.boxes.get(link.to)]
  if (!from || !to) return ''
  const mark = marks?.get(addresses.constraint(link.name, pathOf(link.from)))
  const ends =
    link.sort === 'key'
      ? ` marker-start="url(#${id}-${link.single ? 'one' : 'many'})" ` +
        `marker-end="url(#${id}-${link.optional ? 'perhaps' : 'one'})"`
      : ''
  const kind = `link ${link.sort}${mark ? ` ${mark}` : ''}${points.length === 0 ? ' far' : ''}`
  return (
    `<path class="${kind}" data-ends="${numbers.get(link.from)} ${numbers.get(link.to)}" ` +
    `d="${points.length > 0 ? through(points) : between(from, to)}"${ends}/>`
  )
}

function through(points: readonly Point[]): string {
  const [first, ...rest] = points
  const bends = rest.slice(0, -1).map(({ x, y }, at) => {
    const next = rest[at + 1]!
    return at === rest.length - 2
      ? `Q${n(x)} ${n(y)} ${n(next.x)} ${n(next.y)}`
      : `Q${n(x)} ${n(y)} ${n((x + next.x) / 2)} ${n((y + next.y) / 2)}`
  })
  const last = rest.at(-1) ?? first!
  return `M${n(first!.x)} ${n(first!.y)} ${bends.length > 0 ? bends.join(' ') : `L${n(last.x)} ${n(last.y)}`}`
}

/** A curve from the side of one box to the side of another, or back to the same one. */
function between(from: Place, to: Place): string {
  const [y1, y2] = [from.y + HEAD / 2, to.y + HEAD / 2]
  if (from === to) return `M${n(from.x + from.width)} ${n(y1)} h18 v${HEAD} h-18`
  const isRight = to.x > from.x + from.width
  const [x1, x2] = [isRight ? from.x + from.width : from.x, isRight ? to.x : to.x + to.width]
  const bow = Math.max(40, Math.abs(x2 - x1) / 2) * (isRight ? 1 : -1)
  return `M${n(x1)} ${n(y1)} C${n(x1 + bow)} ${n(y1)} ${n(x2 - bow)} ${n(y2)} ${n(x2)} ${n(y2)}`
}

function area({ x, y, width, height }: Place): string {
  return `<rect class="area" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"/>`
}

function areaName(name: string, { x, y, width }: Place): string {
  return (
    `<text class="area" x="${n(x + 10)}" y="${n(y + 5)}" dominant-baseline="text-before-edge" style="--most: ` +
    `${n((width - 20) / (name.length * CHARACTER))}">${escapeHtml(name)}</text>`
  )
}

function marker(id: string, name: string, path: string): string {
  return (
    `<marker id="${id}-${name}" viewBox="0 0 12 10" refX="${name === 'many' ? 0 : 8}" refY="5" markerWidth="12" ` +
    `markerHeight="10" orient="auto-start-reverse"><path d="${path}"/></marker>`
  )
}

/** The name of a box as its head shows it: `orders`, `billing.orders (view)`. */
export function titleOf({ schema, name, word, partitions }: Box): string {
  const notes = [word, partitions > 0 && `${partitions} partitions`].filter(Boolean)
  return `${schema === 'public' ? '' : `${schema}.`}${name}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`
}

function columnOf(of: Box, { name }: Row): Address {
  return addresses.column(pathOf(of.address), name)
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** A number as short as a picture needs it. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
