import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const timestampWithoutZone: Rule = {
  name: 'timestamp-without-zone',
  group: 'types and style',
  severity: 'note',
  why: 'A timestamp without a time zone means a different moment in each session.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE items (v timestamp)`] },
  good: { statements: [`CREATE TABLE items (v timestamptz)`] },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'column'))
      if (/^timestamp(?:\(\d\))? without time zone/.test(object.type))
        yield { statement, message: `${named(address)} is a timestamp without time zone`, cure: 'Use timestamptz.' }
  },
}
