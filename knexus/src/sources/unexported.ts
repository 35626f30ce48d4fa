import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import type { Change } from '../change.ts'
import { modelFiles } from './content.ts'

/** A declaration of a model file that no file exports. */
interface Unexported {
  readonly file: string
  readonly line: number
  /** The name it has in the file. */
  readonly id: string
}

/**
 * Refuses to take things for unwanted that a model declares under the name of what goes, and forgets to export. Throws
 * `not-exported`.
 */
export async function refuseUnexported(place: string, changes: readonly Change[]): Promise<void> {
  const [first] = await unexported(place, changes)
  if (first === undefined) return
  throw new KnexusError(
    'not-exported',
    `${first}, so that it counts as removed.`,
    `Write export before it; or take the declaration away.`,
  )
}

/**
 * What models declare under the name of something that would go, and forget to export: `models/index.ts:3 declares
 * "b" and does not export it`.
 */
export async function unexported(place: string, changes: readonly Change[]): Promise<string[]> {
  const names = new Set(
    changes.flatMap(({ before, after }) => (before && !after && 'name' in before ? [before.name] : [])),
  )
  if (names.size === 0) return []
  const found = await Promise.all((await modelFiles(place)).map((file) => unexportedIn(file, names)))
  return found
    .flat()
    .map(({ file, line, id }) => `${relative(process.cwd(), file)}:${line} declares "${id}" and does not export it`)
}

async function unexportedIn(file: string, names: ReadonlySet<string>): Promise<Unexported[]> {
  const { parseSync } = await import('oxc-parser')
  const text = await readFile(file, 'utf8')
  const { program, module } = parseSync(file, text)
  if (!module.hasModuleSyntax) return []
  const found: Unexported[] = []
  const exported = new Set(
    module.staticExports.flatMap(({ entries }) => entries.map(({ localName }) => localName.name)),
  )
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init, start } of statement.declarations) {
      if (id.type !== 'Identifier' || exported.has(id.name) || init?.type !== 'CallExpression') continue
      const [first] = init.arguments
      if (first?.type === 'Literal' && typeof first.value === 'string' && names.has(first.value))
        found.push({ file, line: text.slice(0, start).split('\n').length, id: id.name })
    }
  }
  return found
}
