import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ARCHIVED_AT, isArchived } from '../base/archive.ts'
import { KnexusError } from '../base/errors.ts'
import { quoteLiteral } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import type { MigrationFile } from '../migrations/files.ts'
import type { Status } from '../migrations/status.ts'

/** How the way down of a file that archives ends: the namespace as SQL writes it. */
const ENDS = new RegExp(String.raw`DROP TABLE ("(?:[^"]|"")+"|\w+)\.${ARCHIVED_AT}\b`, 'g')

/**
 * Refuses a way down that brings back what has been purged, before anything is undone. One that stopped halfway may
 * have brought it back already.
 */
export async function refusePurged(db: Connection, status: Status, files: readonly MigrationFile[]): Promise<void> {
  const half = new Set(status.entries.filter((entry) => entry.half !== null).map((entry) => entry.name))
  for (const file of files)
    for (const place of half.has(file.name) ? [] : placesOf(file)) {
      const [found] = await rows<{ gone: boolean }>(
        db,
        `SELECT pg_catalog.to_regnamespace(${quoteLiteral(place)}) IS NULL AS gone`,
      )
      if (found!.gone)
        throw new KnexusError(
          'archive-purged',
          `${file.name} cannot be undone: it brings back what it archived in ${place}, and that has been purged; ` +
            'nothing was run',
          'Go forward instead: declare in the models what is to be there again, and `knexus generate` builds it ' +
            'without its rows.',
        )
    }
}

/** The namespaces from which the way down of a file brings things back. A file of the project's own source has no text. */
function placesOf({ directory, name }: MigrationFile): string[] {
  if (directory === '') return []
  const found = readFileSync(join(directory, name), 'utf8').matchAll(ENDS)
  return [...found].flatMap(([, place]) => (isArchived(place!.replace(/^"/, '')) ? place! : []))
}
