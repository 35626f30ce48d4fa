import type { Style } from '../project/language.ts'
import { wrap } from './print.ts'

/** A model file: its name, `studies.ts`, and its text. */
export interface PulledFile {
  readonly name: string
  readonly text: string
}

/** Something that a file declares: what is left and right of the equals sign. */
export interface Declaration {
  /** The names it gives. */
  readonly ids: readonly string[]
  /** The names as they are written, where that is not the only one. */
  readonly left?: string
  readonly code: string
  readonly comment?: string
  /** It is for this file alone. */
  readonly local?: boolean
}

/** The style of models where nothing says otherwise. */
export const TYPESCRIPT: Style = { extension: '.ts', language: 'typescript' }

/** By the place they come from, the names that a file imports. */
export type Imports = ReadonlyMap<string, Iterable<string>>

/**
 * What an import calls a file beside it: `./users.js` also for `users.ts`, since `./users.ts` asks the compiler for a setting
 * of its own.
 */
export function beside(name: string, { extension }: Style): string {
  return `./${name}${extension.replace('ts', 'js')}`
}

/** A file of declarations. */
export function fileOf(name: string, style: Style, imports: Imports, declarations: readonly Declaration[]): PulledFile {
  const isCommonJs = style.language === 'commonjs'
  const places = [...imports.keys()].sort(
    (a, b) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || (a < b ? -1 : 1),
  )
  const head = places.map((place) => {
    const names = wrap('{ ', [...imports.get(place)!].sort(), ' }')
    return isCommonJs ? `const ${names} = require('${place}')\n` : `import ${names} from '${place}'\n`
  })
  const body = declarations.map(({ ids, left = ids[0]!, code, comment, local }) => {
    const word = local || isCommonJs ? 'const' : 'export const'
    return `${comment === undefined ? '' : `/** ${comment.replaceAll('*/', '* /')} */\n`}${word} ${left} = ${code}\n`
  })
  const shared = declarations.flatMap(({ ids, local }) => (local ? [] : ids))
  const tail = isCommonJs ? [`module.exports = ${wrap('{ ', shared, ' }')}\n`] : []
  return { name: `${name}${style.extension}`, text: [head.join(''), ...body, ...tail].join('\n') }
}

/** A file that exports all that some others do. */
export function reexports(names: readonly string[], style: Style): string {
  const places = [...names].sort().map((name) => beside(name, style))
  if (style.language === 'commonjs')
    return places.length === 0
      ? 'module.exports = {}\n'
      : `module.exports = {\n${places.map((place) => `  ...require('${place}'),\n`).join('')}}\n`
  return places.map((place) => `export * from '${place}'\n`).join('') || 'export {}\n'
}
