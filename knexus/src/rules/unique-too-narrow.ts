import { addresses } from '../base/address.ts'
import { quoteIdent } from '../base/sql.ts'
import { indexKeys } from './shared/columns.ts'
import { created, isInUse, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const uniqueTooNarrow: Rule = {
  name: 'unique-too-narrow',
  group: 'constraints',
  severity: 'note',
  standing: true,
  why:
    'A column that tells rows apart often belongs in the key: without it, two rows that differ only in this column ' +
    'are refused.',
  before:
    `CREATE TYPE place AS ENUM ('global', 'arm'); CREATE TABLE facts (id bigint PRIMARY KEY, study bigint NOT ` +
    'NULL, key text NOT NULL, UNIQUE (study, key))',
  bad: { statements: [`ALTER TABLE facts ADD place place NOT NULL DEFAULT 'global'`] },
  good: {
    statements: [
      `ALTER TABLE facts ADD place place NOT NULL DEFAULT 'global'`,
      `CREATE UNIQUE INDEX CONCURRENTLY facts_place_key ON facts (study, key, place)`,
    ],
    transaction: false,
  },
  *find(trace) {
    for (const { object, statement } of created(trace, 'column')) {
      if (!object.notNull || !isInUse(trace, object.on)) continue
      if (trace.after.get(addresses.type(object.type))?.kind !== 'enum') continue
      const keys = indexKeys(trace.after, object.on, true).filter((columns) => columns.length > 1)
      if (keys.length !== 1 || keys[0]!.includes(quoteIdent(object.name))) continue
      yield {
        statement,
        message: `${named(object.on)}.${object.name} is not part of the table's only multi-column key, (${keys[0]!.join(', ')})`,
        cure: `Widen the key by ${object.name}, unless rows that differ in it alone are to be refused.`,
      }
    }
  },
}
