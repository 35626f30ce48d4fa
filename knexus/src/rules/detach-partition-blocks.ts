import { dropped, has, isInUse, named, parsed } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const detachPartitionBlocks: Rule = {
  name: 'detach-partition-blocks',
  group: 'locks',
  severity: 'warning',
  why: 'DETACH PARTITION locks the whole partitioned table against reads and writes.',
  before:
    'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE events_now PARTITION OF events ' +
    `FOR VALUES FROM ('2020-01-01') TO ('2030-01-01')`,
  bad: { statements: [`ALTER TABLE events DETACH PARTITION events_now`] },
  good: { statements: [`ALTER TABLE events DETACH PARTITION events_now CONCURRENTLY`], transaction: false },
  *find(trace) {
    for (const { object, statement, traced } of dropped(trace, 'partition'))
      if (isInUse(trace, object.on) && !parsed(traced).some((words) => has(words, 'CONCURRENTLY')))
        yield {
          statement,
          message: `detaching ${named(object.on)} locks ${named(object.of)} against reads and writes`,
          cure: 'DETACH PARTITION ... CONCURRENTLY, in a file of its own with `export const config = { transaction: false }`.',
        }
  },
}
