import { meaning } from '../base/tokens.ts'
import type { Policy } from '../kinds/policies.ts'
import type { Trace } from '../trace/index.ts'
import { isConstant } from './shared/code.ts'
import { altered, created, named, type Seen } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const openPolicy: Rule = {
  name: 'open-policy',
  group: 'security',
  severity: 'warning',
  why: 'A permissive policy that is always true lets every row through, whatever the other policies say.',
  before: `CREATE TABLE papers (id int); ALTER TABLE papers ENABLE ROW LEVEL SECURITY`,
  bad: { statements: [`CREATE POLICY everyone ON papers USING (1 = 1)`] },
  good: {
    statements: [
      `CREATE POLICY own ON papers USING (id = current_setting('app.id')::int)`,
      `CREATE POLICY all_of_it ON papers TO CURRENT_USER USING (true)`,
    ],
  },
  *asks(trace) {
    for (const { object } of policies(trace)) yield* constants(object)
  },
  *find(trace, answers) {
    for (const { object, statement } of policies(trace))
      if (constants(object).some((question) => answers.get(question)?.value === true))
        yield {
          statement,
          message: `the policy ${object.name} lets every row of ${named(object.on)} through`,
          cure: 'Restrict the rows in USING, or name the roles that may see all of them.',
        }
  },
}

/** The new and changed policies that let rows through to everyone. */
function policies(trace: Trace): Seen<'policy'>[] {
  return [...created(trace, 'policy'), ...altered(trace, 'policy')].filter(
    ({ object }) => object.permissive && object.roles.length === 0,
  )
}

/** What a policy asks of a row without looking at it, as questions. */
function constants({ using, check }: Policy): string[] {
  return [using, check].flatMap((one) =>
    one !== null && isConstant(meaning(one)) ? [`SELECT (${one}) AS answer`] : [],
  )
}
