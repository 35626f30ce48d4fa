import type { DatabaseObject } from '../../base/kind.ts'

/**
 * SQL: whether a column has values of a domain inside another type, an array, a range or a composite. ALTER DOMAIN
 * cannot look at these, and refuses what has to hold for them (`get_rels_with_domain` in PostgreSQL's typecmds.c).
 */
export function boxed(domain: string): string {
  return `EXISTS (
             WITH RECURSIVE holder (type, boxes) AS (
               SELECT ${domain}, false
               UNION
               SELECT o.oid, h.boxes OR o.typtype <> 'd'
               FROM holder h
               JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = h.type
               LEFT JOIN pg_class r ON d.classid = 'pg_class'::regclass AND r.oid = d.objid AND d.objsubid > 0
               JOIN pg_type o ON o.oid = CASE WHEN d.classid = 'pg_type'::regclass THEN d.objid ELSE r.reltype END
             )
             SELECT FROM holder h
             JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = h.type
               AND d.classid = 'pg_class'::regclass AND d.objsubid > 0
             JOIN pg_class r ON r.oid = d.objid AND r.relkind IN ('r', 'p', 'm')
             WHERE h.boxes)`
}

/** Whether that was read of a domain. */
export function isBoxed(domain: DatabaseObject): boolean {
  return 'boxed' in domain && domain.boxed === true
}
