import { named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const dropEnumLabel: Rule = {
  name: 'drop-enum-label',
  group: 'data loss',
  severity: 'error',
  why: 'Rows that hold the label, and code that writes it, are left without a valid value.',
  before: `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE people (m mood)`,
  bad: {
    statements: [
      `UPDATE people SET m = 'good' WHERE m = 'bad'`,
      `ALTER TYPE mood RENAME TO mood_old`,
      `CREATE TYPE mood AS ENUM ('good')`,
      `ALTER TABLE people ALTER m TYPE mood USING m::text::mood`,
      `DROP TYPE mood_old`,
    ],
  },
  good: { statements: [`ALTER TYPE mood ADD VALUE 'fine'`] },
  *find(trace) {
    const labels = (schema: typeof trace.before) =>
      new Map(
        [...schema].flatMap(([address, object]) => (object.kind === 'enum' ? [[address, object.labels] as const] : [])),
      )
    const after = labels(trace.after)
    for (const [address, before] of labels(trace.before)) {
      const now = after.get(address)
      if (!now) continue
      const gone = before.filter((label) => !now.includes(label))
      if (gone.length > now.filter((label) => !before.includes(label)).length)
        yield {
          message: `${named(address)} loses ${gone.map((label) => `'${label}'`).join(', ')}`,
          cure: 'Map the rows to another label in the same migration, after code no longer writes it.',
        }
    }
  },
}
