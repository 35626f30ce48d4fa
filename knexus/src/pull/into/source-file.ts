import {
  parseSync,
  type ArrayExpression,
  type ArrowFunctionExpression,
  type CallExpression,
  type ParseResult,
} from 'oxc-parser'
import { finish, indent, wrap } from '../print.ts'
import { namesOf } from './bindings.ts'
import { linksOf, type Links, type Span } from './links.ts'
import { Unplaceable } from './unplaceable.ts'

/**
 * A model file that is edited: it is taken apart by a compiler's parser, and only what is new is put in; the rest stays
 * to the letter.
 */
export class SourceFile {
  readonly path: string
  readonly text: string
  readonly isNew: boolean
  /** It takes in and exports with `require` and `exports`. */
  readonly isCommonJs: boolean
  /** How it is tied to others; nothing where that cannot be read. */
  readonly links: Links | undefined
  readonly #parsed: ParseResult
  readonly #edits: { readonly at: number; readonly text: string }[] = []
  readonly #named = new Set<string>()
  /** What is imported besides, by where it comes from. */
  readonly #imports = new Map<string, Set<string>>()
  /** The names at the top of the file. */
  readonly bindings: ReadonlySet<string>

  /** `inCommonJs` is how a file is read that says neither. */
  constructor(path: string, text: string, { isNew = false, inCommonJs = false } = {}) {
    this.path = path
    this.text = text
    this.isNew = isNew
    this.#parsed = parseSync(path, text, { preserveParens: false })
    const { hasModuleSyntax } = this.#parsed.module
    this.isCommonJs = !hasModuleSyntax && (this.program.body.length === 0 ? inCommonJs : /\.c?js$/.test(path))
    this.links = linksOf(this.#parsed, this.isCommonJs)
    this.bindings = new Set(this.program.body.flatMap((statement) => namesOf(statement)))
  }

  get program(): ParseResult['program'] {
    return this.#parsed.program
  }

  /** How it is tied to others. Throws `Unplaceable` where that cannot be read. */
  tied(): Links {
    if (!this.links) throw new Unplaceable(this, 0, 'the file cannot be read, or neither imports nor exports anything')
    return this.links
  }

  /** What it exports itself; nothing where that cannot be read. */
  get exports(): Links['exports'] {
    return this.links?.exports ?? []
  }

  get isChanged(): boolean {
    return this.#edits.length > 0
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
    return this.exports.find(({ name }) => name === exported)?.start ?? 0
  }

  /** Puts statements before the one that stands there, or at the end. */
  insertStatements(statements: readonly string[], before?: Span): void {
    const text = statements.map((one) => `${one}${this.semicolon}\n`).join('\n')
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
    const own = this.tied().imports.filter(({ local }) => local === name)
    if (own.some((one) => one.name === name && !one.isType)) return
    if (own[0]?.isType) throw new Unplaceable(this, own[0].start, `"${name}" is imported as a type alone`)
    if (this.bindings.has(name)) throw new Unplaceable(this, 0, `"${name}" means something else in this file`)
    this.#imports.set(from, (this.#imports.get(from) ?? new Set()).add(name))
  }

  /**
   * Sees to it that what the file exports under a name has that name in the file, as it has not after `exports.users =
   * table(...)`. Throws `Unplaceable` where that takes more than a word in front.
   */
  nameOwn(name: string): void {
    const found = this.exports.find((one) => one.name === name)
    if (this.bindings.has(name) || !found || this.#named.has(name)) return
    if (!found.isStatement) throw new Unplaceable(this, found.start, `"${name}" has no name of its own in this file`)
    this.#named.add(name)
    this.insert(found.start, `const ${name} = `)
  }

  /** Whether the name is imported here, and from where. */
  originOf(name: string): string | undefined {
    return this.links?.imports.find((one) => one.local === name && one.name === name && !one.isType)?.from
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
      const last = this.tied().imports.findLast((one) => one.from === from && one.name !== undefined && !one.isType)
      if (last) edits.push({ at: last.end, text: list.map((name) => `, ${name}`).join('') })
      else {
        const text = wrap('{ ', list, ' }')
        const line = this.isCommonJs ? `const ${text} = require('${from}')` : `import ${text} from '${from}'`
        lines.push(`${line}${this.semicolon}\n`)
      }
    }
    const end = this.links?.end
    if (lines.length > 0)
      edits.push(
        end === undefined
          ? { at: this.#top, text: `${lines.join('')}\n` }
          : { at: end, text: `\n${lines.join('').trimEnd()}` },
      )
    return edits
  }

  /** Behind `#!` and 'use strict', and before everything else. */
  get #top(): number {
    const strict = this.program.body.findLast(
      (one) => one.type === 'ExpressionStatement' && 'directive' in one && one.directive,
    )
    if (strict) return this.text.indexOf('\n', strict.end) + 1
    return this.text.startsWith('#!') ? this.text.indexOf('\n') + 1 : 0
  }

  get semicolon(): string {
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
