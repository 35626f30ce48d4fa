import { indexKeys, keyColumns } from './shared/columns.ts'
import { quoteIdent } from '../base/sql.ts'
import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const foreignKeyWithoutIndex: Rule = {
  name: 'foreign-key-without-index',
  group: 'types and style',
  severity: 'warning',
  standing: true,
  why: 'Every delete or key change of a referenced row reads the whole referencing table.',
  before: `CREATE TABLE customers (id bigint PRIMARY KEY)`,
  bad: { statements: [`CREATE TABLE orders (customer_id bigint REFERENCES customers (id))`] },
  good: {
    statements: [
      `CREATE TABLE orders (customer_id bigint REFERENCES customers (id))`,
      `CREATE INDEX ON orders (customer_id)`,
    ],
  },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'constraint')) {
      if (object.type !== 'foreign key' || !trace.after.has(address)) continue
      const schema = trace.end?.has(address) ? trace.end : trace.after
      const columns = keyColumns(schema, object).map(({ name }) => quoteIdent(name))
      const covered = indexKeys(schema, object.on).some(
        (keys) => columns.length > 0 && columns.every((column) => keys.slice(0, columns.length).includes(column)),
      )
      if (!covered)
        yield {
          statement,
          message:
            `no index of ${named(object.on)} begins with ${columns.join(', ')}, which refers to ` +
            named(object.references ?? ''),
          cure: `Declare an index in the model, or: CREATE INDEX CONCURRENTLY ON ${named(object.on)} (${columns.join(', ')}).`,
        }
    }
  },
}
