import { altered, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const triggerOff: Rule = {
  name: 'trigger-off',
  group: 'constraints',
  severity: 'warning',
  why: 'What the trigger keeps right or writes down is no longer done for new changes.',
  before:
    `CREATE TABLE orders (id bigint PRIMARY KEY); CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS ` +
    `'BEGIN RETURN NEW; END'; CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION noted()`,
  bad: { statements: [`ALTER TABLE orders DISABLE TRIGGER note`] },
  good: { statements: [`ALTER TABLE orders DISABLE TRIGGER note`, `ALTER TABLE orders ENABLE TRIGGER note`] },
  *find(trace) {
    for (const { before, object, address, statement } of altered(trace, 'trigger')) {
      const after = trace.after.get(address)
      if (after?.kind !== 'trigger' || object.enabled === before.enabled || object.enabled !== after.enabled) continue
      if (object.enabled === 'disabled' || object.enabled === 'replica')
        yield {
          statement,
          message: `the trigger ${named(address)} no longer fires`,
          cure: `Switch it on again in this file: ALTER TABLE ${named(object.on)} ENABLE TRIGGER ${object.name}.`,
        }
    }
  },
}
