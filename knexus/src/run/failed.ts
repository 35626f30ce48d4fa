import { withConnection, type Session } from './session.ts'
import { forget, journalRows } from './journal.ts'
import { cleanUp } from './probe.ts'
import type { Status } from '../migrations/status.ts'

/**
 * Takes back a migration that failed at its first statement: nothing of it was done, but an index may stand half-built.
 * Answers whether there was one. What has done more than that is left as it is.
 */
export async function takeBack(session: Session, status: Status): Promise<boolean> {
  const failed = status.entries.find((entry) => entry.half === 'up')
  if (!failed) return false
  const steps = await journalRows(session.db, status.tables, ['step'], failed.name)
  if (steps.some(({ detail }) => detail['state'] !== 'started')) return false
  const dropped = await withConnection(session.knex, async (connection) => {
    const left: string[] = []
    for (const { detail } of steps) left.push(...(await cleanUp(connection, String(detail['sql']))))
    return left
  })
  for (const step of steps) await forget(session.db, status.tables, step)
  const what = dropped.length > 0 ? `; dropped what it left half-built: ${dropped.join(', ')}` : ''
  session.on({
    event: 'note',
    migration: failed.name,
    message: `it had failed at its first statement, and nothing of it is left${what}. Nothing else was undone.`,
  })
  return true
}
