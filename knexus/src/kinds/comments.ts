import { addresses } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { quoteLiteral } from '../base/sql.ts'

/** A comment on an object of any kind that COMMENT ON accepts. */
export interface Comment {
  readonly kind: 'comment'
  /** The object it describes: `COLUMN public.users.email`. */
  readonly on: Address
  /**
   * What it describes, as COMMENT ON writes it, if that is only a part of `on`: the index of a constraint, the
   * sequence of an identity column.
   */
  readonly part: string | null
  /**
   * The comment that PostgreSQL itself sets, from an extension's control file or on the `public` of a new
   * database. Only read.
   */
  readonly standard?: string | null
  /** Empty if the standard comment was removed. */
  readonly text: string
}

export const commentKind = defineKind<Comment, 'on' | 'part', 'standard'>({
  kind: 'comment',
  facts: {
    standard: "it is what stands there without anybody's comment",
  },
  refs: ['on'],
  catalog,

  address: (comment) => `COMMENT ON ${target(comment)}`,
  relations: (comment) => [{ as: 'part of', to: comment.on }],
  apart: () => true,

  create: comment,
  drop: (object) => [
    { sql: `COMMENT ON ${target(object)} IS ${object.standard ? quoteLiteral(object.standard) : 'NULL'}` },
  ],
  alter: { text: comment },
})

function target({ on, part }: Comment): string {
  return part ?? on
}

function comment(object: Comment): Statement[] {
  return [{ sql: `COMMENT ON ${target(object)} IS ${quoteLiteral(object.text)}` }]
}

/** The comments of `pg_description` on what people made, but those that are standard, and those on the members of extensions. */
function catalog(): string {
  return `
    WITH standard AS (
      SELECT 'pg_extension'::regclass AS classoid, e.oid AS objoid, f.comment AS standard
      FROM pg_extension e JOIN pg_available_extensions() f ON f.name = e.extname
      WHERE f.comment IS NOT NULL
      UNION ALL
      SELECT 'pg_namespace'::regclass, n.oid, 'standard public schema' FROM pg_namespace n WHERE n.nspname = 'public'
    ),
    described AS (
      SELECT classoid, objoid, COALESCE(d.objsubid, 0) AS objsubid, s.standard, COALESCE(d.description, '') AS description
      FROM pg_description d FULL JOIN standard s USING (classoid, objoid)
      WHERE (objoid >= 16384 OR s.standard IS NOT NULL) AND d.description IS DISTINCT FROM s.standard
        AND classoid <> 'pg_largeobject'::regclass
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = classoid AND e.objid = objoid AND e.deptype = 'e')
    )
    SELECT CASE WHEN i.objid IS NOT NULL THEN i.refclassid::regclass || ':' || i.refobjid || ':' || i.refobjsubid
                WHEN x.oid IS NOT NULL THEN 'pg_class:' || x.conrelid || ':' || x.conkey[1]
                ELSE d.classoid::regclass || ':' || d.objoid || ':' || d.objsubid END AS on,
           CASE WHEN i.classid = 'pg_type'::regclass THEN ${addresses.type.sql('i.objid::regtype')}
                WHEN i.objid IS NOT NULL THEN CASE c.relkind WHEN 'S'
                  THEN ${addresses.sequence.sql('i.objid::regclass')}
                  ELSE ${addresses.index.sql('i.objid::regclass')} END
                WHEN x.oid IS NOT NULL THEN ${addresses.constraint.sql('x.conname', 'x.conrelid::regclass')} END AS part,
           d.standard, d.description AS text
    FROM described d
    LEFT JOIN pg_depend i ON d.classoid IN ('pg_class'::regclass, 'pg_type'::regclass) AND d.objsubid = 0
      AND i.classid = d.classoid AND i.objid = d.objoid AND i.objsubid = 0 AND i.deptype = 'i'
    LEFT JOIN pg_class c ON i.classid = 'pg_class'::regclass AND c.oid = i.objid
    LEFT JOIN pg_constraint x ON d.classoid = 'pg_constraint'::regclass AND x.oid = d.objoid AND x.contype = 'n'
      AND x.conrelid <> 0
    ORDER BY d.classoid, d.objoid, d.objsubid`
}
