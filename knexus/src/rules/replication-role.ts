import { ROLE_OF_REPLICATION } from '../trace/besides.ts'
import type { Rule } from './shared/rule.ts'

export const replicationRole: Rule = {
  name: 'replication-role',
  group: 'constraints',
  severity: 'error',
  why: 'The session skips all foreign keys and triggers: rows that break them are accepted, and nothing finds them later.',
  before: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
  bad: {
    statements: [`SET session_replication_role = replica`, `SET session_replication_role = DEFAULT`],
  },
  good: { statements: [`SET CONSTRAINTS ALL DEFERRED`] },
  *find(trace) {
    for (const [statement, { besides }] of trace.statements.entries())
      for (const { address, after } of besides)
        if (address === ROLE_OF_REPLICATION && after === 'replica')
          yield {
            statement,
            message: 'foreign keys and triggers are switched off for this session',
            cure: 'Leave it out, and write parents before their children.',
          }
  },
}
