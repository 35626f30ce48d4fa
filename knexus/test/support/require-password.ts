import { quoteLiteral } from '../../src/base/sql.ts'
import type { TestDatabase } from './server.ts'

/** The test server trusts everybody; a role it does not, at the head of its list of rules. */
export async function requirePassword(base: TestDatabase, role: string, password: string): Promise<void> {
  const db = await base.connect()
  try {
    await db.query(
      `DO $$ BEGIN CREATE ROLE ${role} LOGIN PASSWORD '${password}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    )
    const {
      rows: [row],
    } = await db.query<{ file: string; rules: string }>(
      `SELECT current_setting('hba_file') AS file, pg_read_file(current_setting('hba_file')) AS rules`,
    )
    if (row!.rules.includes(role)) return
    const lines = [
      `host all ${role} 127.0.0.1/32 scram-sha-256`,
      ...row!.rules.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
    ]
    await db.query(`COPY (SELECT unnest(ARRAY[${lines.map(quoteLiteral).join(',')}])) TO ${quoteLiteral(row!.file)}`)
    await db.query('SELECT pg_reload_conf()')
  } finally {
    await db.end()
  }
}
