import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const charType: Rule = {
  name: 'char-type',
  group: 'types and style',
  severity: 'note',
  why: 'char(n) pads values with spaces, returns the padding with them, and ignores it in comparisons.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE items (v char(8))`] },
  good: { statements: [`CREATE TABLE items (v text)`] },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'column'))
      if (object.type.startsWith('character('))
        yield {
          statement,
          message: `${named(address)} is char(n)`,
          cure: 'Use text, with a check constraint if the length matters.',
        }
  },
}
