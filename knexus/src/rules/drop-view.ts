import { dropped, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const dropView: Rule = {
  name: 'drop-view',
  group: 'running code',
  severity: 'warning',
  why: 'Running code that reads the view fails until it is deployed again.',
  before: 'CREATE TABLE orders (id bigint PRIMARY KEY); CREATE VIEW recent AS SELECT id FROM orders',
  bad: { statements: [`DROP VIEW recent`] },
  good: { statements: [`DROP VIEW recent`, `CREATE VIEW recent AS SELECT id, id + 1 AS next FROM orders`] },
  *find(trace) {
    for (const { address, statement } of [...dropped(trace, 'view'), ...dropped(trace, 'materialized view')])
      if (!trace.after.has(address))
        yield {
          statement,
          message: `${named(address)} is dropped`,
          cure: 'First deploy code that no longer reads it, and drop it in a later migration.',
        }
  },
}
