import { addresses } from '../base/address.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { regrant, regrantOption, roleName, type Privileges, type Wording } from './shared/privileges.ts'
import { clause, quoteIdent } from '../base/sql.ts'

/**
 * The privileges that a role will have on objects that another role creates (ALTER DEFAULT PRIVILEGES); one object for
 * each grantee.
 */
export interface DefaultPrivilege extends Privileges {
  readonly kind: 'default privilege'
  /** The role that creates the objects, unquoted; CURRENT_USER is the connected one. */
  readonly maker: string
  /** Only in this namespace; null for all, and then it replaces PostgreSQL's own defaults. */
  readonly schema: string | null
  /** TABLES (views too), SEQUENCES, FUNCTIONS (procedures too), TYPES, SCHEMAS or LARGE OBJECTS. */
  readonly type: string
  /** The role that has the privileges, unquoted; PUBLIC is all roles. */
  readonly role: string
  /** What the role has without any default privileges: EXECUTE on functions for PUBLIC. */
  readonly standard: readonly string[]
}

export const defaultPrivilegeKind = defineKind<DefaultPrivilege, 'maker' | 'schema' | 'type' | 'role', 'standard'>({
  kind: 'default privilege',
  facts: {
    standard: 'it is what the role has without any default privileges',
  },
  ambient: true,
  catalog,

  address: ({ maker, schema, type, role }) =>
    clause(
      'DEFAULT PRIVILEGES FOR',
      roleName(maker),
      schema !== null && `IN SCHEMA ${quoteIdent(schema)}`,
      'ON',
      type,
      'TO',
      roleName(role),
    ),
  relations: ({ schema }) => related('part of', schema === null ? [] : [addresses.namespace(schema)]),

  create: (privilege) => change(standardOf(privilege), privilege),
  drop: (privilege) => change(privilege, standardOf(privilege)),
  alter: {
    privileges: (after, before) => regrant(before, after, wordingOf(after)),
    grantable: (after, before) => regrantOption(before, after, wordingOf(after)),
  },
})

function standardOf(privilege: DefaultPrivilege): DefaultPrivilege {
  return { ...privilege, privileges: privilege.standard, grantable: [] }
}

function change(before: DefaultPrivilege, after: DefaultPrivilege): Statement[] {
  return [...regrant(before, after, wordingOf(after)), ...regrantOption(before, after, wordingOf(after))]
}

function wordingOf({ maker, schema, type, role }: DefaultPrivilege): Wording {
  const start = clause(
    'ALTER DEFAULT PRIVILEGES',
    maker !== 'CURRENT_USER' && `FOR ROLE ${roleName(maker)}`,
    schema !== null && `IN SCHEMA ${quoteIdent(schema)}`,
  )
  return {
    grant: (list) => `${start} GRANT ${list} ON ${type} TO ${roleName(role)}`,
    revoke: (list) => `${start} REVOKE ${list} ON ${type} FROM ${roleName(role)}`,
  }
}

/** `pg_default_acl`, an object a role that gets something other than without it. */
function catalog(): string {
  return `
    WITH held AS (
      SELECT d.oid, d.defaclrole, d.defaclnamespace, d.defaclobjtype, x.grantee,
             ${listed('x.held')} AS privileges, ${listed('x.held AND x.is_grantable')} AS grantable,
               ${listed('NOT x.held')} AS standard
      FROM pg_default_acl d CROSS JOIN LATERAL (
        SELECT true AS held, grantee, privilege_type, is_grantable FROM aclexplode(d.defaclacl)
        UNION ALL
        SELECT false, grantee, privilege_type, is_grantable
        FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole))
          WHERE d.defaclnamespace = 0
      ) x
      GROUP BY d.oid, d.defaclrole, d.defaclnamespace, d.defaclobjtype, x.grantee
    )
    SELECT CASE WHEN r.rolname = current_user THEN 'CURRENT_USER' ELSE r.rolname::text END AS maker, n.nspname AS schema,
           CASE h.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
             WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS type,
           CASE WHEN h.grantee = 0 THEN 'PUBLIC' WHEN g.rolname = current_user THEN 'CURRENT_USER'
             ELSE g.rolname::text END AS role,
           h.privileges, h.grantable, h.standard
    FROM held h
    JOIN pg_roles r ON r.oid = h.defaclrole
    LEFT JOIN pg_roles g ON g.oid = h.grantee
    LEFT JOIN pg_namespace n ON n.oid = h.defaclnamespace
    WHERE h.privileges <> h.standard OR h.grantable <> '{}'
    ORDER BY h.oid, 4`
}

function listed(filter: string): string {
  return `COALESCE(array_agg(x.privilege_type ORDER BY x.privilege_type) FILTER (WHERE ${filter}), '{}')`
}
