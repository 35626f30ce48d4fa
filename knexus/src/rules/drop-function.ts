import { dropped, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const dropFunction: Rule = {
  name: 'drop-function',
  group: 'running code',
  severity: 'warning',
  why: 'Running code that calls the function fails until it is deployed again.',
  before:
    `CREATE TABLE orders (id bigint PRIMARY KEY); CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS ` +
    `'BEGIN RETURN NEW; END'; CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION noted(); ` +
    `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2'`,
  bad: { statements: [`DROP FUNCTION twice(int)`] },
  good: {
    statements: [
      `DROP TRIGGER note ON orders`,
      `DROP FUNCTION noted()`,
      `CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n + n'`,
    ],
  },
  *find(trace) {
    for (const { object, address, statement } of dropped(trace, 'function'))
      if (!trace.after.has(address) && !/\btrigger$/.test(object.returns ?? ''))
        yield {
          statement,
          message: `${named(address)} is dropped`,
          cure: 'First deploy code that no longer calls it, and drop it in a later migration.',
        }
  },
}
