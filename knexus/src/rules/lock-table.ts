import { isAtLeast } from '../trace/measure.ts'
import { begins, isInUse, named, parsed } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const lockTable: Rule = {
  name: 'lock-table',
  group: 'locks',
  severity: 'warning',
  why: 'The lock is held until the transaction ends, whatever comes after it.',
  before: 'CREATE TABLE orders (id bigint PRIMARY KEY, note text)',
  bad: { statements: [`LOCK TABLE orders IN SHARE MODE`] },
  good: { statements: [`LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE`] },
  *find(trace) {
    for (const [statement, traced] of trace.statements.entries())
      if (parsed(traced).some((words) => begins(words, 'LOCK')))
        for (const { relation, mode } of traced.locks)
          if (isAtLeast(mode, 'SHARE') && isInUse(trace, relation))
            yield {
              statement,
              message: `LOCK TABLE holds ${mode} on ${named(relation)}`,
              cure: 'Leave it out, or lock rows with SELECT ... FOR UPDATE. SHARE UPDATE EXCLUSIVE keeps no writer away.',
            }
  },
}
