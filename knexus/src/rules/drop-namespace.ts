import { dropped, has, named, parsed } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const dropNamespace: Rule = {
  name: 'drop-namespace',
  group: 'data loss',
  severity: 'error',
  why: 'Everything in the schema is dropped with it.',
  before: `CREATE SCHEMA archive; CREATE TABLE archive.orders (id int)`,
  bad: { statements: [`DROP SCHEMA archive CASCADE`] },
  good: { statements: [`CREATE SCHEMA attic`] },
  *find(trace) {
    for (const { address, statement, traced } of dropped(trace, 'namespace'))
      if (parsed(traced).some((words) => has(words, 'CASCADE')))
        yield {
          statement,
          message: `the schema ${named(address)} is dropped with everything in it`,
          cure: 'Drop its contents by name, then the empty schema without CASCADE.',
        }
  },
}
