import { addresses } from '../base/address.ts'
import type { Address } from '../base/kind.ts'

/** Something that no kind covers, before and after a statement. Undefined is what PostgreSQL begins with. */
export interface Beside {
  readonly address: Address
  readonly before: string | undefined
  readonly after: string | undefined
}

/** How triggers of foreign keys fire, the privileges on PostgreSQL's own objects, and what switches triggers off in a session. */
export type Besides = ReadonlyMap<Address, string>

/** The setting that makes a session skip foreign keys and triggers, as it is told here. */
export const ROLE_OF_REPLICATION = 'SETTING session_replication_role'

/** How the privileges on an object are told here: `PRIVILEGES ON function pg_sleep(double precision)`. */
export const PRIVILEGES = 'PRIVILEGES ON '

const path = `quote_ident(n.nspname) || '.' || quote_ident(c.relname)`

const BESIDES = `
  SELECT '${ROLE_OF_REPLICATION}' AS address, current_setting('session_replication_role') AS value
  UNION ALL
  SELECT ${addresses.constraint.sql('o.conname', path)}, string_agg(DISTINCT CASE t.tgenabled WHEN 'D' THEN 'never'
    WHEN 'R' THEN 'only while changes are replicated' ELSE 'also while changes are replicated' END, ', ')
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_constraint o ON o.oid = t.tgconstraint
    JOIN pg_catalog.pg_class c ON c.oid = o.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE t.tgisinternal AND t.tgenabled <> 'O' AND o.contype = 'f' GROUP BY 1
  UNION ALL
  SELECT '${PRIVILEGES}' || d.type || ' ' || d.identity, COALESCE(a.acl::text, '')
  FROM (${[
    ['pg_proc', 'proacl'],
    ['pg_class', 'relacl'],
    ['pg_namespace', 'nspacl'],
  ]
    .map(
      ([catalog, acl]) => `
    SELECT '${catalog}'::regclass AS class, o.oid, o.${acl} AS acl FROM pg_catalog.${catalog} o
      LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = '${catalog}'::regclass AND i.objoid = o.oid AND i.objsubid = 0
    WHERE o.oid < 16384 AND o.${acl} IS DISTINCT FROM i.initprivs AND o.oid <> COALESCE(to_regnamespace('public')::oid, 0)`,
    )
    .join(' UNION ALL')}) a CROSS JOIN LATERAL pg_identify_object(a.class, a.oid, 0) d`

/** Reads them in the session that a statement ran in. */
export async function besides(query: (sql: string) => Promise<unknown>): Promise<Besides> {
  const { rows } = (await query(BESIDES)) as { rows: { address: string; value: string }[] }
  return new Map(rows.map(({ address, value }) => [address, value]))
}

/** What differs between two readings. */
export function besidesBetween(before: Besides, after: Besides): Beside[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((address) => ({ address, before: before.get(address), after: after.get(address) }))
    .filter((one) => one.before !== one.after)
}
