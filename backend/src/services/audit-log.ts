import type { Session } from '../db/session.ts'
import type { NewLogEntry } from '../db/models/index.ts'

/** Adds a line to the audit trail, in the transaction of the change it tells of: both are kept or neither. */
export async function record(session: Session, entry: NewLogEntry): Promise<void> {
  await session('audit_log').insert(entry)
}
