import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const timeWithZone: Rule = {
  name: 'time-with-zone',
  group: 'types and style',
  severity: 'note',
  why: 'An offset without a date means little, because it says nothing about daylight saving time.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE items (v timetz)`] },
  good: { statements: [`CREATE TABLE items (v time)`] },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'column'))
      if (/^time(?:\(\d\))? with time zone/.test(object.type))
        yield {
          statement,
          message: `${named(address)} is a time with time zone`,
          cure: 'Use timestamptz, or time with the name of the zone in another column.',
        }
  },
}
