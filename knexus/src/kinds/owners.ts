import { addresses } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { quoteIdent } from '../base/sql.ts'

/** The owner of an object, if it is another role than the connected one. */
export interface Owner {
  readonly kind: 'owner'
  /** The object that is owned: `TABLE public.users`. */
  readonly on: Address
  /** The role's name, unquoted. Roles belong to the cluster: it must exist. */
  readonly role: string
}

export const ownerKind = defineKind<Owner, 'on'>({
  kind: 'owner',
  refs: ['on'],
  ambient: true,
  catalog,

  address: (owner) => addresses.owner(owner.on),
  relations: (owner) => [{ as: 'part of', to: owner.on }],

  create: (owner) => give(owner.on, quoteIdent(owner.role)),
  drop: (owner) => give(owner.on, 'CURRENT_USER'),
  alter: { role: (after) => give(after.on, quoteIdent(after.role)) },

  // What the old and the new owner were granted becomes one.
  reshapes: { role: true },
})

function give(on: Address, role: string): Statement[] {
  return [{ sql: `ALTER ${on} OWNER TO ${role}` }]
}

/** What is owned: the catalog, its column with the owner, and the rows whose owner is their own. */
const OWNED = [
  [
    'pg_namespace',
    'nspowner',
    `nspname !~ '^pg_' AND NOT (nspname = 'public' AND nspowner IN (10, COALESCE(to_regrole('pg_database_owner')::oid, 0)))`,
  ],
  [
    'pg_class',
    'relowner',
    `relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
        AND NOT EXISTS (SELECT FROM pg_depend s
          WHERE s.classid = 'pg_class'::regclass AND s.objid = o.oid AND s.objsubid = 0 AND s.deptype IN ('a', 'i')
            AND s.refobjsubid > 0)`,
  ],
  [
    'pg_type',
    'typowner',
    `typtype IN ('b', 'c', 'd', 'e', 'r')
        AND NOT EXISTS (SELECT FROM pg_depend s WHERE s.classid = 'pg_type'::regclass AND s.objid = o.oid AND s.deptype = 'i')`,
  ],
  ['pg_proc', 'proowner'],
  ['pg_collation', 'collowner'],
  ['pg_operator', 'oprowner'],
  ['pg_opclass', 'opcowner'],
  ['pg_opfamily', 'opfowner'],
  ['pg_conversion', 'conowner'],
  ['pg_language', 'lanowner'],
  ['pg_ts_dict', 'dictowner'],
  ['pg_ts_config', 'cfgowner'],
  ['pg_statistic_ext', 'stxowner'],
  ['pg_foreign_data_wrapper', 'fdwowner'],
  ['pg_foreign_server', 'srvowner'],
  ['pg_event_trigger', 'evtowner'],
  ['pg_publication', 'pubowner'],
] as const

function catalog(): string {
  const owned = OWNED.map(
    ([catalog, column, own]) => `
      SELECT '${catalog}'::regclass AS class, oid, ${column} AS owner FROM ${catalog} o
      WHERE ${column} <> (SELECT oid FROM me)
        AND ${catalog === 'pg_namespace' ? 'true' : 'oid >= 16384'} AND ${own ?? 'true'}`,
  )
  return `
    WITH me AS MATERIALIZED (SELECT oid FROM pg_roles WHERE rolname = current_user),
    owned AS (${owned.join('\n      UNION ALL')}
    )
    SELECT o.class || ':' || o.oid || ':0' AS on, pg_get_userbyid(o.owner) AS role
    FROM owned o
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.oid AND e.deptype = 'e')
    ORDER BY o.class, o.oid`
}
