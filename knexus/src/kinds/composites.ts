import { defineKind, type Statement } from '../base/kind.ts'
import { clause, name, path, userNamespace } from '../base/sql.ts'

/** One attribute of a composite type. */
export interface CompositeAttribute {
  readonly name: string
  /** As `format_type` writes it: `numeric(10,2)`. */
  readonly type: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
}

/** A composite type: `CREATE TYPE address AS (street text, city text)`. Source: `pg_type`, typtype c, and the `pg_class` behind it. */
export interface Composite {
  readonly kind: 'composite'
  readonly schema: string
  readonly name: string
  readonly attributes: readonly CompositeAttribute[]
  /** Whether a column may hold it, so that PostgreSQL refuses to change an attribute's type; null when declared. Not compared. */
  readonly held: boolean | null
}

export const compositeKind = defineKind<Composite, 'schema' | 'name' | 'held'>({
  kind: 'composite',
  class: 'pg_type',

  catalog: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, a.attributes,
           EXISTS (SELECT FROM pg_depend d LEFT JOIN pg_class h ON d.classid = 'pg_class'::regclass AND h.oid = d.objid
                   WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)
                     AND (h.relkind <> 'v' AND d.objsubid > 0 OR d.classid = 'pg_type'::regclass AND d.deptype = 'n')) AS held
    FROM pg_type t
    JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
    JOIN pg_namespace n ON n.oid = t.typnamespace
    CROSS JOIN LATERAL (
      SELECT COALESCE(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'collation',
               CASE WHEN a.attcollation <> at.typcollation THEN a.attcollation::regcollation::text END) ORDER BY a.attnum), '[]') AS attributes
      FROM pg_attribute a
      JOIN pg_type at ON at.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) a
    WHERE ${userNamespace('n')}
    ORDER BY t.oid`,

  address: (type) => `TYPE ${path(type.schema, type.name)}`,
  claims: (type) => [`relation ${path(type.schema, type.name)}`, `type ${path(type.schema, type.name)}`],

  create: (type) => [{ sql: `CREATE TYPE ${path(type.schema, type.name)} AS (${type.attributes.map((attribute) => `\n  ${definition(attribute)}`).join(',')}\n)` }],
  drop: (type) => [{ sql: `DROP TYPE ${path(type.schema, type.name)}` }],
  rename: (after, before) => [
    ...(after.name === before.name ? [] : alter(before, `RENAME TO ${name(after.name)}`)),
    ...(after.schema === before.schema ? [] : alter({ ...before, name: after.name }, `SET SCHEMA ${name(after.schema)}`)),
  ],

  alter: { attributes: changeAttributes },
  reshapes: ['attributes'],

  aside: (type) => ({
    aside: alter(type, `RENAME TO ${name(`${type.name}__old`)}`),
    drop: [{ sql: `DROP TYPE ${path(type.schema, `${type.name}__old`)}` }],
  }),
})

function definition({ name: attribute, type, collation }: CompositeAttribute, word?: string): string {
  return clause(name(attribute), word, type, collation !== null && `COLLATE ${collation}`)
}

function alter(type: Composite, action: string): Statement[] {
  return [{ sql: `ALTER TYPE ${path(type.schema, type.name)} ${action}` }]
}

/** In place while the attributes that stay keep their order, new ones come last, and no column holds one whose type changes. */
function changeAttributes(after: Composite, before: Composite): Statement[] | 'recreate' {
  const wanted = new Map(after.attributes.map((attribute) => [attribute.name, attribute]))
  const known = new Map(before.attributes.map((attribute) => [attribute.name, attribute]))
  const gone = before.attributes.filter((attribute) => !wanted.has(attribute.name))
  const kept = before.attributes.filter((attribute) => wanted.has(attribute.name))
  const added = after.attributes.filter((attribute) => !known.has(attribute.name))
  if ([...kept, ...added].some((attribute, place) => attribute.name !== after.attributes[place]?.name)) return 'recreate'
  const changed = kept.map((attribute) => wanted.get(attribute.name)!).filter((attribute) => definition(attribute) !== definition(known.get(attribute.name)!))
  if (changed.length > 0 && before.held !== false) return 'recreate'
  return [
    ...gone.flatMap((attribute) => alter(after, `DROP ATTRIBUTE ${name(attribute.name)}`)
      .map((statement) => ({ ...statement, loses: `the values of ${name(attribute.name)} in ${path(after.schema, after.name)}` }))),
    ...changed.flatMap((attribute) => alter(after, `ALTER ATTRIBUTE ${definition(attribute, 'TYPE')}`)),
    ...added.flatMap((attribute) => alter(after, `ADD ATTRIBUTE ${definition(attribute)}`)),
  ]
}
