import { loadFile } from '../migrations/files.ts'
import type { Entry, Status } from '../migrations/status.ts'
import { journalRows, type Receipt } from './journal.ts'
import { record } from '../migrations/record.ts'
import type { Session } from './session.ts'
import { workOf } from '../migrations/tape.ts'

/** Looks closer at edited files: one that sends the same statements as it did when it ran counts as applied, with a hint. */
export async function judgeEdits(session: Session, status: Status): Promise<Status> {
  if (!status.entries.some((entry) => entry.state === 'edited')) return status
  const receipts = await journalRows(session.db, status.tables, ['up'])
  const entries = await Promise.all(
    status.entries.map(async (entry): Promise<Entry> => {
      if (entry.state !== 'edited') return entry
      const receipt = receipts.find((row) => row.migration === entry.name && row.key === String(entry.applied?.id))
        ?.detail as Partial<Receipt> | undefined
      const work = await workNow(session, status, entry.name)
      return work !== undefined && work === receipt?.work
        ? { ...entry, state: 'applied', hint: 'edited, and does the same' }
        : entry
    }),
  )
  return { ...status, entries }
}

/** What the file would send now; undefined when that cannot be told without running it. */
async function workNow(session: Session, status: Status, name: string): Promise<string | undefined> {
  try {
    const migration = await loadFile({ name, directory: status.directories.get(name)! }, session.migrations)
    return workOf((await record(session.config, migration, 'up', { strict: true })).map((statement) => statement.sql))
  } catch {
    return undefined
  }
}
