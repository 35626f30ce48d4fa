import type { ObjectExpression, ParseResult } from 'oxc-parser'
import { linksOfCommonJs } from './commonjs.ts'

/** A part of a file: from its first character to behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A name that a file takes from another: `b` of `import { a as b } from './c.js'`, or of `const { a: b } = require('./c')`. */
export interface Taken extends Span {
  readonly local: string
  /** What the other file calls it; nothing where all of that file is taken, or its default. */
  readonly name: string | undefined
  readonly from: string
  readonly isType: boolean
}

/** A name that a file exports itself. */
export interface Given {
  readonly name: string
  /** What it is called in the file; nothing where it has no name there: `exports.users = table(...)`. */
  readonly local: string | undefined
  readonly start: number
  /** It is a statement of its own, which may begin with `const users = `. */
  readonly isStatement: boolean
}

/** How a file is tied to others. */
export interface Links {
  readonly imports: readonly Taken[]
  readonly exports: readonly Given[]
  /** Where the file says from: `./users.js`. */
  readonly specifiers: readonly string[]
  /** Behind the last import. */
  readonly end: number | undefined
  /** The last statement that hands on all that another file exports. */
  readonly whole: Span | undefined
  /** In CommonJS, what `module.exports` is: an object that is written out, or something else. */
  readonly object?: { readonly statement: Span; readonly written: ObjectExpression | undefined }
}

/** Reads how a file is tied to others; nothing where it cannot be read, or does it in no way that is known. */
export function linksOf(parsed: ParseResult, isCommonJs: boolean): Links | undefined {
  if (parsed.errors.length > 0) return undefined
  if (parsed.module.hasModuleSyntax || (parsed.program.body.length === 0 && !isCommonJs)) return linksOfModule(parsed)
  return isCommonJs ? linksOfCommonJs(parsed.program) : undefined
}

function linksOfModule({ module: { staticImports, staticExports } }: ParseResult): Links {
  const exported = staticExports.flatMap(({ start, end, entries }) => entries.map((entry) => ({ start, end, entry })))
  return {
    imports: staticImports.flatMap(({ moduleRequest, entries }) =>
      entries.map(({ localName, importName, isType }): Taken => ({
        local: localName.value,
        name: importName.name ?? undefined,
        from: moduleRequest.value,
        isType,
        start: localName.start,
        end: localName.end,
      })),
    ),
    exports: exported.flatMap(({ entry: { start, exportName, localName, moduleRequest } }): Given[] =>
      moduleRequest === null && exportName.name !== null && localName.name !== null
        ? [{ name: exportName.name, local: localName.name, start, isStatement: false }]
        : [],
    ),
    specifiers: [
      ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...exported.flatMap(({ entry }) => entry.moduleRequest?.value ?? []),
    ],
    end: staticImports.at(-1)?.end,
    whole: exported.findLast(
      ({ entry: { importName, moduleRequest } }) =>
        importName.kind.startsWith('All') && moduleRequest?.value.startsWith('.'),
    ),
  }
}
