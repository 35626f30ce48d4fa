import { join } from 'node:path'
import { apply, type Work } from '../run/apply.ts'
import { loadFile, type MigrationFile } from '../migrations/files.ts'
import type { Applied } from '../migrations/status.ts'
import { type Receipt, recordSql, who } from '../run/journal.ts'
import { withConnection } from '../run/session.ts'
import type { Squash } from '../migrations/squashed.ts'

/**
 * Brings a database that ran some of the old files over to the baseline: runs the rest of them, and then writes the
 * baseline's rows in their place, in one transaction. Plain Knex agrees with the folder from then on.
 */
export async function absorb(work: Work, squash: Squash, applied: readonly Applied[]): Promise<void> {
  const { session, hold, batch } = work
  const ran = new Set(applied.map((row) => row.name))
  const rest: readonly MigrationFile[] = squash.replaces
    .filter((name) => !ran.has(name))
    .map((name) => ({ name, directory: squash.directory }))
  for (const file of rest) await apply(work, await loadFile(file, session.migrations))
  const baseline = await Promise.all(
    squash.baseline.map((name) => loadFile({ name, directory: join(squash.directory, '..') }, session.migrations)),
  )
  await session.knex.transaction((trx) =>
    withConnection(trx, async (connection) => {
      const receipt = {
        work: '',
        batch,
        statements: 0,
        ms: 0,
        who: who(),
        node: process.version,
        by: 'squash',
      } as const
      for (const name of squash.replaces)
        await connection.query(recordSql(hold.tables, 'down'), [
          name,
          batch,
          JSON.stringify({ ...receipt, checksum: '' } satisfies Receipt),
        ])
      for (const { name, checksum } of baseline)
        await connection.query(recordSql(hold.tables, 'up'), [
          name,
          batch,
          JSON.stringify({ ...receipt, checksum } satisfies Receipt),
        ])
      hold.assert()
    }),
  )
  session.on({
    event: 'note',
    migration: squash.baseline.join(', '),
    message: `took the place of ${squash.replaces.length} squashed files, ${rest.length} of which ran now`,
  })
}
