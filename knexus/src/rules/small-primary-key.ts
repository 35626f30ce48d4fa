import { isNumbered, keyColumns } from './shared/columns.ts'
import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const smallPrimaryKey: Rule = {
  name: 'small-primary-key',
  group: 'types and style',
  severity: 'warning',
  why: 'A 32-bit key runs out after 2,147,483,647 rows, and widening it rewrites the table.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE visits (id serial PRIMARY KEY)`] },
  good: { statements: [`CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)`] },
  *find(trace) {
    for (const { object, statement } of created(trace, 'constraint')) {
      if (object.type !== 'primary key' || trace.before.has(object.on)) continue
      for (const column of keyColumns(trace.after, object))
        if (/^(?:integer|smallint)$/.test(column.type) && isNumbered(trace.after, column))
          yield {
            statement,
            message: `the key ${named(object.on)}.${column.name} is ${column.type}`,
            cure: 'Use bigint: bigint GENERATED ALWAYS AS IDENTITY.',
          }
    }
  },
}
