import { KnexusError } from '../base/errors.ts'
import type { Direction } from '../migrations/events.ts'
import type { MigrationFile } from '../migrations/files.ts'
import type { Status } from '../migrations/status.ts'
import type { Session } from './session.ts'

/** Refuses a standby before anything is tried there. */
export function refuseStandby({ place }: Session): void {
  if (!place.standby) return
  throw new KnexusError(
    'read-replica',
    `${place.database} is a standby (a read replica): nothing can be written there`,
    'Point the environment at the primary server.',
  )
}

/** Refuses a database that a run should not touch; gives the status back when there is no objection. */
export function guard(status: Status, options: { readonly allowMissing?: boolean }, direction: Direction): Status {
  const other = status.entries.find((entry) => entry.half !== null && entry.half !== direction)
  if (other) {
    throw new KnexusError(
      'half-done',
      `${other.name} stopped halfway on its way ${other.half}`,
      `Finish it first with \`knexus ${other.half}\`; it continues where it stopped.`,
    )
  }
  if (direction === 'up' && !options.allowMissing) refuseStrangers(status)
  return status
}

/** Refuses files whose names the history cannot hold, before one of them runs; gives them back when there is no objection. */
export function recordable(
  { tables: { migrations, longest = Infinity } }: Status,
  files: MigrationFile[],
): MigrationFile[] {
  const long = files.find(({ name }) => lengthOf(name) > longest)
  if (!long) return files
  throw new KnexusError(
    'invalid-name',
    `${long.name} has ${lengthOf(long.name)} characters, and ${migrations}.name holds ${longest}; nothing was run`,
    `Give the file a shorter name, or the table its usual width: ALTER TABLE ${migrations} ALTER COLUMN name TYPE varchar(255).`,
  )
}

/** In characters, as PostgreSQL counts them. */
function lengthOf(name: string): number {
  return Array.from(name).length
}

function refuseStrangers(status: Status): void {
  const missing = status.entries
    .filter((entry) => entry.state === 'missing' || entry.state === 'unknown')
    .map((entry) => (entry.hint ? `${entry.name} (${entry.hint})` : entry.name))
  const list =
    missing.length > 5 ? `${missing.slice(0, 5).join(', ')} and ${missing.length - 5} more` : missing.join(', ')
  if (status.relation === 'foreign') {
    throw new KnexusError(
      'other-application',
      `The database has a history of its own, without one migration of this folder: ${list}`,
      'Check that the environment names the right database; `--allow-missing` runs anyway.',
    )
  }
  if (status.relation === 'diverged') {
    throw new KnexusError(
      'history-diverged',
      `The database has migrations that are not in the folder (${list}), and the folder has pending ones`,
      'Bring the missing files back, or undo them where they exist; `--allow-missing` runs the pending ones anyway.',
    )
  }
  if (status.relation === 'ahead') {
    throw new KnexusError(
      'history-ahead',
      `The database is ahead of the folder: ${list}`,
      'Run the newer release, which has these files; `--allow-missing` accepts the database as it is.',
    )
  }
}
