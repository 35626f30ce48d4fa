import { isNotNull, keyColumns } from './shared/columns.ts'
import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const setNullOnRequired: Rule = {
  name: 'set-null-on-required',
  group: 'types and style',
  severity: 'error',
  standing: true,
  why: 'Deleting a referenced row fails, because the column is NOT NULL.',
  before: `CREATE TABLE customers (id bigint PRIMARY KEY)`,
  bad: {
    statements: [
      `CREATE TABLE orders (customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE SET NULL)`,
      `CREATE INDEX ON orders (customer_id)`,
    ],
  },
  good: {
    statements: [
      `CREATE TABLE orders (customer_id bigint REFERENCES customers (id) ON DELETE SET NULL)`,
      `CREATE INDEX ON orders (customer_id)`,
    ],
  },
  *find(trace) {
    for (const { object, statement } of created(trace, 'constraint'))
      if (object.type === 'foreign key' && /ON (?:DELETE|UPDATE) SET NULL(?! \()/.test(object.definition))
        for (const column of keyColumns(trace.after, object))
          if (isNotNull(trace.after, column))
            yield {
              statement,
              message: `${named(object.on)}.${column.name} is set to null by ${object.name}, but is NOT NULL`,
              cure: 'Make it nullable, or use ON DELETE CASCADE or RESTRICT.',
            }
  },
}
