import { SECRET_OPTION } from '../kinds/shared/foreign-options.ts'

/** Catalogs with an access list, and its column. */
const ACCESS = {
  pg_class: 'relacl',
  pg_proc: 'proacl',
  pg_type: 'typacl',
  pg_language: 'lanacl',
  pg_foreign_data_wrapper: 'fdwacl',
  pg_namespace: 'nspacl',
} as const

const changedAccess = [
  ...Object.entries(ACCESS).map(([catalog, acl]) =>
    changed(catalog, `SELECT o.oid, 0 AS sub, o.${acl} AS acl FROM ${catalog} o`),
  ),
  changed(
    'pg_class',
    `SELECT o.attrelid AS oid, o.attnum::int AS sub, o.attacl AS acl FROM pg_attribute o WHERE o.attacl IS NOT NULL
        OR (o.attrelid, o.attnum) IN (SELECT objoid, objsubid FROM pg_init_privs WHERE objsubid <> 0)`,
  ),
]

/** SQL: the access lists of a catalog that are no longer those that the server or an extension brought. */
function changed(catalog: string, lists: string): string {
  return `
      SELECT '${catalog}'::regclass AS class, o.oid, o.sub FROM (${lists}) o
      LEFT JOIN pg_init_privs i ON i.classoid = '${catalog}'::regclass AND i.objoid = o.oid AND i.objsubid = o.sub
      WHERE o.acl IS DISTINCT FROM i.initprivs AND o.oid <> COALESCE(to_regnamespace('public')::oid, 0)
        AND (o.oid < 16384 OR EXISTS (SELECT FROM pg_depend m WHERE m.classid = '${catalog}'::regclass
          AND m.objid = o.oid AND m.deptype = 'e'))`
}

/** The constraints whose triggers do not fire as usual: of the table that has it, and of the one it refers to. */
const FIRING = `
    SELECT CASE t.tgenabled WHEN 'D' THEN 'DISABLED' WHEN 'R' THEN 'REPLICA' ELSE 'ALWAYS' END || ' TRIGGERS ON '
           || t.tgrelid::regclass || ' OF ' || ${addressOf('i')} AS address, NULL::name AS extension, i.schema
    FROM (SELECT DISTINCT tgrelid, tgconstraint, tgenabled FROM pg_trigger
          WHERE tgisinternal AND tgenabled <> 'O' AND tgconstraint <> 0) t
    CROSS JOIN LATERAL pg_identify_object('pg_constraint'::regclass, t.tgconstraint, 0) c
    CROSS JOIN LATERAL (SELECT c.type, c.identity, n.nspname AS schema FROM pg_class r
      JOIN pg_namespace n ON n.oid = r.relnamespace WHERE r.oid = t.tgrelid) i`

/** SQL, rows of `address`, `extension` and `schema`: what has no kind and hangs on something. */
export const HANGING = `
    SELECT 'SECURITY LABEL ON ' || ${addressOf('i')} AS address,
           ${extensionOf('l.classoid', 'l.objoid', 'i.schema')} AS extension, NULL::text AS schema
    FROM pg_seclabel l CROSS JOIN LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i
    UNION ALL
    SELECT 'PRIVILEGES ON ' || ${addressOf('i')}, ${extensionOf('a.class', 'a.oid', 'i.schema')}, NULL
      FROM (${changedAccess.join('\n      UNION ALL')}
    ) a CROSS JOIN LATERAL pg_identify_object(a.class, a.oid, a.sub) i
    WHERE COALESCE(i.schema, i.identity) <> 'information_schema'
    UNION ALL
    SELECT 'DEPENDENCY OF ' || ${addressOf('i')} || ' ON EXTENSION ' || quote_ident(e.extname), NULL, i.schema
    FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
    CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
    WHERE d.deptype = 'x'
    UNION ALL${FIRING}
    UNION ALL
    SELECT 'OPTION ' || split_part(option, '=', 1) || ' OF USER MAPPING FOR '
           || CASE WHEN umuser = 0 THEN 'PUBLIC' ELSE quote_ident(usename) END || ' SERVER ' || quote_ident(srvname), NULL, NULL
    FROM pg_user_mappings CROSS JOIN LATERAL unnest(umoptions) option WHERE split_part(option, '=', 1) ~* '${SECRET_OPTION}'
    UNION ALL
    SELECT 'SETTING ' || split_part(setting, '=', 1) || CASE WHEN s.setrole = 0 THEN '' ELSE ' OF ROLE ' || s.setrole::regrole END
           || ' IN DATABASE ' || quote_ident(d.datname), NULL, NULL
    FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid CROSS JOIN LATERAL unnest(s.setconfig) setting
    WHERE d.datname = current_database()
    UNION ALL
    SELECT 'PRIVILEGES ON DATABASE ' || quote_ident(datname), NULL, NULL FROM pg_database WHERE datname = current_database()
      AND datacl IS NOT NULL
    UNION ALL
    SELECT 'COMMENT ON DATABASE ' || quote_ident(datname), NULL, NULL FROM pg_database
    WHERE datname = current_database() AND oid >= 16384 AND shobj_description(oid, 'pg_database') IS NOT NULL`

/** SQL: the name of the extension that owns an object, what the object is a part of, or the namespace that it is in. */
export function extensionOf(type: string, oid: string, schema: string): string {
  return `(
      SELECT e.extname FROM pg_depend m JOIN pg_extension e ON e.oid = m.refobjid
      WHERE m.deptype = 'e' AND m.refclassid = 'pg_extension'::regclass
        AND ((m.classid, m.objid) = (${type}, ${oid})
          OR (m.classid, m.objid) = ('pg_namespace'::regclass, (SELECT n.oid FROM pg_namespace n WHERE n.nspname = ${schema}))
          OR (m.classid, m.objid) IN (SELECT d.refclassid, d.refobjid FROM pg_depend d
                                      WHERE (d.classid, d.objid) = (${type}, ${oid}) AND d.deptype IN ('a', 'i')))
      ORDER BY e.extname LIMIT 1)`
}

/** SQL: the address of what `pg_identify_object` found: `CONVERSION public.latin`. */
export function addressOf(alias: string): string {
  return `replace(upper(${alias}.type), '-', ' ') || ' ' || ${alias}.identity`
}
