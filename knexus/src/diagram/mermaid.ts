import type { Address } from '../base/kind.ts'
import type { Box, Graph, Link, Row } from './graph.ts'
import { titleOf } from './svg.ts'

/** A graph as an `erDiagram` of Mermaid, as GitHub and GitLab draw it in a comment. `note` is said beside a column. */
export function mermaidOf(
  { boxes, links }: Graph,
  note: (box: Box, row?: Row) => string | undefined = () => undefined,
): string {
  const ids = idsOf(boxes)
  const entities = boxes.map((box) => {
    const remark = note(box)
    const rows = box.rows.map((row) => `    ${attribute(row, note(box, row))}\n`).join('')
    const head = `  ${ids.get(box.address)!}["${quoted(titleOf(box))}${remark ? ` ${quoted(remark)}` : ''}"]`
    return rows === '' ? `${head}\n` : `${head} {\n${rows}  }\n`
  })
  const lines = links.flatMap((link) => {
    const [from, to] = [ids.get(link.from), ids.get(link.to)]
    return from && to
      ? [`  ${from} ${ends(link)} ${to} : "${quoted(link.sort === 'key' ? link.columns.join(', ') : 'reads')}"\n`]
      : []
  })
  return `erDiagram\n${entities.join('')}${lines.join('')}`
}

function attribute({ name, type, primary, foreign, unique }: Row, remark: string | undefined): string {
  const keys = [primary && 'PK', foreign && 'FK', unique && !primary && 'UK'].filter(Boolean)
  return (
    `${word(type) || 'unknown'} ` +
    `${word(name)}${keys.length > 0 ? ` ${keys.join(', ')}` : ''}${remark ? ` "${quoted(remark)}"` : ''}`
  )
}

/** `}o--||`: how many on the left, how many on the right. */
function ends({ single, optional, sort }: Link): string {
  return `${single ? '|o' : '}o'}${sort === 'key' ? '--' : '..'}${optional ? 'o|' : '||'}`
}

/** A name as Mermaid's grammar takes it: letters, digits, `_`, `-` and brackets, with a letter first. */
function word(text: string): string {
  const clean = text.replaceAll(/[^\p{L}\p{N}_()[\]-]+/gu, '_').replaceAll(/^_+|_+$/g, '')
  return /^[\p{L}_]/u.test(clean) || clean === '' ? clean : `_${clean}`
}

function idsOf(boxes: readonly Box[]): ReadonlyMap<Address, string> {
  const taken = new Set<string>()
  return new Map(
    boxes.map(({ address, schema, name }) => {
      const base = word(`${schema === 'public' ? '' : `${schema}_`}${name}`).replaceAll(/[^\w]+/g, '_') || 'table'
      let id = base
      for (let at = 2; taken.has(id); at += 1) id = `${base}_${at}`
      taken.add(id)
      return [address, id]
    }),
  )
}

/** Inside double quotes, which Mermaid has no way to escape. */
function quoted(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/\s+/g, ' ')
}
