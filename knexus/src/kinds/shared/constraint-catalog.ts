import { optionsOf, ref, userNamespace } from '../../base/sql.ts'

/**
 * SQL: the constraints of a database. A foreign key of a partition that its parent's made is not an object; a primary
 * key of a partition is one, and is attached. What a child only inherits is as valid as its parent's: made later than a
 * NOT VALID one, it is valid for want of rows, and pg_dump does not tell.
 */
export function constraintCatalog(version: number): string {
  return `
    SELECT x.oid, ${ref('pg_class', 'x.conrelid')} AS on, n.nspname AS schema, c.relname AS table, x.conname AS name,
           CASE x.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f'
             THEN 'foreign key' ELSE 'exclude' END AS type,
           regexp_replace(pg_get_constraintdef(x.oid), '( NOT VALID| NOT ENFORCED)$', '') AS definition,
           CASE WHEN x.conislocal THEN x.convalidated ELSE COALESCE(h.validated, x.convalidated) END AS validated,
             ${version >= 18 ? 'x.conenforced' : 'true'} AS enforced,
           CASE WHEN i.reloptions IS NULL THEN '{}' ELSE ${optionsOf('i.reloptions')} END AS with, s.spcname AS tablespace,
           x.contype = 'f' AND c.relpersistence = 'u' AS unlogged,
           CASE WHEN x.contype = 'f' THEN ${ref('pg_class', 'x.confrelid')} END AS references,
           CASE WHEN x.contype = 'f' THEN ARRAY(SELECT k.inhrelid::regclass::text FROM pg_inherits k
             WHERE k.inhparent = x.conindid ORDER BY 1) ELSE '{}' END AS "keyParts",
           CASE WHEN h.parents IS NOT NULL THEN json_build_object('from', h.parents, 'local', x.conislocal, 'partition',
             c.relispartition) END AS inherited,
           c.relkind = 'p' AS partitioned, w."attachedTo", x.contype <> 'u' OR k.count = 1 AS alone
    FROM pg_constraint x
    JOIN pg_class c ON c.oid = x.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_class i ON i.oid = x.conindid AND x.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
    LEFT JOIN (SELECT a.inhrelid, json_build_object('schema', an.nspname, 'name', ai.relname) AS "attachedTo"
      FROM pg_inherits a JOIN pg_class ai ON ai.oid = a.inhparent AND ai.relkind = 'I'
               JOIN pg_namespace an ON an.oid = ai.relnamespace
                 WHERE NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = ai.oid AND o.contype <> 'f')) w
                 ON w.inhrelid = i.oid
    LEFT JOIN (SELECT conrelid, conkey, count(*) FROM pg_constraint WHERE contype IN ('p', 'u') GROUP BY conrelid,
      conkey) k ON k.conrelid = x.conrelid AND k.conkey = x.conkey
    LEFT JOIN (SELECT y.oid, json_agg(json_build_object('schema', pn.nspname, 'table', p.relname, 'name',
      px.conname)) AS parents, bool_and(px.convalidated) AS validated
               FROM pg_constraint y
               JOIN pg_inherits i ON i.inhrelid = y.conrelid
               JOIN pg_constraint px ON px.conrelid = i.inhparent
                 AND (px.oid = y.conparentid OR y.contype = 'c' AND px.contype = 'c' AND px.conname = y.conname)
               JOIN pg_class p ON p.oid = px.conrelid
               JOIN pg_namespace pn ON pn.oid = p.relnamespace
               WHERE y.coninhcount > 0
               GROUP BY y.oid) h ON h.oid = x.oid
    WHERE x.contype IN ('p', 'u', 'c', 'f', 'x') AND NOT (x.contype = 'f' AND x.conparentid <> 0)
      AND c.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname, x.contype = 'f', x.contype = 'c', x.contype <> 'p', x.conname`
}
