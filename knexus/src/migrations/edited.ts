import type { Knex } from 'knex'
import { rows, type Connection } from '../connection/connection.ts'
import { loadFile } from './files.ts'
import { record } from './record.ts'
import type { Entry, Status } from './status.ts'
import { workOf } from './tape.ts'

/** Looks closer at edited files: one that sends the same statements as it did when it ran counts as applied, with a hint. */
export async function judgeEdits(db: Connection, config: Knex.Config, status: Status): Promise<Status> {
  if (!status.entries.some((entry) => entry.state === 'edited')) return status
  const ran = await worksThatRan(db, status)
  const entries = await Promise.all(
    status.entries.map(async (entry): Promise<Entry> => {
      if (entry.state !== 'edited') return entry
      const work = await workNow(config, status, entry.name)
      return work !== undefined && work === ran.get(entry.name)
        ? { ...entry, state: 'applied', hint: 'edited, and does the same' }
        : entry
    }),
  )
  return { ...status, entries }
}

/** What the journal says that each applied file sent when it ran. */
async function worksThatRan(db: Connection, { tables }: Status): Promise<ReadonlyMap<string, string | null>> {
  const found = await rows<{ name: string; work: string | null }>(
    db,
    `SELECT m.name, j.detail->>'work' AS work FROM ${tables.migrations} m
     JOIN ${tables.journal} j ON j.migration = m.name AND j.kind = 'up' AND j.key = m.id::text`,
  )
  return new Map(found.map(({ name, work }) => [name, work]))
}

/** What the file would send now; undefined when that cannot be told without running it. */
async function workNow(config: Knex.Config, status: Status, name: string): Promise<string | undefined> {
  try {
    const file = { name, directory: status.directories.get(name)! }
    const migration = await loadFile(file, config.migrations ?? {})
    return workOf((await record(config, migration, 'up', { strict: true })).map((statement) => statement.sql))
  } catch {
    return undefined
  }
}
