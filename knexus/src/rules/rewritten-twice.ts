import { addresses } from '../base/address.ts'
import { isInUse, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const rewrittenTwice: Rule = {
  name: 'rewritten-twice',
  group: 'locks',
  severity: 'warning',
  weighs: 'work',
  why: 'Each of these statements rewrites all rows; one ALTER TABLE with several actions does so only once.',
  before: `CREATE TABLE orders (id int PRIMARY KEY, amount int)`,
  bad: { statements: [`ALTER TABLE orders ALTER id TYPE bigint`, `ALTER TABLE orders ALTER amount TYPE bigint`] },
  good: { statements: [`ALTER TABLE orders ADD note text`, `ALTER TABLE orders ADD other text`] },
  *find(trace) {
    const before = new Set<string>()
    for (const [statement, { rewrites }] of trace.statements.entries())
      for (const relation of rewrites) {
        if (!addresses.table.is(relation) || !isInUse(trace, relation)) continue
        if (before.has(relation))
          yield {
            statement,
            message: `${named(relation)} is rewritten again by this statement`,
            cure: 'Join the statements: ALTER TABLE ... ALTER a TYPE ..., ALTER b TYPE ....',
          }
        before.add(relation)
      }
  },
}
