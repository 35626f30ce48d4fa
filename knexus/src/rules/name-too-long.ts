import { identifierOf } from '../base/tokens.ts'
import { parsed } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

const LONGEST = 63

export const nameTooLong: Rule = {
  name: 'name-too-long',
  group: 'types and style',
  severity: 'warning',
  why:
    'PostgreSQL cuts names off after 63 bytes, so two long names may become the same, and code looks for a name ' +
    'that does not exist.',
  before: `CREATE TABLE orders (id bigint PRIMARY KEY, note text)`,
  bad: { statements: [`ALTER TABLE orders ADD ${'long_'.repeat(14)}name text`] },
  good: { statements: [`ALTER TABLE orders ADD "${'Long_'.repeat(11)}the_name" text`] },
  *find(trace) {
    for (const [statement, traced] of trace.statements.entries())
      for (const token of parsed(traced).flat()) {
        if (token.type !== 'word' && token.type !== 'name') continue
        const name = token.type === 'name' ? identifierOf(token) : token.text
        if (Buffer.byteLength(name) > LONGEST)
          yield {
            statement,
            message: `${name} becomes ${Buffer.from(name).subarray(0, LONGEST).toString()}`,
            cure: 'Choose a name of at most 63 bytes.',
          }
      }
  },
}
