import { named } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Remap, type Statement } from '../base/kind.ts'
import { quoteIdent, qualifiedName, quoteLiteral, userNamespace } from '../base/sql.ts'

/** An enumerated type: `CREATE TYPE status AS ENUM ('draft', 'final')`. Source: `pg_type`, `pg_enum`. */
export interface Enum {
  readonly kind: 'enum'
  readonly schema: string
  readonly name: string
  readonly labels: readonly string[]
  /** What the values of removed labels become, if a model says so (`removed`). Not compared, and not read back. */
  readonly removed?: Remap
}

export const enumKind = defineKind<Enum, 'schema' | 'name', 'removed'>({
  kind: 'enum',
  facts: { removed: 'it describes the change, not the result' },
  class: 'pg_type',

  catalog: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, ARRAY(SELECT e.enumlabel::text FROM pg_enum e
      WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e' AND ${userNamespace('n')}
    ORDER BY n.nspname, t.typname`,

  address: (type) => addresses.type(qualifiedName(type.schema, type.name)),
  relations: (type) => [named('type', qualifiedName(type.schema, type.name))],

  create: (type) => [
    {
      sql: `CREATE TYPE ${qualifiedName(type.schema, type.name)} AS ENUM (${type.labels.map(quoteLiteral).join(', ')})`,
    },
  ],
  drop: (type) => [{ sql: `DROP TYPE ${qualifiedName(type.schema, type.name)}` }],
  rename: (after, before) =>
    after.name === before.name
      ? renamedLabels(after, before)
      : [{ sql: `ALTER TYPE ${qualifiedName(before.schema, before.name)} RENAME TO ${quoteIdent(after.name)}` }],

  alter: {
    labels: (after, before) => (isSubsequence(before.labels, after.labels) ? additions(after, before) : 'recreate'),
  },

  values: (type) => ({
    list: type.labels,
    removed: type.removed ?? {},
    saying: (removed) => ({ ...type, removed: { ...type.removed, ...removed } }),
  }),

  renameAway: (type, fresh) => ({
    aside: [{ sql: `ALTER TYPE ${qualifiedName(type.schema, type.name)} RENAME TO ${quoteIdent(fresh(type.name))}` }],
    drop: [{ sql: `DROP TYPE ${qualifiedName(type.schema, fresh(type.name))}` }],
  }),
})

/** Labels with another name in the same place. */
function renamedLabels(after: Enum, before: Enum): Statement[] {
  return before.labels.flatMap((label, place) =>
    after.labels[place] === undefined || after.labels[place] === label
      ? []
      : [
          {
            sql:
              `ALTER TYPE ${qualifiedName(after.schema, after.name)} ` +
              `RENAME VALUE ${quoteLiteral(label)} TO ${quoteLiteral(after.labels[place])}`,
          },
        ],
  )
}

/** Whether every label is kept, in its order: PostgreSQL can add a label anywhere, and neither move nor remove one. */
function isSubsequence(labels: readonly string[], of: readonly string[]): boolean {
  let at = 0
  for (const label of of) if (label === labels[at]) at += 1
  return at === labels.length
}

/** Adds each new label beside the one before it; a new label can be used once the transaction has committed. */
function additions(after: Enum, before: Enum): Statement[] {
  const type = qualifiedName(after.schema, after.name)
  const [first] = before.labels
  return after.labels.flatMap((label, index): Statement[] => {
    if (before.labels.includes(label)) return []
    const place =
      index > 0
        ? ` AFTER ${quoteLiteral(after.labels[index - 1]!)}`
        : first === undefined
          ? ''
          : ` BEFORE ${quoteLiteral(first)}`
    return [{ sql: `ALTER TYPE ${type} ADD VALUE ${quoteLiteral(label)}${place}`, boundary: 'commit' }]
  })
}
