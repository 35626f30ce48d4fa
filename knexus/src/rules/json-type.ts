import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const jsonType: Rule = {
  name: 'json-type',
  group: 'types and style',
  severity: 'note',
  why: 'json stores text and parses it at every access; it has no equality operator and no index support.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE items (v json)`] },
  good: { statements: [`CREATE TABLE items (v jsonb)`] },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'column'))
      if (/^json(?:\[\])?$/.test(object.type))
        yield { statement, message: `${named(address)} is json`, cure: 'Use jsonb.' }
  },
}
