import { altered, created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const openPolicy: Rule = {
  name: 'open-policy',
  group: 'security',
  severity: 'warning',
  why: 'A permissive policy that is always true lets every row through, whatever the other policies say.',
  before: `CREATE TABLE papers (id int); ALTER TABLE papers ENABLE ROW LEVEL SECURITY`,
  bad: { statements: [`CREATE POLICY everyone ON papers USING (true)`] },
  good: { statements: [`CREATE POLICY own ON papers USING (id = current_setting('app.id')::int)`] },
  *find(trace) {
    for (const { object, statement } of [...created(trace, 'policy'), ...altered(trace, 'policy')])
      if (object.permissive && (object.using === 'true' || object.check === 'true'))
        yield {
          statement,
          message: `the policy ${object.name} lets every row of ${named(object.on)} through`,
          cure: 'Restrict the rows in USING, or name the roles that may see all of them.',
        }
  },
}
