import { addresses, columnOf, pathOf, wordsOf } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { regrant, regrantOption, roleName, type Privileges, type Wording } from './shared/privileges.ts'

/** The privileges of one role on one object, if they differ from what PostgreSQL grants by default. */
export interface Privilege extends Privileges {
  readonly kind: 'privilege'
  /** The object: `TABLE public.users`, `COLUMN public.users.email`, `FUNCTION public.f(integer)`. */
  readonly on: Address
  /** The object itself, if it is only a part of `on`: the sequence of an identity column. */
  readonly part: string | null
  /** The table or view whose column it is about. */
  readonly relation?: Address | null
  /** The role's name, unquoted; PUBLIC is all roles, CURRENT_USER the connected role if it owns the object. */
  readonly role: string
  /** The role that granted them; null for the owner. */
  readonly grantor: string | null
  /** The privileges that the role has without any GRANT or REVOKE: EXECUTE on a function for PUBLIC, all for the owner. */
  readonly standard: readonly string[]
  /** The privileges that the role has on a new object, under the default privileges in effect. */
  readonly initial: readonly string[]
}

export const privilegeKind = defineKind<
  Privilege,
  'on' | 'part' | 'role' | 'grantor',
  'relation' | 'standard' | 'initial'
>({
  kind: 'privilege',
  facts: {
    relation: 'the column it is about tells it',
    standard: 'the role has it without any GRANT',
    initial: 'the default privileges are compared',
  },
  refs: ['on', 'relation'],
  ambient: true,
  catalog,

  address: (privilege) => addressOf(privilege, privilege.role, privilege.grantor),
  relations: (privilege) => [
    { as: 'part of', to: privilege.on },
    { as: 'needs', to: addresses.owner(privilege.relation ?? privilege.on) },
    ...related('needs', privilege.grantor === null ? [] : [addressOf(privilege, privilege.grantor, null)]),
    ...related('needs', ofRelation(privilege)),
  ],
  requires: ({ privileges }) =>
    privileges.includes('MAINTAIN') ? { feature: 'the privilege MAINTAIN', major: 17 } : undefined,

  create: (privilege) => {
    const excess = {
      privileges: [...new Set([...privilege.standard, ...privilege.initial, ...privilege.privileges])],
      grantable: [],
    }
    const sure = privilege.standard.filter((one) => privilege.initial.includes(one))
    const base = { privileges: sure.filter((one) => privilege.privileges.includes(one)), grantable: [] }
    // Who declares that a role has nothing does not say what it has otherwise.
    if (excess.privileges.length === 0) return granted(privilege, (wording) => [{ sql: wording.revoke('ALL') }])
    return granted(privilege, (wording) => [
      ...regrant(excess, { ...privilege, grantable: [] }, wording),
      ...regrant(base, privilege, wording),
      ...regrantOption(base, privilege, wording),
    ])
  },
  drop: (privilege) =>
    granted(privilege, (wording) => {
      const standard = { privileges: privilege.standard, grantable: [] }
      return [...regrant(privilege, standard, wording), ...regrantOption(privilege, standard, wording)]
    }),

  alter: {
    privileges: (after, before) => granted(after, (wording) => regrant(before, after, wording)),
    grantable: (after, before) => granted(after, (wording) => regrantOption(before, after, wording)),
  },

  // What is revoked on a relation is revoked on its columns.
  reshapes: { privileges: true, grantable: true },
  blocksAlterOf: (privilege, _retyped, used) =>
    addresses.owner.is(used) || ofRelation(privilege).includes(used) ? 'always' : undefined,
})

function addressOf({ on, part }: Privilege, role: string, grantor: string | null): Address {
  return `${addresses.privileges(part ?? on, roleName(role))}${grantor === null ? '' : ` BY ${roleName(grantor)}`}`
}

/** What the role may do with the relation, where it is about a column. */
function ofRelation(privilege: Privilege): Address[] {
  return privilege.relation
    ? [addressOf({ ...privilege, on: privilege.relation, part: null }, privilege.role, privilege.grantor)]
    : []
}

/** Only the grantor can take back what another role than the owner granted. */
function granted(privilege: Privilege, statements: (wording: Wording) => Statement[]): Statement[] {
  const made = statements(wordingOf(privilege))
  if (privilege.grantor === null || made.length === 0) return made
  return [{ sql: `SET ROLE ${roleName(privilege.grantor)}` }, ...made, { sql: 'RESET ROLE' }]
}

