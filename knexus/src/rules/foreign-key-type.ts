import { keyColumns, referencedColumns } from './shared/columns.ts'
import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const foreignKeyType: Rule = {
  name: 'foreign-key-type',
  group: 'types and style',
  severity: 'warning',
  standing: true,
  why: 'A foreign key of another type than its target cannot hold all values of it, or needs a cast in every comparison.',
  before: `CREATE TABLE customers (id bigint PRIMARY KEY)`,
  bad: { statements: [`CREATE TABLE orders (customer_id integer REFERENCES customers (id))`] },
  good: { statements: [`CREATE TABLE orders (customer_id bigint REFERENCES customers (id))`] },
  *find(trace) {
    for (const { object, statement } of created(trace, 'constraint')) {
      if (object.type !== 'foreign key' || object.references === null) continue
      const own = keyColumns(trace.after, object)
      const theirs = referencedColumns(trace.after, object)
      for (const [at, column] of own.entries())
        if (theirs[at] && theirs[at].type !== column.type)
          yield {
            statement,
            message: `${named(object.on)}.${column.name} is ${column.type}, and refers to ${theirs[at].type}`,
            cure: `Make it ${theirs[at].type}.`,
          }
    }
  },
}
