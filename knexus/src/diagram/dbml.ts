import type { Box, Graph, Link, Row } from './graph.ts'

/** A graph in the language of dbdiagram.io. Views are left out: it has no word for them. */
export function dbmlOf({ boxes, links, enums }: Graph): string {
  const tables = boxes.filter(({ word }) => word === undefined || word === 'foreign table')
  const drawn = new Map(tables.map((box) => [box.address, box]))
  const refs = links.flatMap((link) => {
    const [from, to] = [drawn.get(link.from), drawn.get(link.to)]
    return from && to && link.sort === 'key' && link.columns.length === link.toColumns.length
      ? [ref(link, from, to)]
      : []
  })
  return [
    ...enums.map(
      ({ schema, name, labels }) =>
        `Enum ${path(schema, name)} {\n${labels.map((label) => `  ${quote(label)}\n`).join('')}}\n`,
    ),
    ...tables.map(table),
    ...(refs.length > 0 ? [refs.join('')] : []),
  ].join('\n')
}

function table(box: Box): string {
  const key = box.rows.filter(({ primary }) => primary)
  const rows = box.rows.map((row) => `  ${column(row, key.length === 1)}\n`)
  const indexes =
    key.length > 1 ? `\n  indexes {\n    (${key.map(({ name }) => quote(name)).join(', ')}) [pk]\n  }\n` : ''
  const note = box.comment ? `\n  Note: ${text(box.comment)}\n` : ''
  return `Table ${path(box.schema, box.name)} {\n${rows.join('')}${indexes}${note}}\n`
}

function column({ name, type, primary, unique, required, default: value, comment }: Row, keyAlone: boolean): string {
  const settings = [
    primary && keyAlone && 'pk',
    unique && !primary && 'unique',
    required && !(primary && keyAlone) && 'not null',
    value !== undefined && `default: ${expression(value)}`,
    comment && `note: ${text(comment)}`,
  ].filter(Boolean)
  return `${quote(name)} ${quote(type)}${settings.length > 0 ? ` [${settings.join(', ')}]` : ''}`
}

function ref({ name, columns, toColumns, single }: Link, from: Box, to: Box): string {
  const end = (box: Box, names: readonly string[]) =>
    `${path(box.schema, box.name)}.${names.length === 1 ? quote(names[0]!) : `(${names.map(quote).join(', ')})`}`
  return `Ref ${quote(name)}: ${end(from, columns)} ${single ? '-' : '>'} ${end(to, toColumns)}\n`
}

function path(schema: string, name: string): string {
  return schema === 'public' ? quote(name) : `${quote(schema)}.${quote(name)}`
}

function quote(name: string): string {
  return `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function expression(sql: string): string {
  return sql.includes('`') ? text(sql) : `\`${sql.replaceAll(/\s+/g, ' ')}\``
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(/\s+/g, ' ')}'`
}
