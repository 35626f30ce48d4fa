import { named } from './shared/names.ts'
import { followsZone } from './shared/casts.ts'
import { defineWording, same } from './shared/wording.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** A range type, with the multirange type that PostgreSQL creates for it. Source: `pg_range`. */
export interface Range {
  readonly kind: 'range'
  readonly schema: string
  readonly name: string
  /** The type of its bounds, as `format_type` writes it. */
  readonly subtype: string
  /** The operator class that orders the bounds, as a quoted path; null for the type's own. */
  readonly operatorClass: string | null
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
  /** The function that makes ranges canonical (CANONICAL), as a quoted path. */
  readonly canonical: string | null
  /** The function that computes the distance of two bounds (SUBTYPE_DIFF), as a quoted path. */
  readonly difference: string | null
  /** The name and the namespace of its multirange type. */
  readonly multirange: string
  readonly multirangeSchema: string
}

/** How a model says a range, but for its bounds and its multirange. */
export interface RangeWords {
  /** The operator class that orders the bounds. */
  readonly operatorClass?: string
  readonly collation?: string
  readonly canonical?: string
  readonly difference?: string
}

export const rangeWording = defineWording<Range, RangeWords>()({
  blank: { operatorClass: null, collation: null, canonical: null, difference: null },
  options: { ...same('operatorClass', 'collation', 'canonical', 'difference') },
})

export const rangeKind = defineKind<Range, 'schema' | 'name'>({
  kind: 'range',
  class: 'pg_type',

  catalog: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, format_type(r.rngsubtype, NULL) AS subtype,
           CASE WHEN NOT o.opcdefault THEN quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END AS "operatorClass",
           CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END AS collation,
           NULLIF(r.rngcanonical::regproc::text, '-') AS canonical,
             NULLIF(r.rngsubdiff::regproc::text, '-') AS difference, m.typname AS multirange, mn.nspname AS "multirangeSchema"
    FROM pg_range r
    JOIN pg_type t ON t.oid = r.rngtypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type s ON s.oid = r.rngsubtype
    JOIN pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_namespace mn ON mn.oid = m.typnamespace
    JOIN pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_namespace opn ON opn.oid = o.opcnamespace
    WHERE ${userNamespace('n')}
    ORDER BY t.oid`,

  address: (range) => addresses.type(qualifiedName(range.schema, range.name)),
  relations: (range) => [
    named('type', qualifiedName(range.schema, range.name)),
    named('type', qualifiedName(range.multirangeSchema, range.multirange)),
  ],

  create: (range) => [
    {
      sql: `CREATE TYPE ${qualifiedName(range.schema, range.name)} AS RANGE (${[
        `subtype = ${range.subtype}`,
        range.operatorClass !== null && `subtype_opclass = ${range.operatorClass}`,
        range.collation !== null && `collation = ${range.collation}`,
        range.canonical !== null && `canonical = ${range.canonical}`,
        range.difference !== null && `subtype_diff = ${range.difference}`,
        `multirange_type_name = ${qualifiedName(range.multirangeSchema, range.multirange)}`,
      ]
        .filter(Boolean)
        .join(', ')})`,
    },
  ],
  drop: (range) => [{ sql: `DROP TYPE ${qualifiedName(range.schema, range.name)}` }],
  rename: (after, before) => [
    ...(after.name === before.name
      ? []
      : [
          ...renameType(qualifiedName(before.schema, before.name), after.name),
          ...constructors(before, after.name)
            .filter(([, called]) => called === before.name)
            .map((constructor) => renameConstructor(constructor, after.name)),
        ]),
    ...(after.schema === before.schema
      ? []
      : [{ sql: `ALTER TYPE ${qualifiedName(before.schema, after.name)} SET SCHEMA ${quoteIdent(after.schema)}` }]),
  ],

  alter: {
    subtype: 'recreate',
    operatorClass: 'recreate',
    collation: 'recreate',
    canonical: 'recreate',
    difference: 'recreate',
    multirange: (after, before) => [
      ...renameType(qualifiedName(before.multirangeSchema, before.multirange), after.multirange),
      ...constructors(before, after.name)
        .filter(([, called]) => called === before.multirange)
        .map((constructor) => renameConstructor(constructor, after.multirange)),
    ],
    multirangeSchema: 'recreate',
  },

  succession: (after, before) => ({ zoned: followsZone({ type: before.subtype }, { type: after.subtype }) }),
  renameAway: (range, fresh) => ({
    aside: [
      ...renameType(qualifiedName(range.schema, range.name), fresh(range.name)),
      ...renameType(qualifiedName(range.multirangeSchema, range.multirange), fresh(range.multirange)),
      ...constructors(range, fresh(range.name)).map((constructor) =>
        renameConstructor(constructor, fresh(constructor[1])),
      ),
    ],
    drop: [{ sql: `DROP TYPE ${qualifiedName(range.schema, fresh(range.name))}` }],
  }),
})

function renameType(type: string, called: string): Statement[] {
  return [{ sql: `ALTER TYPE ${type} RENAME TO ${quoteIdent(called)}` }]
}

type Constructor = readonly [schema: string, name: string, args: string]

/**
 * The functions that PostgreSQL made with the types, which keep their names when the types are renamed; `now` is the
 * name that the range type has got.
 */
function constructors(range: Range, now: string): readonly Constructor[] {
  const type = qualifiedName(range.schema, now)
  return [
    [range.schema, range.name, `${range.subtype}, ${range.subtype}`],
    [range.schema, range.name, `${range.subtype}, ${range.subtype}, text`],
    [range.multirangeSchema, range.multirange, ''],
    [range.multirangeSchema, range.multirange, type],
    [range.multirangeSchema, range.multirange, `VARIADIC ${type}[]`],
  ]
}

function renameConstructor([schema, called, args]: Constructor, now: string): Statement {
  return { sql: `ALTER FUNCTION ${qualifiedName(schema, called)}(${args}) RENAME TO ${quoteIdent(now)}` }
}
