import { created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const moneyType: Rule = {
  name: 'money-type',
  group: 'types and style',
  severity: 'note',
  why: "The scale and the output of money depend on the server's lc_monetary setting.",
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE items (v money)`] },
  good: { statements: [`CREATE TABLE items (v numeric(12,2))`] },
  *find(trace) {
    for (const { object, address, statement } of created(trace, 'column'))
      if (/^money$/.test(object.type))
        yield { statement, message: `${named(address)} is money`, cure: 'Use numeric, with a currency beside it.' }
  },
}
