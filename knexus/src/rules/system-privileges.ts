import { PRIVILEGES } from '../trace/besides.ts'
import type { Rule } from './shared/rule.ts'

export const systemPrivileges: Rule = {
  name: 'system-privileges',
  group: 'security',
  severity: 'warning',
  why:
    "Privileges on PostgreSQL's own objects guard files, passwords and other sessions, or clients and tools rely on them; " +
    'nothing compares them with the models.',
  before: 'SELECT 1',
  bad: { statements: [`REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC`] },
  good: {
    statements: [
      `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `REVOKE ALL ON FUNCTION mine() FROM PUBLIC`,
    ],
  },
  *find(trace) {
    for (const [statement, { besides }] of trace.statements.entries())
      for (const { address, after } of besides)
        if (address.startsWith(PRIVILEGES))
          yield {
            statement,
            message: `the privileges on ${address.slice(PRIVILEGES.length)} become ${after ?? 'what they were at first'}`,
            cure: 'Grant a predefined role such as pg_monitor instead, or leave it to whoever runs the server.',
          }
  },
}
