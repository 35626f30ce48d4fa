import { created } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const doubledPrefix: Rule = {
  name: 'doubled-prefix',
  group: 'types and style',
  severity: 'note',
  standing: true,
  why: 'The name already had the prefix of the naming convention, and got it a second time.',
  before: `CREATE TABLE jobs (id bigint PRIMARY KEY, mode text)`,
  bad: { statements: [`ALTER TABLE jobs ADD CONSTRAINT ck_jobs_ck_jobs_mode CHECK (mode <> '') NOT VALID`] },
  good: { statements: [`ALTER TABLE jobs ADD CONSTRAINT ck_jobs_mode CHECK (mode <> '') NOT VALID`] },
  *find(trace) {
    for (const { object, address, statement } of [...created(trace, 'constraint'), ...created(trace, 'index')]) {
      const [, prefix, rest] = /^((?:pk|uq|ck|fk|ix|idx|ex)_.+_)\1(.+)$/.exec(object.name) ?? []
      if (prefix !== undefined && trace.after.has(address))
        yield {
          statement,
          message: `${object.name} has the prefix ${prefix} twice`,
          cure: `Call it ${prefix}${rest}: give the model the short name, or { name } for an exact one.`,
        }
    }
  },
}
