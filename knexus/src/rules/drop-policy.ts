import { quoteIdent } from '../base/sql.ts'
import { dropped, isInUse, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const dropPolicy: Rule = {
  name: 'drop-policy',
  group: 'security',
  severity: 'warning',
  why: 'From now on, a different set of rows is visible.',
  before: `CREATE TABLE papers (id int); CREATE POLICY own ON papers AS RESTRICTIVE USING (id > 0)`,
  bad: { statements: [`DROP POLICY own ON papers`] },
  good: { statements: [`ALTER POLICY own ON papers USING (id > 1)`] },
  *find(trace) {
    for (const { object, address, statement } of dropped(trace, 'policy'))
      if (!trace.after.has(address) && isInUse(trace, object.on))
        yield {
          statement,
          object: `${named(object.on)}.${quoteIdent(object.name)}`,
          message: `${named(object.on)} loses the ${object.permissive ? '' : 'restrictive '}policy ${object.name}`,
          cure: 'Create its replacement in the same transaction, before you drop it.',
        }
  },
}
