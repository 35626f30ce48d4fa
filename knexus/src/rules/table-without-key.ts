import { constraintsOf, isPartition } from './shared/columns.ts'
import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const tableWithoutKey: Rule = {
  name: 'table-without-key',
  group: 'types and style',
  severity: 'warning',
  why: 'Without a primary key, logical replication cannot replicate updates, and rows cannot be identified.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE notes (body text)`] },
  good: { statements: [`CREATE TABLE notes (id bigint PRIMARY KEY, body text)`] },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'table'))
      if (
        trace.after.has(address) &&
        object.inherits.length === 0 &&
        !constraintsOf(trace.after, address).some(({ type }) => type === 'primary key') &&
        !isPartition(trace.after, address)
      )
        yield {
          statement,
          message: `${named(address)} has no primary key`,
          cure: 'Add one, such as a bigint identity column.',
        }
  },
}
