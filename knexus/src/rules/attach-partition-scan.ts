import { created, isInUse, isScanned, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const attachPartitionScan: Rule = {
  name: 'attach-partition-scan',
  group: 'locks',
  severity: 'warning',
  weighs: 'work',
  why: 'Every row of the new partition is checked against the bounds while it is locked.',
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
    for (const { object, statement, traced } of created(trace, 'partition'))
      if (isInUse(trace, object.on) && isScanned(traced, object.on))
        yield {
          statement,
          message: `ATTACH PARTITION reads all of ${named(object.on)} under ACCESS EXCLUSIVE`,
          cure: 'First add a CHECK of the bounds as NOT VALID and validate it; ATTACH then reads no rows.',
        }
  },
}
