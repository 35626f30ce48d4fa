import { altered } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const renameEnumLabel: Rule = {
  name: 'rename-enum-label',
  group: 'running code',
  severity: 'warning',
  why: 'Code that writes the old label fails at once.',
  before: `CREATE TYPE mood AS ENUM ('good', 'bad')`,
  bad: { statements: [`ALTER TYPE mood RENAME VALUE 'bad' TO 'poor'`] },
  good: { statements: [`ALTER TYPE mood ADD VALUE 'poor'`] },
  *find(trace) {
    for (const { before, object, statement } of altered(trace, 'enum')) {
      const gone = before.labels.find((label) => !object.labels.includes(label))
      if (gone !== undefined && before.labels.length === object.labels.length)
        yield {
          statement,
          message: `the label '${gone}' is renamed`,
          cure: 'Add the new label, switch rows and code to it, and leave the old one unused.',
        }
    }
  },
}
