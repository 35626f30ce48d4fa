import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import type { Project } from './index.ts'

/** How the text of a migration is written: with types, or as a `.js` file of one sort or the other. */
export type Language = 'typescript' | 'module' | 'commonjs'

/** What a project's migrations are: the extension with its dot, and the language that goes with it. */
export interface Style {
  readonly extension: string
  readonly language: Language
}

const FIXED: Readonly<Record<string, Language>> = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.mjs': 'module',
  '.cjs': 'commonjs',
}

/**
 * How a project writes its migrations, so that plain Knex, as the project calls it, can load them: as
 * `migrations.extension` says; else as the newest one is; else TypeScript where the knexfile is.
 */
export async function styleOf({ config, knexfile, root }: Project, newest?: string): Promise<Style> {
  const { extension, loadExtensions } = config.migrations ?? {}
  const wanted = [
    extension && `.${extension.replace(/^\./, '')}`,
    newest && extname(newest),
    TYPED.test(knexfile) ? '.ts' : '.js',
    '.ts',
    '.js',
  ]
  const chosen =
    wanted.find((one) => one && (one === '.js' || one in FIXED) && (!loadExtensions || loadExtensions.includes(one))) ??
    '.ts'
  return { extension: chosen, language: await languageOf(chosen, root) }
}

/** The language of a file with an extension, in a folder. */
export async function languageOf(extension: string, folder: string): Promise<Language> {
  return FIXED[extension] ?? ((await isModuleFolder(folder)) ? 'module' : 'commonjs')
}

/**
 * Whether a project is in TypeScript: its knexfile is, or its migrations are, or there is a tsconfig.json in a folder or
 * above it, as far as the package.json; and what belongs to no package is.
 */
export function isTypeScript(from: string, project?: Pick<Project, 'knexfile' | 'config'>, migration = ''): boolean {
  const { knexfile = '', config } = project ?? {}
  if (TYPED.test(knexfile) || TYPED.test(migration) || /^\.?[mc]?ts$/.test(config?.migrations?.extension ?? ''))
    return true
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'tsconfig.json')) || folder === dirname(folder)) return true
    if (existsSync(join(folder, 'package.json'))) return false
  }
}

const TYPED = /\.[mc]?ts$/

/** Whether a `.js` file of the project is an ES module: what the nearest package.json says. */
export async function isModuleFolder(from: string): Promise<boolean> {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file)) return isTypeModule(JSON.parse(await readFile(file, 'utf8')))
    if (folder === dirname(folder)) return false
  }
}

function isTypeModule(manifest: unknown): boolean {
  return typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type === 'module'
}
