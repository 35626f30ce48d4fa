import { altered, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const unlogged: Rule = {
  name: 'unlogged',
  group: 'data loss',
  severity: 'error',
  why: 'PostgreSQL empties an unlogged table after a crash, and replicas and backups of the log do not have its rows.',
  before: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
  bad: { statements: [`ALTER TABLE orders SET UNLOGGED`] },
  good: { statements: [`CREATE UNLOGGED TABLE scratch (id bigint PRIMARY KEY)`] },
  *find(trace) {
    for (const { before, object, address, statement } of altered(trace, 'table'))
      if (!before.unlogged && object.unlogged)
        yield {
          statement,
          message: `${named(address)} loses its rows with the next crash`,
          cure: 'Leave it logged, and keep what may be lost in a table of its own.',
        }
  },
}
