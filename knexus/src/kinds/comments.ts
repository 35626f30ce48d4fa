import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { text } from '../base/sql.ts'

/** A comment, on an object of any kind that COMMENT ON can name. */
export interface Comment {
  readonly kind: 'comment'
  /** The object it describes: `COLUMN public.users.email`. */
  readonly on: Address
  /** As COMMENT ON writes what it describes, where that is only a part of `on`: the index of a constraint, the sequence of an identity column. */
  readonly part: string | null
  readonly text: string
}

export const commentKind = defineKind<Comment, 'on' | 'part'>({
  kind: 'comment',
  refs: ['on'],
  catalog,

  address: (comment) => `COMMENT ON ${target(comment)}`,
  parent: (comment) => comment.on,

  create: comment,
  drop: (object) => [{ sql: `COMMENT ON ${target(object)} IS NULL` }],
  alter: { text: comment },
})

function target({ on, part }: Comment): string {
  return part ?? on
}

function comment(object: Comment): Statement[] {
  return [{ sql: `COMMENT ON ${target(object)} IS ${text(object.text)}` }]
}

/**
 * The comments of `pg_description` on what people made. Left out are the comment every new `public` has, an extension's own
 * comment (its control file brings it), and what the extensions' members are said to be.
 */
function catalog(): string {
  return `
    WITH described AS (
      SELECT d.*, d.classoid::regclass::text AS class
      FROM pg_description d
      WHERE (d.objoid >= 16384 OR d.classoid IN ('pg_namespace'::regclass, 'pg_extension'::regclass))
        AND d.classoid <> 'pg_largeobject'::regclass
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
    )
    SELECT CASE WHEN i.objid IS NOT NULL THEN i.refclassid::regclass || ':' || i.refobjid || ':' || i.refobjsubid
                WHEN x.oid IS NOT NULL THEN 'pg_class:' || x.conrelid || ':' || x.conkey[1]
                ELSE d.class || ':' || d.objoid || ':' || d.objsubid END AS on,
           CASE WHEN i.classid = 'pg_type'::regclass THEN 'TYPE ' || i.objid::regtype
                WHEN i.objid IS NOT NULL THEN CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'INDEX ' END || i.objid::regclass
                WHEN x.oid IS NOT NULL THEN 'CONSTRAINT ' || quote_ident(x.conname) || ' ON ' || x.conrelid::regclass END AS part,
           d.description AS text
    FROM described d
    LEFT JOIN pg_depend i ON d.class IN ('pg_class', 'pg_type') AND d.objsubid = 0
      AND i.classid = d.classoid AND i.objid = d.objoid AND i.objsubid = 0 AND i.deptype = 'i'
    LEFT JOIN pg_class c ON i.classid = 'pg_class'::regclass AND c.oid = i.objid
    LEFT JOIN pg_constraint x ON d.class = 'pg_constraint' AND x.oid = d.objoid AND x.contype = 'n' AND x.conrelid <> 0
    LEFT JOIN pg_namespace s ON d.class = 'pg_namespace' AND s.oid = d.objoid
    WHERE (s.oid IS NULL OR s.nspname <> 'public' AND s.oid >= 16384 OR s.nspname = 'public' AND d.description <> 'standard public schema')
      AND NOT (d.class = 'pg_extension' AND EXISTS (
        SELECT FROM pg_extension e JOIN pg_available_extensions() f ON f.name = e.extname WHERE e.oid = d.objoid AND f.comment = d.description))
    ORDER BY d.classoid, d.objoid, d.objsubid`
}
