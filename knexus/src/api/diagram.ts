import { diagramOf } from '../diagram/index.ts'
import { scopeOf } from '../project/scope.ts'
import { sourceNamed } from '../sources/names.ts'
import type { DiagramOptions, DiagramResult } from './types-judge.ts'
import type { Workspace } from './workspace.ts'

/** A picture of the tables of a source. */
export async function diagram(
  workspace: Workspace,
  { source: name = 'models', format = 'html' }: DiagramOptions,
): Promise<DiagramResult> {
  const source = await sourceNamed(name, () => workspace.project())
  const scope = source.ofProject ? scopeOf(await workspace.project()) : {}
  const schema = await source.schema(() => workspace.shadow(source.live), scope)
  return { format, diagram: diagramOf(schema, format, `Tables of ${source.label}`) }
}
