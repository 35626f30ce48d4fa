import { created, isInUse, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const attachPartitionScan: Rule = {
  name: 'attach-partition-scan',
  group: 'locks',
  severity: 'warning',
  weighs: 'work',
  why: 'Every row of the new partition, or of the default one, is checked against the bounds while it is locked.',
  before: `CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE events_now (at date NOT NULL)`,
  bad: {
    statements: [`ALTER TABLE events ATTACH PARTITION events_now FOR VALUES FROM ('2020-01-01') TO ('2030-01-01')`],
  },
  good: {
    statements: [
      `ALTER TABLE events_now ADD CONSTRAINT bounds CHECK (at >= '2020-01-01' AND at < '2030-01-01') NOT VALID`,
    ],
  },
  *find(trace) {
    for (const { statement, traced } of created(trace, 'partition'))
      for (const { relation } of traced.scans)
        if (isInUse(trace, relation))
          yield {
            statement,
            message: `the new partition makes PostgreSQL read all of ${named(relation)} under ACCESS EXCLUSIVE`,
            cure: 'First add a CHECK of the bounds to it, of their opposite to a default partition, NOT VALID, and validate it.',
          }
  },
}
