import { addresses } from '../../base/address.ts'

/** SQL: the attributes of a column's NOT NULL, of the rows `a`, `c` and `h` and of those that `notNullJoins` adds. */
export function notNullColumns(version: number): string {
  const own = 'a.attnotnull AS "notNull", a.attnotnull AND h."notNull" IS FALSE AS "notNullOwn"'
  if (version < 18)
    return `${own}, CASE WHEN a.attnotnull AND h."notNull" AND json_array_length(h.parents) > 1
      THEN h."notNullParents" END AS "notNullParents",
           NULL AS "notNullName", NULL AS "notNullUnlike", NULL AS "notNullNameTaken", false AS "notNullNoInherit",
             true AS "notNullValidated", false AS "notNullAhead"`
  return `${own}, NULL AS "notNullParents",
           CASE WHEN nn.conname <> c.relname || '_' || a.attname || '_not_null' AND NOT (octet_length(nn.conname) = 63
             AND nn.conname ~ '_not_null$') THEN nn.conname END AS "notNullName",
           nt.conname IS NOT NULL AND (nn.coninhcount = 0 OR nn.conname <> h."notNullName") AS "notNullNameTaken",
           CASE WHEN nn.oid IS NOT NULL AND c.relhassubclass THEN NULLIF(ARRAY(
             SELECT CASE WHEN c.relkind = 'p' THEN ${addresses.partition.sql('ui.inhrelid::regclass')}
               ELSE ${addresses.inheritance.sql('ui.inhrelid::regclass', 'c.oid::regclass')} END FROM pg_inherits ui
             JOIN pg_attribute ua ON ua.attrelid = ui.inhrelid AND ua.attname = a.attname
             JOIN pg_constraint un ON un.contype = 'n' AND un.conrelid = ui.inhrelid AND un.conkey[1] = ua.attnum
               AND (un.conname <> nn.conname OR un.coninhcount > 1)
             WHERE ui.inhparent = c.oid ORDER BY 1), '{}') END AS "notNullUnlike",
           COALESCE(nn.connoinherit, false) AS "notNullNoInherit", COALESCE(nn.convalidated, true) AS "notNullValidated",
           COALESCE(nn.convalidated AND h."notNullWaits", false) AS "notNullAhead"`
}

/** SQL: the joins that they need. */
export function notNullJoins(version: number): string {
  return version < 18
    ? ''
    : `LEFT JOIN pg_constraint nn ON nn.contype = 'n' AND nn.conrelid = a.attrelid AND nn.conkey[1] = a.attnum
    LEFT JOIN (SELECT connamespace, conname FROM pg_constraint WHERE conname LIKE '%_not_null'
      GROUP BY 1, 2 HAVING count(*) > 1) nt
      ON nt.connamespace = nn.connamespace AND nt.conname = nn.conname`
}
