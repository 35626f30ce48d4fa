import { addresses } from '../base/address.ts'
import { rows, type Connection } from '../connection/connection.ts'
import type { Address } from '../base/kind.ts'
import { quoteLiteral } from '../base/sql.ts'
import { HANGING, addressOf, extensionOf } from './hanging.ts'

/** What is in a database beside the objects that are managed. */
export interface Inventory {
  /**
   * What people made and no kind covers: `CONVERSION public.latin`, `SECURITY LABEL ON TABLE public.users`. Sorted.
   * Of what hangs on one extension, many are one line: `PRIVILEGES ON FUNCTION partman.a(), and 56 others of
   * EXTENSION pg_partman`.
   */
  readonly notManaged: readonly string[]
  /** What belongs to the cluster, and is read but never managed: `ROLE app`, `TABLESPACE fast`, `SUBSCRIPTION orders`. Sorted. */
  readonly cluster: readonly Address[]
}

/**
 * What the catalogs hold: handles of all objects that are not parts of others, what has no kind and hangs on
 * something, and what belongs to the cluster.
 */
export interface Present {
  readonly objects: readonly string[]
  readonly hanging: readonly Named[]
  readonly cluster: readonly Address[]
}

/** What is not managed, and the extension whose own it hangs on, or in whose namespace it is. */
interface Named {
  readonly address: Address
  readonly extension: string | null
  /** The namespace it is in; null where the question of the namespaces is not asked. */
  readonly schema: string | null
}

/** What was read with `inventory`: the handles of the managed objects, and what was counted. */
export interface Counted {
  readonly handles: ReadonlyMap<string, Address>
  readonly present?: Present | undefined
}

/**
 * Counts every object in the catalogs.
 * What an extension owns, and what is only a part of something else (a row type, a constraint's index), is not listed.
 * With `schemas`, objects of other namespaces are not listed either.
 */
export async function inventory(
  db: Connection,
  { handles, present }: Counted,
  schemas?: readonly string[],
): Promise<Inventory> {
  if (!present) throw new TypeError('the objects were not counted when the database was read')
  const unknown = present.objects.filter((handle) => !handles.has(handle))
  const named = unknown.length === 0 ? [] : await rows<Named>(db, `${PLAINLY}${names(unknown)}`)
  const inside = [...named, ...present.hanging].filter(
    ({ schema }) => schema === null || !schemas || schemas.includes(schema),
  )
  return { notManaged: folded(inside).sort(), cluster: present.cluster }
}

/** As many of one extension are named one by one. */
const FEW = 3

/**
 * One line for all of an extension where they are many: a grant on every function in its namespace is one thing that
 * somebody did.
 */
function folded(found: readonly Named[]): string[] {
  const extensions = new Set(found.map(({ extension }) => extension))
  return [...extensions].flatMap((extension) => {
    const those = found.filter((one) => one.extension === extension).map(({ address }) => address)
    if (extension === null || those.length <= FEW) return those
    const [first] = those.sort()
    return [`${first}, and ${those.length - 1} others of ${addresses.extension(extension)}`]
  })
}

/** Names of catalogs are printed without quotes, whatever the session says; it lasts as long as the message. */
const PLAINLY = "SELECT set_config('quote_all_identifiers', 'off', true);\n"

/**
 * The catalogs whose rows are looked up among the managed objects, and which of their rows count.
 * Every other catalog with oids is named in `PARTS`, with the reason.
 */
