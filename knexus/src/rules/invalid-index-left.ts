import { named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const invalidIndexLeft: Rule = {
  name: 'invalid-index-left',
  group: 'locks',
  severity: 'error',
  why: 'A concurrent build that fails leaves an invalid index behind, which every write maintains and no query uses.',
  before: `CREATE TABLE codes (v int); INSERT INTO codes VALUES (1), (1)`,
  bad: { statements: [`CREATE UNIQUE INDEX CONCURRENTLY one ON codes (v)`], transaction: false },
  good: { statements: [`CREATE INDEX CONCURRENTLY one ON codes (v)`], transaction: false },
  *find(trace) {
    for (const [address, object] of trace.after)
      if (object.kind === 'index' && !object.valid && !trace.before.has(address))
        yield {
          message: `${named(address)} is left invalid`,
          cure: `DROP INDEX CONCURRENTLY ${named(address)}, correct the rows, and build it again.`,
        }
  },
}
