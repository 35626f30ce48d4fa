import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import type { Project } from '../project/index.ts'
import { isModuleFolder, isTypeScript, languageOf, type Style } from '../project/language.ts'
import { modelFiles } from './content.ts'

/**
 * How models are written that go into a folder: as most of those that are there are; else in TypeScript where the project
 * is, else in JavaScript. `migration` is the name of the newest one.
 */
export async function styleOfModels(
  folder: string,
  project?: Pick<Project, 'knexfile' | 'root' | 'config' | 'models'>,
  migration?: string,
): Promise<Style> {
  const extension = (await usualIn(folder)) ?? (project && (await usualIn(project.models)))
  if (extension !== undefined) return { extension, language: await languageOf(extension, folder) }
  if (isTypeScript(project?.root ?? folder, project, migration)) return { extension: '.ts', language: 'typescript' }
  return { extension: '.js', language: (await isModuleFolder(folder)) ? 'module' : 'commonjs' }
}

/** How the names of most models of a folder end. */
async function usualIn(folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined
  const counts = new Map<string, number>()
  for (const file of await modelFiles(folder)) counts.set(extname(file), (counts.get(extname(file)) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
