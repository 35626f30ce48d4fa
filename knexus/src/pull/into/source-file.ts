import { readFile } from 'node:fs/promises'
import {
  parseSync,
  type ArrayExpression,
  type ArrowFunctionExpression,
  type CallExpression,
  type ParseResult,
} from 'oxc-parser'
import { finish, indent, wrap } from '../print.ts'
import { namesOf } from './bindings.ts'
import { Unplaceable } from './unplaceable.ts'

/** A part of a file: from its first character to behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * A model file that is edited: it is taken apart by a compiler's parser, and only what is new is put in; the rest stays
 * to the letter.
 */
export class SourceFile {
  readonly path: string
  readonly text: string
  readonly isNew: boolean
  readonly #parsed: ParseResult
  readonly #edits: { readonly at: number; readonly text: string }[] = []
  /** What is imported besides, by where it comes from. */
  readonly #imports = new Map<string, Set<string>>()
  /** The names at the top of the file. */
  readonly bindings: ReadonlySet<string>

  constructor(path: string, text: string, isNew = false) {
    this.path = path
    this.text = text
    this.isNew = isNew
    this.#parsed = parseSync(path, text, { preserveParens: false })
    this.bindings = new Set(this.program.body.flatMap((statement) => namesOf(statement)))
  }

  static async read(path: string): Promise<SourceFile> {
    return new SourceFile(path, await readFile(path, 'utf8'))
  }

  get program(): ParseResult['program'] {
    return this.#parsed.program
  }

  get module(): ParseResult['module'] {
    return this.#parsed.module
  }

  get isChanged(): boolean {
    return this.#edits.length > 0
  }

  /** Whether it can be read, and imports and exports as modules do; one that is still empty may become so. */
  get isModule(): boolean {
    return this.#parsed.errors.length === 0 && (this.module.hasModuleSyntax || this.program.body.length === 0)
  }

  lineOf(at: number): number {
    return this.text.slice(0, at).split('\n').length
  }

  insert(at: number, text: string): void {
    this.#edits.push({ at, text: finish(text) })
  }

