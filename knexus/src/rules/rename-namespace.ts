import { addresses } from '../base/address.ts'
import { named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const renameNamespace: Rule = {
  name: 'rename-namespace',
  group: 'running code',
  severity: 'error',
  why: 'Every name in the schema changes at once.',
  before: `CREATE SCHEMA app; CREATE TABLE app.t (id int)`,
  bad: { statements: [`ALTER SCHEMA app RENAME TO core`] },
  good: { statements: [`CREATE SCHEMA core`] },
  *find(trace) {
    for (const [statement, { renames }] of trace.statements.entries())
      for (const { from, to } of renames)
        if (addresses.namespace.is(from))
          yield {
            statement,
            message: `the schema ${named(from)} is renamed to ${named(to)}`,
            cure: 'Create the new schema beside the old one, and move the objects one by one.',
          }
  },
}