export const CATALOGS: Readonly<Record<string, string>> = {
  pg_am: 'true',
  pg_attrdef:
    'NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = o.adrelid AND a.attnum = o.adnum AND ' +
    `a.attgenerated <> '')`,
  pg_cast: 'true',
  pg_class: `NOT EXISTS (SELECT FROM pg_namespace n WHERE n.oid = o.relnamespace AND n.nspname ~ '^pg_(toast|temp)')`,
  pg_collation: 'true',
  pg_constraint: `o.contype <> 'n' AND (o.conrelid = 0 OR o.conislocal)`,
  pg_conversion: 'true',
  pg_event_trigger: 'true',
  // Every database has it, and a restored one as an extension made by hand.
  pg_extension: `o.extname <> 'plpgsql'`,
  pg_foreign_data_wrapper: 'true',
  pg_foreign_server: 'true',
  pg_language: 'true',
  pg_namespace: `o.nspname !~ '^pg_(toast|temp)'`,
  pg_opclass: 'true',
  pg_operator: 'true',
  pg_opfamily: 'true',
  pg_policy: 'true',
  pg_proc: 'true',
  pg_publication: 'true',
  pg_publication_rel: 'true',
  pg_rewrite: 'true',
  pg_statistic_ext: 'true',
  pg_transform: 'true',
  pg_trigger: 'NOT o.tgisinternal',
  pg_ts_config: 'true',
  pg_ts_dict: 'true',
  pg_ts_parser: 'true',
  pg_ts_template: 'true',
  pg_type: `NOT EXISTS (SELECT FROM pg_namespace n WHERE n.oid = o.typnamespace AND n.nspname ~ '^pg_(toast|temp)')`,
  pg_user_mapping: 'true',
}

/** The other catalogs with oids, and why they are not looked through. */
export const PARTS: Readonly<Record<string, string>> = {
  pg_amop: 'a part of an operator family',
  pg_amproc: 'a part of an operator family',
  pg_default_acl: 'default privileges are objects without a handle',
  pg_enum: 'a part of an enumerated type',
  pg_largeobject_metadata: 'data',
  pg_publication_namespace: 'always read, from 15 on',
  pg_auth_members: 'the cluster',
  pg_authid: 'the cluster',
  pg_database: 'the cluster',
  pg_parameter_acl: 'the cluster',
  pg_subscription: 'the cluster',
  pg_tablespace: 'the cluster',
}

/** Catalogs that only superusers may read, and the views that everybody may. */
const READABLE: Readonly<Record<string, string>> = { pg_user_mapping: '(SELECT umid AS oid FROM pg_user_mappings)' }

const own = Object.entries(CATALOGS).map(
  ([catalog, counts]) => `
      SELECT '${catalog}'::regclass AS class, o.oid FROM ${READABLE[catalog] ?? catalog} o WHERE o.oid >= 16384 AND ${counts}`,
)

/** The query: one row, a `Present`. */
export const PRESENT = {
  name: 'present',
  all: `
  WITH member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND objsubid = 0),
  part AS (
    SELECT classid, objid FROM pg_depend WHERE deptype IN ('i', 'e', 'P', 'S') AND objsubid = 0
    UNION ALL
    SELECT d.classid, d.objid FROM pg_depend d JOIN member m ON (m.classid, m.objid) = (d.refclassid, d.refobjid)
    WHERE d.deptype = 'a' AND d.objsubid = 0 AND d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass,
      'pg_class'::regclass)
  ),
  own AS (${own.join('\n      UNION ALL')}
  ),
  hanging AS (${HANGING}
  ),
  cluster AS (
    SELECT ${addresses.role.sql('rolname')} AS address FROM pg_roles WHERE oid >= 16384
    UNION ALL
    SELECT 'TABLESPACE ' || quote_ident(spcname) FROM pg_tablespace WHERE oid >= 16384
    UNION ALL
    SELECT 'SUBSCRIPTION ' || quote_ident(s.subname) FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
    WHERE d.datname = current_database()
  )
  SELECT (SELECT COALESCE(json_agg(o.class || ':' || o.oid || ':0'), '[]') FROM own o
          WHERE NOT EXISTS (SELECT FROM part p WHERE p.classid = o.class AND p.objid = o.oid)) AS objects,
         (SELECT COALESCE(json_agg(hanging ORDER BY address COLLATE "C"), '[]') FROM hanging) AS hanging,
         (SELECT COALESCE(json_agg(address ORDER BY address COLLATE "C"), '[]') FROM cluster) AS cluster`,
} as const

function names(handles: readonly string[]): string {
  return `
    SELECT ${addressOf('i')} AS address, i.schema, ${extensionOf('h.class', 'h.oid', 'i.schema')} AS extension
    FROM unnest(${quoteLiteral(`{${handles.join(',')}}`)}::text[]) handle
    CROSS JOIN LATERAL (SELECT ('pg_catalog.' || split_part(handle, ':', 1))::regclass AS class, split_part(handle,
      ':', 2)::oid AS oid) h
    CROSS JOIN LATERAL pg_identify_object(h.class, h.oid, 0) i`
}
