import { namedRelation } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Statement, type Succession } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { followsZone } from './shared/casts.ts'
import { renaming } from './shared/rename.ts'
import { clause, quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** One attribute of a composite type. */
export interface CompositeAttribute {
  readonly name: string
  /** As `format_type` writes it: `numeric(10,2)`. */
  readonly type: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
}

/**
 * A composite type: `CREATE TYPE address AS (street text, city text)`. Source: `pg_type`, typtype c, and the `pg_class`
 * behind it.
 */
export interface Composite {
  readonly kind: 'composite'
  readonly schema: string
  readonly name: string
  readonly attributes: readonly CompositeAttribute[]
  /** Whether a column may hold it, so that PostgreSQL refuses to change an attribute's type; null when declared. Not compared. */
  readonly held: boolean | null
  /** Whether it has typed tables, whose columns are its attributes. Not compared. */
  readonly typed?: boolean
  /**
   * The types of its attributes, as far as people made them, or the extension that brings one, which has no schema;
   * null when declared. Not compared: the attributes tell it.
   */
  readonly uses: readonly { readonly word: string; readonly schema: string | null; readonly name: string }[] | null
}

export const compositeKind = defineKind<Composite, 'schema' | 'name', 'held' | 'typed' | 'uses'>({
  kind: 'composite',
  facts: {
    held: 'the columns that hold it tell it',
    typed: 'the typed table is compared',
    uses: 'the attributes tell it',
  },
  class: 'pg_type',

  catalog: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, a.attributes, a.uses,
           EXISTS (SELECT FROM pg_depend d LEFT JOIN pg_class h ON d.classid = 'pg_class'::regclass AND h.oid = d.objid
                   WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)
                     AND (h.relkind <> 'v' AND d.objsubid > 0 OR d.classid = 'pg_type'::regclass AND d.deptype = 'n')) AS held,
           EXISTS (SELECT FROM pg_depend d JOIN pg_class h ON d.classid = 'pg_class'::regclass AND h.oid = d.objid
             AND h.reloftype = t.oid
                   WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid = t.oid) AS typed
    FROM pg_type t
    JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
    JOIN pg_namespace n ON n.oid = t.typnamespace
    CROSS JOIN LATERAL (
      SELECT COALESCE(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'collation',
               CASE WHEN a.attcollation <> at.typcollation THEN a.attcollation::regcollation::text END)
                 ORDER BY a.attnum), '[]') AS attributes,
             json_agg(json_build_object(
               'word', CASE WHEN x.extname IS NOT NULL THEN 'EXTENSION' WHEN e.typtype = 'd' THEN 'DOMAIN'
                         WHEN ec.relkind IN ('r', 'p') THEN 'TABLE' WHEN ec.relkind = 'v' THEN 'VIEW'
                         WHEN ec.relkind = 'm' THEN 'MATERIALIZED VIEW' WHEN ec.relkind = 'f' THEN 'FOREIGN TABLE'
                           ELSE 'TYPE' END,
               'schema', CASE WHEN x.extname IS NULL THEN en.nspname END,
               'name', COALESCE(x.extname, e.typname)) ORDER BY en.nspname, e.typname) FILTER (WHERE e.oid >= 16384) AS uses
      FROM pg_attribute a
      JOIN pg_type at ON at.oid = a.atttypid
      JOIN pg_type e ON e.oid = CASE WHEN at.typcategory = 'A' AND at.typelem <> 0 THEN at.typelem ELSE at.oid END
      JOIN pg_namespace en ON en.oid = e.typnamespace
      LEFT JOIN pg_class ec ON ec.oid = e.typrelid
      LEFT JOIN (pg_depend m JOIN pg_extension x ON x.oid = m.refobjid)
        ON m.classid = 'pg_type'::regclass AND m.objid = e.oid AND m.deptype = 'e'
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) a
    WHERE ${userNamespace('n')}
    ORDER BY t.oid`,

  address: (type) => addresses.type(qualifiedName(type.schema, type.name)),
  relations: (type) => [
    ...namedRelation(qualifiedName(type.schema, type.name)),
    ...related(
      'needs',
      type.uses?.map(
        ({ word, schema, name }) => `${word} ${schema === null ? quoteIdent(name) : qualifiedName(schema, name)}`,
      ) ?? [],
    ),
  ],

  create: (type) => [
    {
      sql:
        `CREATE TYPE ${qualifiedName(type.schema, type.name)} AS (` +
        `${type.attributes.map((attribute) => `\n  ${definition(attribute)}`).join(',')}\n)`,
    },
  ],
  drop: (type) => [{ sql: `DROP TYPE ${qualifiedName(type.schema, type.name)}` }],
  rename: (after, before) => renaming('TYPE', before, after),

  alter: { attributes: changeAttributes },
  reshapes: { attributes: true },

  succession,
  renameAway: (type, fresh) => ({
    aside: alter(type, `RENAME TO ${quoteIdent(fresh(type.name))}`),
    drop: [{ sql: `DROP TYPE ${qualifiedName(type.schema, fresh(type.name))}` }],
  }),
})

function definition({ name: attribute, type, collation }: CompositeAttribute, word?: string): string {
  return clause(quoteIdent(attribute), word, type, collation !== null && `COLLATE ${collation}`)
}

function alter(type: Composite, action: string): Statement[] {
  return [{ sql: `ALTER TYPE ${qualifiedName(type.schema, type.name)} ${action}` }]
}

/**
 * In place while no table is made of it, the attributes that stay keep their order, new ones come last, and no column
 * holds one whose type changes.
 */
function changeAttributes(after: Composite, before: Composite): Statement[] | 'recreate' {
  if (before.typed) return 'recreate'
  const wanted = new Map(after.attributes.map((attribute) => [attribute.name, attribute]))
  const known = new Map(before.attributes.map((attribute) => [attribute.name, attribute]))
  const gone = before.attributes.filter((attribute) => !wanted.has(attribute.name))
  const kept = before.attributes.filter((attribute) => wanted.has(attribute.name))
  const added = after.attributes.filter((attribute) => !known.has(attribute.name))
  if ([...kept, ...added].some((attribute, place) => attribute.name !== after.attributes[place]?.name))
    return 'recreate'
  const changed = kept
    .map((attribute) => wanted.get(attribute.name)!)
    .filter((attribute) => definition(attribute) !== definition(known.get(attribute.name)!))
  if (changed.length > 0 && before.held !== false) return 'recreate'
  return [
    ...gone.flatMap((attribute) =>
      alter(after, `DROP ATTRIBUTE ${quoteIdent(attribute.name)}`).map((statement) => ({
        ...statement,
        loses: `the values of ${quoteIdent(attribute.name)} in ${qualifiedName(after.schema, after.name)}`,
      })),
    ),
    ...changed.flatMap((attribute) => alter(after, `ALTER ATTRIBUTE ${definition(attribute, 'TYPE')}`)),
    ...added.flatMap((attribute) => alter(after, `ADD ATTRIBUTE ${definition(attribute)}`)),
  ]
}

/** The text of a value means the same while every attribute keeps its place. */
function succession(after: Composite, before: Composite): Succession {
  const known = new Map(before.attributes.map((attribute) => [attribute.name, attribute]))
  const all = after.attributes.map(({ name, type }) => {
    const old = known.get(name)
    return old === undefined ? { name, type } : { name, type, before: old.type }
  })
  const zoned = all.some(({ type, before: old }) => old !== undefined && followsZone({ type: old }, { type }))
  const stays =
    all.length === before.attributes.length && all.every(({ name }, place) => name === before.attributes[place]!.name)
  return { labels: {}, zoned, moved: stays ? [] : [{ of: qualifiedName(after.schema, after.name), all }] }
}
