import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Knex } from 'knex'
import type { Applied } from './status.ts'

/** What `squash` writes beside the files it has put away. */
export interface Manifest {
  /** The files that build the same, in order. */
  readonly baseline: readonly string[]
  /** The files that were put away, in the order they ran. */
  readonly replaces: readonly string[]
  /** What was proved when it was written. */
  readonly proved: readonly string[]
}

/** A manifest and the folder of the files it speaks of. */
export interface Squash extends Manifest {
  readonly directory: string
}

/** The folder inside the migrations folder where squashed files are kept; Knex does not look into it. */
export const SQUASHED = 'squashed'

/** Every squash of the migrations folders, oldest first. */
export async function readSquashes(config: Knex.MigratorConfig): Promise<Squash[]> {
  if (config.migrationSource) return []
  const folders = [config.directory ?? './migrations'].flat().map((directory) => join(resolve(directory), SQUASHED))
  const found = await Promise.all(
    folders.map(async (directory) => {
      const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
      return Promise.all(
        names.map(async (name): Promise<Squash> => ({
          ...(JSON.parse(await readFile(join(directory, name), 'utf8')) as Manifest),
          directory,
        })),
      )
    }),
  )
  return found.flat()
}

/** How much of a squash a database has run under the old names. */
export function progressOf(squash: Squash, applied: readonly Applied[]): 'none' | 'some' | 'all' {
  const names = new Set(applied.map((row) => row.name))
  if (squash.baseline.every((name) => names.has(name))) return 'none'
  const ran = squash.replaces.filter((name) => names.has(name)).length
  return ran === 0 ? 'none' : ran === squash.replaces.length ? 'all' : 'some'
}
