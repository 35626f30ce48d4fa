import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Knex } from 'knex'
import { apply, type Work } from './apply.ts'
import { loadFile, type MigrationFile } from './files.ts'
import type { Applied } from './history.ts'
import { type Receipt, recordSql, who } from './journal.ts'
import { withConnection } from './session.ts'

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
  const folders = [config.directory ?? './migrations'].flat().map((directory) => join(resolve(directory), SQUASHED))
  const found = await Promise.all(folders.map(async (directory) => {
    const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
    return Promise.all(names.map(async (name): Promise<Squash> => ({ ...JSON.parse(await readFile(join(directory, name), 'utf8')) as Manifest, directory })))
  }))
  return found.flat()
}

/** How much of a squash a database has run under the old names. */
export function progressOf(squash: Squash, applied: readonly Applied[]): 'none' | 'some' | 'all' {
  const names = new Set(applied.map((row) => row.name))
  if (squash.baseline.every((name) => names.has(name))) return 'none'
  const ran = squash.replaces.filter((name) => names.has(name)).length
  return ran === 0 ? 'none' : ran === squash.replaces.length ? 'all' : 'some'
}

/**
 * Brings a database that ran some of the old files over to the baseline: runs the rest of them, and then writes the baseline's rows in
 * their place, in one transaction. Plain Knex agrees with the folder from then on.
 */
export async function absorb(work: Work, squash: Squash, applied: readonly Applied[]): Promise<void> {
  const { session, hold, batch } = work
  const ran = new Set(applied.map((row) => row.name))
  const rest: readonly MigrationFile[] = squash.replaces.filter((name) => !ran.has(name)).map((name) => ({ name, directory: squash.directory }))
  for (const file of rest) await apply(work, await loadFile(file, session.migrations))
  const baseline = await Promise.all(squash.baseline.map((name) => loadFile({ name, directory: join(squash.directory, '..') }, session.migrations)))
  await session.knex.transaction((trx) => withConnection(trx, async (connection) => {
    const receipt = { work: '', batch, statements: 0, ms: 0, who: who(), node: process.version, by: 'squash' } as const
    for (const name of squash.replaces) await connection.query(recordSql(hold.tables, 'down'), [name, batch, JSON.stringify({ ...receipt, checksum: '' } satisfies Receipt)])
    for (const { name, checksum } of baseline) await connection.query(recordSql(hold.tables, 'up'), [name, batch, JSON.stringify({ ...receipt, checksum } satisfies Receipt)])
    hold.assert()
  }))
  session.on({ event: 'note', migration: squash.baseline.join(', '), message: `took the place of ${squash.replaces.length} squashed files, ${rest.length} of which ran now` })
}
