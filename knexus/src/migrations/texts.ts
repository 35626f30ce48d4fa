import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError } from '../base/errors.ts'
import { fingerprint } from '../cache.ts'
import { contentOf } from '../modules/content.ts'
import type { Project } from '../project/index.ts'
import { listFiles } from './files.ts'
import type { HistoryFile } from './replay.ts'

/**
 * Stands for what functions of a migrationSource do, which nobody can read: another one in every process, so that
 * nothing of them is kept.
 */
const UNKNOWN = randomUUID()

/** A name for what migrations say and import. */
export async function contentOfHistory(files: readonly HistoryFile[]): Promise<string> {
  const paths = files.flatMap(({ path }) => path ?? [])
  const given = files.filter(({ path }) => path === undefined).map(({ name }) => name)
  return given.length > 0 ? fingerprint(await contentOf(paths), UNKNOWN, ...given) : contentOf(paths)
}

/** A migration whose text is in a file. */
export interface FileOnDisk extends HistoryFile {
  readonly path: string
}

/** The migrations, where all of them are files. Throws `custom-source`. */
export function onDisk(files: readonly HistoryFile[]): FileOnDisk[] {
  return files.map((file) => {
    if (file.path !== undefined) return { ...file, path: file.path }
    throw new KnexusError(
      'custom-source',
      'The migrationSource of the knexfile gives the migrations, and this command needs a folder of files',
      'Give migrations.directory instead of it.',
    )
  })
}

/** The names of written files that the project's own migrationSource does not give: a person has to add them there. */
export async function unlisted({ config }: Project, written: readonly string[]): Promise<string[]> {
  if (!config.migrations?.migrationSource) return []
  const given = new Set((await listFiles(config.migrations)).map(({ name }) => stem(name)))
  return written.map((path) => basename(path)).filter((name) => !given.has(stem(name)))
}

function stem(name: string): string {
  return name.slice(0, name.length - extname(name).length)
}

/**
 * The text of a migration. Of one that a migrationSource gives, that of the file of its name where migrations are
 * written to; empty where there is none.
 */
export async function textOf({ path, name }: HistoryFile, { directory = [] }: Knex.MigratorConfig): Promise<string> {
  const file =
    path ??
    [directory]
      .flat()
      .map((folder) => join(folder, name))
      .find((one) => existsSync(one))
  return file === undefined ? '' : readFile(file, 'utf8')
}
