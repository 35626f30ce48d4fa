import { addresses } from '../base/address.ts'
import { named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const foreignKeyOff: Rule = {
  name: 'foreign-key-off',
  group: 'constraints',
  severity: 'error',
  why: 'In the meantime rows without a parent are accepted, and switching it on again checks none of them.',
  before:
    'CREATE TABLE orders (id bigint PRIMARY KEY); CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint ' +
    'CONSTRAINT of_order REFERENCES orders (id)); CREATE INDEX ON items (order_id)',
  bad: { statements: [`ALTER TABLE items DISABLE TRIGGER ALL`, `ALTER TABLE items ENABLE TRIGGER ALL`] },
  good: { statements: [`ALTER TABLE items DISABLE TRIGGER USER`, `ALTER TABLE items ENABLE TRIGGER USER`] },
  *find(trace) {
    for (const [statement, { besides }] of trace.statements.entries())
      for (const { address, after } of besides)
        if (addresses.constraint.is(address) && after !== undefined && trace.before.has(address))
          yield {
            statement,
            message: `the triggers of the foreign key ${named(address)} fire ${after}`,
            cure: 'DISABLE TRIGGER USER spares foreign keys. Deferred ones take rows in any order until commit.',
          }
  },
}