function wordingOf({ on, part, role }: Privilege): Wording {
  const { columns, target } = targetOf(part ?? on)
  const ofColumns = (list: string) => list.replaceAll(/(?<=^|, |FOR )[A-Z]+(?=,|$)/g, (one) => `${one} ${columns}`)
  const listed = (list: string) => (columns === '' ? list.replace(EVERYTHING, 'ALL') : ofColumns(list))
  return {
    grant: (list) => `GRANT ${listed(list)} ON ${target} TO ${roleName(role)}`,
    revoke: (list) => `REVOKE ${listed(list)} ON ${target} FROM ${roleName(role)}`,
  }
}

/** All privileges on a table from 17 on; written out, a server before 17 would refuse the list. */
const EVERYTHING = 'DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE'

const CLASSES: Readonly<Record<string, string>> = {
  VIEW: 'TABLE',
  'MATERIALIZED VIEW': 'TABLE',
  'FOREIGN TABLE': 'TABLE',
  DOMAIN: 'TYPE',
  AGGREGATE: 'FUNCTION',
  SERVER: 'FOREIGN SERVER',
}

/** An address as GRANT writes it: `TABLE public.users`, and the columns in brackets. */
function targetOf(address: Address): { readonly columns: string; readonly target: string } {
  const column = columnOf(address)
  if (column) return { columns: `(${column.column})`, target: addresses.table(column.relation) }
  const [words, path] = [wordsOf(address), pathOf(address)]
  const object = words === 'AGGREGATE' ? path.replace('(ORDER BY ', '(').replace(' ORDER BY ', ', ') : path
  return { columns: '', target: `${CLASSES[words] ?? words} ${object}` }
}

