import { redact } from '../base/redact.ts'
import { rows } from '../connection/connection.ts'
import { sayPlace } from '../connection/place.ts'
import type { Direction } from '../migrations/events.ts'
import type { Migration } from '../migrations/files.ts'
import { record } from '../migrations/record.ts'
import type { RunResult } from './runner.ts'
import type { Session } from './session.ts'

/** Records what the migrations would send, and sends nothing. */
export async function rehearse(
  session: Session,
  direction: Direction,
  migrations: readonly Migration[],
): Promise<RunResult> {
  const names = migrations.map(({ name }) => name)
  session.on({
    event: 'run-start',
    direction,
    migrations: names,
    batch: 0,
    place: sayPlace(session.place),
  })
  for (const migration of migrations) {
    session.on({
      event: 'migration-start',
      migration: migration.name,
      direction,
      transaction: migration.transaction,
      resumed: false,
    })
    if (direction === 'up' && migration.refuseWhile !== undefined)
      session.on({
        event: 'note',
        migration: migration.name,
        message: await sayWaits(session, migration.refuseWhile),
      })
    const statements = await record(session.config, migration, direction)
    for (const [index, { sql }] of statements.entries())
      session.on({
        event: 'statement',
        migration: migration.name,
        number: index + 1,
        sql: redact(sql),
        ms: 0,
        skipped: true,
      })
    session.on({ event: 'migration-end', migration: migration.name, direction, statements: statements.length, ms: 0 })
  }
  session.on({ event: 'run-end', direction, migrations: names, batch: 0, ms: 0, dryRun: true })
  return { direction, migrations: names, batch: 0 }
}

/** Whether a migration would be refused, as far as the database can tell before the files before it have run. */
async function sayWaits({ db }: Session, query: string): Promise<string> {
  const [found] = await rows<{ found: boolean }>(db, `SELECT EXISTS (\n${query}\n) AS found`).catch(() => [])
  if (!found) return 'its refuseWhile can be asked only when the files before it have run'
  return found.found
    ? `it would be refused now: its refuseWhile finds rows: ${query}`
    : 'its refuseWhile finds no rows now'
}
