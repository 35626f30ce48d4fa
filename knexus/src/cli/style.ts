import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Whether a stream gets colours: a terminal does, unless NO_COLOR or TERM=dumb says otherwise; FORCE_COLOR overrules both. */
export function colored(stream: NodeJS.WriteStream): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env
  if (FORCE_COLOR) return FORCE_COLOR !== '0'
  return stream.isTTY && !NO_COLOR && TERM !== 'dumb'
}

/** A text in a style of `node:util`, where the stream gets colours. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return colored(stream) ? styleText(style, text, { validateStream: false }) : text
}

/** SQL as a block, indented by `by` instead of as in its file. */
export function block(sql: string, by: string): string {
  const lines = sql.replaceAll(/^\s*\n|\s+$/g, '').split('\n')
  const indented = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  return lines.map((line) => `${by}${line.slice(Math.min(...indented))}`.trimEnd()).join('\n')
}

/** Rows under a head, in columns as wide as their widest cell. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]!.length)))
  return all
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** How many lines a list may have before it is cut: what fits on the terminal, or 40 where nobody looks. */
export function screen(): number {
  return Math.max(10, (process.stdout.isTTY ? process.stdout.rows : 40) - 6)
}