/** What has privileges: the catalog, the columns of its row, `acldefault`'s letter, that of `pg_default_acl`, and which rows. */
const HOLDERS = [
  [
    'pg_class',
    'rel',
    `CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END`,
    `CASE c.relkind WHEN 'S' THEN 'S' ELSE 'r' END`,
    `c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')`,
  ],
  [
    'pg_proc',
    'pro',
    `'f'`,
    `'f'`,
    `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
  ],
  [
    'pg_type',
    'typ',
    `'T'`,
    `'T'`,
    `c.typtype <> 'm' AND (c.typacl IS NOT NULL OR NOT EXISTS (
          SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = c.oid AND d.deptype = 'i'))`,
  ],
  ['pg_language', 'lan', `'l'`, 'NULL', 'true'],
  ['pg_foreign_data_wrapper', 'fdw', `'F'`, 'NULL', 'true'],
  ['pg_foreign_server', 'srv', `'S'`, 'NULL', 'true'],
] as const

/** Objects with an access list, and those that default privileges would have given another one. */
function holders(): string {
  return HOLDERS.map(([catalog, prefix, letter, type, rows]) => {
    const namespace = type === 'NULL' ? '0::oid' : `c.${prefix}namespace`
    return `
      SELECT '${catalog}'::regclass AS class, c.oid, 0 AS sub, c.${prefix}owner AS owner, c.${prefix}acl AS acl,
             ${letter}::"char" AS letter, i.acl AS initial
      FROM ${catalog} c LEFT JOIN initial i ON i.type = ${type}::"char" AND i.namespace = ${namespace}
      WHERE (c.${prefix}acl IS NOT NULL OR i.acl IS NOT NULL) AND c.oid >= 16384 AND ${rows}`
  }).join('\n      UNION ALL')
}

function catalog(version: number): string {
  return `
    WITH me AS (SELECT oid FROM pg_roles WHERE rolname = current_user),
    initial AS (
      SELECT t.type, n.oid AS namespace,
             COALESCE(g.defaclacl, acldefault(t.letter, me.oid)) || COALESCE(s.defaclacl, '{}') AS acl
      FROM me CROSS JOIN (VALUES ('r'::"char", 'r'::"char"), ('S', 's'), ('f', 'f'), ('T', 'T')) t (type, letter)
        CROSS JOIN pg_namespace n
      LEFT JOIN pg_default_acl g ON g.defaclrole = me.oid AND g.defaclnamespace = 0 AND g.defaclobjtype = t.type
      LEFT JOIN pg_default_acl s ON s.defaclrole = me.oid AND s.defaclnamespace = n.oid AND s.defaclobjtype = t.type
      WHERE g.oid IS NOT NULL OR s.oid IS NOT NULL
    ),
    holder AS (${holders()}
      UNION ALL
      SELECT 'pg_namespace'::regclass, n.oid, 0, n.nspowner, n.nspacl, 'n'::"char", g.defaclacl
      FROM me CROSS JOIN pg_namespace n LEFT JOIN pg_default_acl g ON g.defaclrole = me.oid AND g.defaclobjtype = 'n'
        AND n.nspname <> 'public'
      WHERE (n.nspacl IS NOT NULL OR g.oid IS NOT NULL) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      UNION ALL
      SELECT 'pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl, 'c'::"char", NULL
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.oid >= 16384
    ),
    standard AS (
      SELECT h.*, acldefault(h.letter, h.owner)
             || CASE WHEN h.class = 'pg_namespace'::regclass AND h.oid = to_regnamespace('public')
               THEN ${inPublic(version)} END AS standard
      FROM holder h
      WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = h.class AND e.objid = h.oid AND e.deptype = 'e')
    ),
    held AS (
      SELECT h.class, h.oid, h.sub, h.owner, x.grantee, x.grantor, ${['held', 'standard', 'initial'].map(listed).join(', ')},
             COALESCE(array_agg(x.privilege_type ORDER BY x.privilege_type) FILTER (WHERE x.source = 'held'
               AND x.is_grantable), '{}') AS grantable
      FROM standard h CROSS JOIN me CROSS JOIN LATERAL (
        SELECT 'held' AS source, grantee, grantor, privilege_type, is_grantable FROM aclexplode(COALESCE(h.acl, h.standard))
        UNION ALL
        SELECT 'standard', grantee, grantor, privilege_type, is_grantable FROM aclexplode(h.standard)
        UNION ALL
        SELECT 'initial', CASE WHEN h.initial IS NOT NULL AND grantee = me.oid THEN h.owner
          ELSE grantee END, h.owner, privilege_type, is_grantable
        FROM aclexplode(COALESCE(h.initial, h.standard))
      ) x
      GROUP BY h.class, h.oid, h.sub, h.owner, x.grantee, x.grantor
    )
    SELECT CASE WHEN i.objid IS NULL THEN h.class || ':' || h.oid || ':' || h.sub
                ELSE i.refclassid::regclass || ':' || i.refobjid || ':' || i.refobjsubid END AS on,
           CASE WHEN h.sub > 0 THEN h.class || ':' || h.oid || ':0' END AS relation,
           CASE i.classid WHEN 'pg_class'::regclass THEN ${addresses.sequence.sql('i.objid::regclass')}
             WHEN 'pg_type'::regclass THEN ${addresses.type.sql('i.objid::regtype')} END AS part,
           CASE WHEN h.grantee = 0 THEN 'PUBLIC' WHEN h.grantee = h.owner AND h.grantee = me.oid THEN 'CURRENT_USER'
             ELSE pg_get_userbyid(h.grantee) END AS role,
           CASE WHEN h.grantor <> h.owner THEN pg_get_userbyid(h.grantor) END AS grantor,
           h.held AS privileges, h.grantable, h.standard, h.initial
    FROM held h CROSS JOIN me
    LEFT JOIN pg_depend i ON h.class IN ('pg_class'::regclass, 'pg_type'::regclass) AND h.sub = 0
      AND i.classid = h.class AND i.objid = h.oid AND i.objsubid = 0 AND i.deptype = 'i'
    WHERE h.held <> h.standard OR h.held <> h.initial OR h.grantable <> '{}'
    ORDER BY h.class, h.oid, h.sub, 3, 4`
}

/** What everybody may do in a new database's `public`; 15 took CREATE away. */
function inPublic(version: number): string {
  return `ARRAY[makeaclitem(0, h.owner, 'USAGE', false)${version < 15 ? `, makeaclitem(0, h.owner, 'CREATE', false)` : ''}]`
}

function listed(source: string): string {
  return (
    'COALESCE(array_agg(DISTINCT x.privilege_type ORDER BY x.privilege_type) FILTER (WHERE x.source = ' +
    `'${source}'), '{}') AS ${source}`
  )
}