  /** Puts items behind the last one between two brackets, as those that are there are laid out. */
  insertItems(brackets: Span, there: readonly (Span | null)[], items: readonly string[]): void {
    const last = there.at(-1)
    const close = brackets.end - 1
    if (!last) {
      const outer = this.#indentAt(brackets.start)
      const lines = items.map((item) => `${outer}${shifted(indent(item), outer)},\n`).join('')
      this.insert(close, `\n${lines}${outer}`)
      return
    }
    const comma = this.#commaBehind(last.end, close)
    const [line, inner] = [this.text.lastIndexOf('\n', close - 1) + 1, this.#indentAt(last.start)]
    if (line > last.end && this.text.slice(line, close).trim() === '') {
      if (comma === undefined) this.insert(last.end, ',')
      this.insert(line, items.map((item) => `${inner}${shifted(item, inner)},\n`).join(''))
    } else {
      const separator = this.text.slice(brackets.start, close).includes('\n') ? `,\n${inner}` : ', '
      this.insert(last.end, items.map((item) => `${separator}${shifted(item, inner)}`).join(''))
    }
  }

  /**
   * Puts lines into the list that the third argument of `table` gives, and that argument where there is none. Throws
   * `Unplaceable` where the list is not written out.
   */
  insertParts(call: CallExpression, columns: Span, lines: readonly string[]): void {
    const more = call.arguments[2]
    if (!more) {
      const list = `, (t) => [\n${lines.map((line) => `${indent(line)},\n`).join('')}]`
      this.insert(columns.end, shifted(list, this.#indentAt(columns.end - 1)))
      return
    }
    const list = more.type === 'ArrowFunctionExpression' ? listOf(more) : undefined
    if (more.type !== 'ArrowFunctionExpression' || !list)
      throw new Unplaceable(this, more.start, 'the parts of the table are not a list that is written out')
    const [parameter] = more.params
    if (parameter && parameter.type !== 'Identifier')
      throw new Unplaceable(this, parameter.start, 'what the parts of the table are made with has no name of its own')
    if (!parameter) this.insert(this.text.indexOf('(', more.start) + 1, 't')
    const name = parameter?.name ?? 't'
    this.insertItems(
      list,
      list.elements,
      lines.map((line) => line.replace(/^t(?=\.)/, name)),
    )
  }

  /** Where an export of this name begins, or the file. */
  startOf(exported: string): number {
    return (
      this.module.staticExports.flatMap(({ entries }) => entries).find(({ exportName }) => exportName.name === exported)
        ?.start ?? 0
    )
  }

  /** Puts statements before the one that stands there, or at the end. */
  insertStatements(statements: readonly string[], before?: Span): void {
    const text = statements.map((one) => `${one}${this.#semicolon}\n`).join('\n')
    const at = before && this.program.body.findIndex(({ start }) => start === before.start)
    const previous = at === undefined ? undefined : this.program.body[at - 1]
    if (previous) this.insert(previous.end, `\n\n${text.trimEnd()}`)
    else if (before) this.insert(before.start, `${text}\n`)
    else
      this.insert(
        this.text.length,
        `${this.isNew ? '' : this.text.endsWith('\n') || this.text === '' ? '\n' : '\n\n'}${text}`,
      )
  }

  /**
   * Sees to it that a name stands for what a module exports under it. Throws `Unplaceable` where it stands for
   * something else.
   */
  importName(name: string, from: string): void {
    const types = this.module.staticImports.flatMap(({ start, entries }) =>
      entries.filter(({ localName, isType }) => localName.value === name && isType).map(() => start),
    )
    const isImported = this.module.staticImports.some(({ entries }) =>
      entries.some(
        ({ localName, importName, isType }) => localName.value === name && importName.name === name && !isType,
      ),
    )
    if (isImported) return
    if (types.length > 0) throw new Unplaceable(this, types[0]!, `"${name}" is imported as a type alone`)
    if (this.bindings.has(name)) throw new Unplaceable(this, 0, `"${name}" means something else in this file`)
    this.#imports.set(from, (this.#imports.get(from) ?? new Set()).add(name))
  }

  /** Whether the name is imported here, and from where. */
  originOf(name: string): string | undefined {
    return this.module.staticImports.find(({ entries }) =>
      entries.some(
        ({ localName, importName, isType }) => localName.value === name && importName.name === name && !isType,
      ),
    )?.moduleRequest.value
  }

  /** The file with what was put in. */
  render(): string {
    let text = this.text
    for (const { at, text: added } of [...this.#edits, ...this.#importEdits()].sort((a, b) => b.at - a.at))
      text = text.slice(0, at) + added + text.slice(at)
    return text
  }

  #importEdits(): { readonly at: number; readonly text: string }[] {
    const lines: string[] = []
    const edits: { at: number; text: string }[] = []
    for (const [from, names] of this.#imports) {
      const list = [...names].sort()
      const there = this.module.staticImports.find(
        ({ moduleRequest, entries }) =>
          moduleRequest.value === from &&
          entries.some(({ importName }) => importName.name !== null) &&
          !entries.every(({ isType }) => isType),
      )
      const last = there?.entries.findLast(({ importName }) => importName.name !== null)?.localName
      if (last) edits.push({ at: last.end, text: list.map((name) => `, ${name}`).join('') })
      else lines.push(`import ${wrap('{ ', list, ' }')} from '${from}'${this.#semicolon}\n`)
    }
    const last = this.module.staticImports.at(-1)
    if (lines.length > 0)
      edits.push(
        last
          ? { at: last.end, text: `\n${lines.join('').trimEnd()}` }
          : { at: this.#top, text: `${lines.join('')}${this.isNew ? '' : '\n'}` },
      )
    return edits
  }

  /** Behind `#!` and before everything else. */
  get #top(): number {
    return this.text.startsWith('#!') ? this.text.indexOf('\n') + 1 : 0
  }

  get #semicolon(): string {
    const [first] = this.program.body
    return first && this.text[first.end - 1] === ';' ? ';' : ''
  }

  #commaBehind(at: number, end: number): number | undefined {
    for (let place = at; place < end; place += 1) {
      const comment = this.#parsed.comments.find(({ start, end: behind }) => start <= place && place < behind)
      if (comment) place = comment.end - 1
      else if (this.text[place] === ',') return place
    }
    return undefined
  }

  /** The blanks that the line of a place begins with. */
  #indentAt(at: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.text.lastIndexOf('\n', at) + 1))![0]
  }
}

/** The list that a function answers with at once, or at its end. */
function listOf({ body }: ArrowFunctionExpression): ArrayExpression | undefined {
  if (body.type === 'ArrayExpression') return body
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined
  return last?.type === 'ReturnStatement' && last.argument?.type === 'ArrayExpression' ? last.argument : undefined
}

function shifted(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`)
}
