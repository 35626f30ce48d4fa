import { addresses } from '../base/address.ts'
import { changedOptions, foreignOptions, SECRET_OPTION, type ForeignOptions } from './shared/foreign-options.ts'
import { defineKind } from '../base/kind.ts'
import { roleName } from './shared/privileges.ts'
import { clause, quoteIdent } from '../base/sql.ts'

/** How a local role logs in to a foreign server. Source: `pg_user_mapping`. */
export interface UserMapping {
  readonly kind: 'user mapping'
  readonly server: string
  /** The local role, unquoted; PUBLIC is all roles, CURRENT_USER the connected one. */
  readonly role: string
  /** Without those that hold a secret (password, key, token): these are never read, and stay as they are. */
  readonly options: ForeignOptions
}

export const userMappingKind = defineKind<UserMapping, 'server' | 'role'>({
  kind: 'user mapping',
  class: 'pg_user_mapping',

  catalog: () => `
    SELECT m.umid AS oid, m.srvname AS server,
           CASE WHEN m.umuser = 0 THEN 'PUBLIC' WHEN m.usename = current_user THEN 'CURRENT_USER'
             ELSE m.usename::text END AS role,
           COALESCE((SELECT json_object_agg(split_part(option, '=', 1), substr(option, strpos(option, '=') + 1) ORDER BY option)
                     FROM unnest(m.umoptions) option WHERE split_part(option, '=', 1) !~* '${SECRET_OPTION}'), '{}') AS options
    FROM pg_user_mappings m
    ORDER BY m.umid`,

  address,
  // DROP SERVER does not take it along, so it is no part of the server.
  relations: (mapping) => [{ as: 'needs', to: addresses.server(mapping.server) }],

  create: (mapping) => [{ sql: clause(`CREATE ${address(mapping)}`, foreignOptions(mapping.options)) }],
  drop: (mapping) => [
    {
      sql: `DROP ${address(mapping)}`,
      loses: `the password or key of the ${address(mapping).toLowerCase()}, if it has one`,
    },
  ],

  alter: {
    options: (after, before) => {
      const changed = changedOptions(before.options, after.options)
      return changed === false ? [] : [{ sql: `ALTER ${address(after)} ${changed}` }]
    },
  },
})

function address(mapping: UserMapping): string {
  return `USER MAPPING FOR ${roleName(mapping.role)} SERVER ${quoteIdent(mapping.server)}`
}
