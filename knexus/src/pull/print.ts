import { Sql } from '../declare/sql.ts'

/** The widest line that is written where there is a choice. */
const WIDTH = 140

/** Stands for a line break inside a text until the file is put together, so that indenting does not reach into texts. */
const BREAK = '\0'

/** TypeScript that is put in as it is: an identifier, a call. */
export class Code {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The identifiers that a piece of code imports. */
export type Uses = Set<string>

/** A value as TypeScript writes it: JSON, bigints, SQL, and code. Properties that are undefined are left out. */
export function print(value: unknown, uses: Uses): string {
  if (value instanceof Code) return value.text
  if (value instanceof Sql) return printSql(value.text, uses)
  if (typeof value === 'string') return printText(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value))
    return wrap(
      '[',
      value.map((item) => print(item, uses)),
      ']',
    )
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).filter(([, item]) => item !== undefined)
    return items.length === 0
      ? '{}'
      : wrap(
          '{ ',
          items.map(([key, item]) => property(key, print(item, uses))),
          ' }',
        )
  }
  return String(value)
}

/** A property of an object literal. */
export function property(key: string, value: string): string {
  return `${printKey(key)}: ${value}`
}

/** SQL in the `sql` template. */
export function printSql(text: string, uses: Uses): string {
  uses.add('sql')
  return `sql${template(text)}`
}

/** A call: `head(a, b)`. A last argument of several lines begins on the line of the call. */
export function call(head: string, args: readonly string[]): string {
  const line = `${head}(${args.join(', ')})`
  const [first = ''] = line.split('\n')
  const last = args.at(-1) ?? ''
  const hugs = /^[[{`]|^sql`/.test(last) && args.slice(0, -1).every((argument) => !argument.includes('\n'))
  return hugs && ((first.length <= WIDTH && last.includes('\n')) || args.length === 1)
    ? line
    : wrap(`${head}(`, args, ')')
}

/** Items between brackets: on one line where they fit and no text has several lines, else one a line. */
export function wrap(open: string, items: readonly string[], close: string): string {
  const line = `${open}${items.join(', ')}${close}`
  if (line.length <= WIDTH && !/[\n\0]/.test(line)) return line
  return `${open.trimEnd()}\n${items.map((item) => `${indent(item)},\n`).join('')}${close.trimStart()}`
}

export function indent(text: string): string {
  return `  ${text.replaceAll('\n', '\n  ')}`
}

/** Puts the line breaks inside texts back. */
export function finish(text: string): string {
  return text.replaceAll(BREAK, '\n')
}

/** A string: in quotes, or as a template where it has several lines. */
export function printText(text: string): string {
  return text.includes('\n') ? template(text) : quote(text)
}

function quote(text: string): string {
  if (text.includes("'") && !/["\\]/.test(text)) return `"${text.replaceAll(CONTROL, escape)}"`
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(CONTROL, escape)}'`
}

/** A name in an object literal. The one name that would set the prototype is computed. */
export function printKey(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return isIdentifier(name) ? name : quote(name)
}

/**
 * JavaScript puts the properties of an object that are whole numbers before all others, whatever the order they are
 * written in.
 */
export function keepsItsPlace(name: string): boolean {
  return !/^(?:0|[1-9]\d*)$/.test(name)
}

export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name)
}

function template(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${')
    .replaceAll(CONTROL, (letter) => (letter === '\n' ? letter : escape(letter)))
  return `\`${escaped.replaceAll('\n', BREAK)}\``
}

/** What an editor or a compiler might change or not show: control characters, and the two line ends of Unicode. */
// oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029\ufeff]/g

function escape(letter: string): string {
  return letter === '\n' ? '\\n' : letter === '\t' ? '\\t' : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
