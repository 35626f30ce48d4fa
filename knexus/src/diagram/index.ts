import { counted } from '../base/counted.ts'
import type { Address } from '../base/kind.ts'
import { groupTables } from '../pull/group.ts'
import type { Schema } from '../schema.ts'
import { dbmlOf } from './dbml.ts'
import { graphOf, type Graph } from './graph.ts'
import { layout } from './layout.ts'
import { mermaidOf } from './mermaid.ts'
import { pageOf } from './page.ts'
import { COLOURS, STYLE } from './style.ts'
import { sizeOf, svgOf } from './svg.ts'

/** What a picture can be written as. */
export const DIAGRAM_FORMATS = ['html', 'svg', 'mermaid', 'dbml'] as const
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number]

/** From this many tables on, those that refer to each other are drawn together, in an area with a name. */
const MANY = 40

/**
 * Draws the tables and views of a schema, with what they refer to: `html`, a page that is searched and zoomed; `svg`,
 * the picture alone; `mermaid` and `dbml`, text for other tools. `title` says what is drawn.
 */
export function diagramOf(schema: Schema, format: DiagramFormat, title: string): string {
  const graph = graphOf(schema)
  if (format === 'mermaid') return mermaidOf(graph)
  if (format === 'dbml') return dbmlOf(graph)
  const groups = graph.boxes.length > MANY ? domainsOf(graph) : undefined
  const placed = layout(
    graph.boxes.map((box) => ({ ...sizeOf(box), ...(groups && { group: groups.get(box.address)! }) })),
    graph.links,
  )
  const words = `${title}: ${counted(graph.boxes.length, 'table')}, ${counted(graph.links.length, 'reference')}`
  const svg = svgOf(graph, placed, { id: 'schema', title: words })
  if (format === 'html') return pageOf(graph, svg, { title, groups })
  return svg.replace('</title>', `</title>\n<style>${COLOURS.replaceAll(':root', 'svg.schema')}${STYLE}</style>`)
}

/**
 * The area of each table: the tables that refer to each other stand together, under the name of the one that most of
 * them refer to.
 */
function domainsOf({ boxes, links }: Graph): ReadonlyMap<Address, string> {
  const references = new Map<Address, { to: Address; isParent: boolean }[]>()
  for (const { from, to } of links) references.set(from, [...(references.get(from) ?? []), { to, isParent: false }])
  const domains = groupTables(
    boxes.map(({ address, schema, name, rows }) => ({
      key: address,
      schema,
      name,
      lines: rows.length + 4,
      references: references.get(address) ?? [],
    })),
    [],
  )
  const sizes = new Map<string, number>()
  for (const name of domains.values()) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  return new Map([...domains].map(([address, name]) => [address, sizes.get(name) === 1 ? ALONE : name]))
}

/** The area of the tables that refer to nothing. */
const ALONE = 'others'
