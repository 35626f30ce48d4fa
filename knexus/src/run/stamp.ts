import type { Knex } from 'knex'
import { asRunner } from './as-runner.ts'
import { checksumOf } from '../migrations/files.ts'
import { readStatus } from '../migrations/status.ts'
import { type Receipt, recordSql, who } from './journal.ts'
import { find } from './choose.ts'
import type { RunOptions } from './runner.ts'
import { withConnection } from './session.ts'

/** What a stamp has changed in the history. */
export interface Stamped {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/**
 * Writes the history without running anything: `head` records every file, `base` forgets all, a name records the
 * files up to it and forgets those after it. For a database that was built by other means.
 */
export async function stamp(
  config: Knex.Config,
  target: string,
  options: Pick<RunOptions, 'settings' | 'on'> = {},
): Promise<Stamped> {
  return asRunner(config, options, async (session, hold) => {
    const status = await readStatus(session.db, session.migrations)
    const order = status.entries.map((entry) => entry.name)
    const last = target === 'head' ? order.length : target === 'base' ? -1 : order.indexOf(find(status, target))
    const added = status.pending.filter((file) => order.indexOf(file.name) <= last)
    const removed = status.applied.map((row) => row.name).filter((name) => order.indexOf(name) > last)
    const batch = status.applied.reduce((latest, row) => Math.max(latest, row.batch), 0) + 1
    const stamped = { work: '', batch, statements: 0, ms: 0, who: who(), node: process.version, by: 'stamp' } as const
    const receipts = added.map((file): Receipt => ({ checksum: checksumOf(file), ...stamped }))
    await session.knex.transaction((trx) =>
      withConnection(trx, async (connection) => {
        for (const name of removed)
          await connection.query(recordSql(hold.tables, 'down'), [name, batch, JSON.stringify(stamped)])
        for (const [n, file] of added.entries())
          await connection.query(recordSql(hold.tables, 'up'), [file.name, batch, JSON.stringify(receipts[n])])
      }),
    )
    return { added: added.map((file) => file.name), removed }
  })
}
