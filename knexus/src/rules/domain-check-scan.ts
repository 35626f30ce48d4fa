import { begins, isInUse, named, parsed } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const domainCheckScan: Rule = {
  name: 'domain-check-scan',
  group: 'locks',
  severity: 'warning',
  weighs: 'work',
  why: 'Every table with a column of this domain is read while it is locked against writes.',
  before: `CREATE DOMAIN code AS text; CREATE TABLE studies (id bigint PRIMARY KEY, code code)`,
  bad: { statements: [`ALTER DOMAIN code ADD CONSTRAINT filled CHECK (value <> '')`] },
  good: { statements: [`ALTER DOMAIN code ADD CONSTRAINT filled CHECK (value <> '') NOT VALID`] },
  *find(trace) {
    for (const [statement, traced] of trace.statements.entries())
      if (parsed(traced).some((words) => begins(words, 'ALTER', 'DOMAIN')))
        for (const { relation } of traced.scans)
          if (isInUse(trace, relation))
            yield {
              statement,
              message: `the new check of the domain reads all of ${named(relation)}`,
              cure: 'Add it NOT VALID, and ALTER DOMAIN ... VALIDATE CONSTRAINT in a later file.',
            }
  },
}
