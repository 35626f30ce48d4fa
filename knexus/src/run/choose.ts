import type { Knex } from 'knex'
import { KnexusError } from '../base/errors.ts'
import type { MigrationFile } from '../migrations/files.ts'
import { named } from '../migrations/named.ts'
import type { Status } from '../migrations/status.ts'
import type { DownOptions, UpOptions } from './runner.ts'

/** The pending files that `up` would run. */
export function chooseUp(status: Status, { to, steps, names }: UpOptions): MigrationFile[] {
  const target = to === undefined ? undefined : find(status, to)
  const chosen =
    target === undefined
      ? status.pending
      : status.pending.filter((file) => orderOf(status, file.name) <= orderOf(status, target))
  return chosen.filter((file) => !names || names.includes(file.name)).slice(0, steps)
}

/** The applied migrations that `down` would undo, newest first; one without a file is an error before anything is undone. */
export function chooseDown(
  status: Status,
  { to, steps, all }: DownOptions,
  config: Knex.MigratorConfig,
): MigrationFile[] {
  const rows = status.applied.toSorted((a, b) => b.batch - a.batch || b.id - a.id)
  const lastBatch = rows.filter((row) => row.batch === rows[0]?.batch).length
  const count =
    to === undefined
      ? (steps ?? (all ? rows.length : lastBatch))
      : rows.findIndex((row) => row.name === find(status, to))
  if (count < 0)
    throw new KnexusError(
      'not-applied',
      `${to} is not applied`,
      'Name an applied migration; `knexus status` lists them.',
    )
  return rows.slice(0, count).map(({ name }) => {
    const entry = status.entries.find((entry) => entry.name === name)
    if (entry?.state === 'missing' || entry?.state === 'unknown') {
      throw new KnexusError(
        'migration-missing',
        `${name} is applied, but its file is not here${entry.hint ? `: ${entry.hint}` : ''}`,
        'Bring the file back, for instance from version control, and run again; nothing was undone.',
      )
    }
    return { name, directory: status.directories.get(name) ?? String(config.directory) }
  })
}

/** The migration of the history or the folder that a person means. Throws `unknown-migration`. */
export function find(status: Status, wanted: string): string {
  return named(
    status.entries.map(({ name }) => name),
    wanted,
  )
}

function orderOf(status: Status, name: string): number {
  return status.entries.findIndex((entry) => entry.name === name)
}
