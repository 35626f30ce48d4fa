import { dropped, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const dropFunction: Rule = {
  name: 'drop-function',
  group: 'running code',
  severity: 'warning',
  why: 'Running code that calls the function fails until it is deployed again.',
  before: `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2'`,
  bad: { statements: [`DROP FUNCTION twice(int)`] },
  good: { statements: [`CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n + n'`] },
  *find(trace) {
    for (const { address, statement } of dropped(trace, 'function'))
      if (!trace.after.has(address))
        yield {
          statement,
          message: `${named(address)} is dropped`,
          cure: 'First deploy code that no longer calls it, and drop it in a later migration.',
        }
  },
}
