import { fitName, LONGEST_NAME } from './fresh-name.ts'

/** What the names of namespaces that keep dropped tables begin with, and those of columns that are kept in their tables. */
export const ARCHIVE = 'knexus_archive'

/** The table in each of those namespaces that says when it was filled. */
export const ARCHIVED_AT = 'knexus_archived_at'

/** The namespace of what one migration archives: `knexus_archive_20261128034500`; `of` tells those of one migration apart. */
export function archiveName(now: Date, of?: string): string {
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14)
  return fitName([ARCHIVE, stamp, ...(of === undefined ? [] : [of])].join('_'), LONGEST_NAME - 12)
}

/** The name under which a column is kept in its table. */
export function archivedColumn(archive: string, column: string): string {
  return fitName(`${archive}__${column}`)
}

/** Whether a name is one that archived things have, which belong to no schema. */
export function isArchived(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith(`${ARCHIVE}_`)
}
