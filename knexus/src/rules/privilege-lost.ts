import { altered, created, dropped, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const privilegeLost: Rule = {
  name: 'privilege-lost',
  group: 'running code',
  severity: 'warning',
  why: 'Running code that connects as this role fails where it needs the privilege.',
  before: `CREATE TABLE orders (id bigint PRIMARY KEY); GRANT SELECT, INSERT ON orders TO PUBLIC`,
  bad: { statements: [`REVOKE INSERT ON orders FROM PUBLIC`] },
  good: { statements: [`CREATE TABLE notes (id bigint PRIMARY KEY)`, `REVOKE ALL ON notes FROM PUBLIC`] },
  *find(trace) {
    const changes = [
      ...[...altered(trace, 'privilege')].map((one) => ({
        ...one,
        had: one.before.privileges,
        has: one.object.privileges,
      })),
      ...[...dropped(trace, 'privilege')].map((one) => ({
        ...one,
        had: one.object.privileges,
        has: one.object.standard,
      })),
      ...[...created(trace, 'privilege')].map((one) => ({
        ...one,
        had: one.object.initial,
        has: one.object.privileges,
      })),
    ]
    for (const { object, had, has, statement } of changes) {
      const lost = had.filter((one) => !has.includes(one) && one !== 'CREATE')
      if (lost.length > 0 && trace.before.has(object.on) && trace.after.has(object.on))
        yield {
          statement,
          message: `${object.role} loses ${lost.join(', ')} on ${named(object.on)}`,
          cure: 'First deploy code that does without it, or connects as another role.',
        }
    }
  },
}
