import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import { modelFiles } from './content.ts'

/** A declaration of a model file that no file exports. */
interface Unexported {
  readonly file: string
  readonly line: number
  /** The name it has in the file. */
  readonly id: string
}

/**
 * Refuses to take things for unwanted that a model declares under one of these names and forgets to export. Throws `not-exported`.
 */
export async function refuseUnexported(place: string, names: ReadonlySet<string>): Promise<void> {
  if (names.size === 0) return
  for (const file of await modelFiles(place)) {
    const found = await unexportedIn(file, names)
    if (!found) continue
    const where = `${relative(process.cwd(), file)}:${found.line}`
    throw new KnexusError(
      'not-exported',
      `${where} declares "${found.id}" and does not export it, so that it counts as removed.`,
      `Write export before it; or take the declaration away.`,
    )
  }
}

async function unexportedIn(file: string, names: ReadonlySet<string>): Promise<Unexported | undefined> {
  const { parseSync } = await import('oxc-parser')
  const text = await readFile(file, 'utf8')
  const { program, module } = parseSync(file, text)
  if (!module.hasModuleSyntax) return undefined
  const exported = new Set(
    module.staticExports.flatMap(({ entries }) => entries.map(({ localName }) => localName.name)),
  )
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init, start } of statement.declarations) {
      if (id.type !== 'Identifier' || exported.has(id.name) || init?.type !== 'CallExpression') continue
      const [first] = init.arguments
      if (first?.type === 'Literal' && typeof first.value === 'string' && names.has(first.value))
        return { file, line: text.slice(0, start).split('\n').length, id: id.name }
    }
  }
  return undefined
}
