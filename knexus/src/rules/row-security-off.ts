import { altered, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const rowSecurityOff: Rule = {
  name: 'row-security-off',
  group: 'security',
  severity: 'error',
  why: 'Everyone who may read the table now sees all of its rows.',
  before: `CREATE TABLE papers (id int); ALTER TABLE papers ENABLE ROW LEVEL SECURITY`,
  bad: { statements: [`ALTER TABLE papers DISABLE ROW LEVEL SECURITY`] },
  good: { statements: [`ALTER TABLE papers FORCE ROW LEVEL SECURITY`] },
  *find(trace) {
    for (const { before, object, address, statement } of altered(trace, 'table'))
      if ((before.rowSecurity && !object.rowSecurity) || (before.forceRowSecurity && !object.forceRowSecurity))
        yield {
          statement,
          message: `row-level security is switched off for ${named(address)}`,
          cure: 'Change its policies instead.',
        }
  },
}
