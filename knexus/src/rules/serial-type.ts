import { isWord } from '../base/tokens.ts'
import { parsed } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

const SERIALS = ['SERIAL', 'BIGSERIAL', 'SMALLSERIAL', 'SERIAL4', 'SERIAL8', 'SERIAL2']

export const serialType: Rule = {
  name: 'serial-type',
  group: 'types and style',
  severity: 'note',
  why: 'The sequence of a serial has its own privileges, and an INSERT can set the number without advancing it.',
  before: `SELECT 1`,
  bad: { statements: [`CREATE TABLE visits (id bigserial PRIMARY KEY)`] },
  good: { statements: [`CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)`] },
  *find(trace) {
    for (const [statement, traced] of trace.statements.entries())
      for (const word of parsed(traced).flat())
        if (SERIALS.some((name) => isWord(word, name)))
          yield {
            statement,
            message: `a column is ${word.text}`,
            cure: 'Use bigint GENERATED ALWAYS AS IDENTITY.',
          }
  },
}
