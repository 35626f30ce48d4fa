import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const wideIndex: Rule = {
  name: 'wide-index',
  group: 'types and style',
  severity: 'note',
  why: 'An index on many columns is large, and helps only queries that filter on its first columns.',
  before: `CREATE TABLE facts (a int, b int, c int, d int)`,
  bad: { statements: [`CREATE INDEX CONCURRENTLY w ON facts (a, b, c, d)`], transaction: false },
  good: { statements: [`CREATE INDEX CONCURRENTLY w ON facts (a, b) INCLUDE (c, d)`], transaction: false },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'index'))
      if (!object.unique && object.keys.length > 3)
        yield {
          statement,
          message: `${named(address)} has ${object.keys.length} key columns`,
          cure: 'Keep the columns that queries filter on; put the others in INCLUDE.',
        }
  },
}
