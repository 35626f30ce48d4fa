import { quoteLiteral } from '../base/sql.ts'

/** The times after which PostgreSQL ends a statement, a transaction or a session; older servers have not all of them. */
export const LIMITS: readonly string[] = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
]

/** SQL: takes limits away that a role or a database sets, for the session or for its transaction only. */
export function unlimited(limits: readonly string[] = LIMITS, scope: 'session' | 'transaction' = 'session'): string {
  return (
    `SELECT set_config(name, '0', ${scope === 'transaction'}) FROM unnest(ARRAY[${limits.map(quoteLiteral).join(', ')}]) ` +
    `AS name WHERE current_setting(name, true) <> '0'`
  )
}
