import { addresses } from '../base/address.ts'
import { changedOptions, foreignOptions, type ForeignOptions } from './shared/foreign-options.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, optionsOf, quoteLiteral } from '../base/sql.ts'

/** A foreign server. Source: `pg_foreign_server`. */
export interface Server {
  readonly kind: 'server'
  readonly name: string
  /** The foreign-data wrapper it is reached through, unquoted. */
  readonly wrapper: string
  readonly type: string | null
  readonly version: string | null
  /** Its OPTIONS, for the wrapper: `{ host: 'db', dbname: 'shop' }`. */
  readonly options: ForeignOptions
}

export const serverKind = defineKind<Server, 'name'>({
  kind: 'server',
  class: 'pg_foreign_server',

  catalog: () => `
    SELECT s.oid, s.srvname AS name, w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version,
      ${optionsOf('s.srvoptions')} AS options
    FROM pg_foreign_server s
    JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    ORDER BY s.oid`,

  address: (server) => addresses.server(server.name),
  relations: (server) => [{ as: 'needs', to: addresses.wrapper(server.wrapper) }],

  create: (server) => [
    {
      sql: clause(
        'CREATE SERVER',
        quoteIdent(server.name),
        server.type !== null && `TYPE ${quoteLiteral(server.type)}`,
        server.version !== null && `VERSION ${quoteLiteral(server.version)}`,
        'FOREIGN DATA WRAPPER',
        quoteIdent(server.wrapper),
        foreignOptions(server.options),
      ),
    },
  ],
  drop: (server) => [{ sql: `DROP SERVER ${quoteIdent(server.name)}` }],
  rename: (after, before) => alter(before, `RENAME TO ${quoteIdent(after.name)}`),

  alter: {
    wrapper: 'recreate',
    type: 'recreate',
    version: (after) => alter(after, `VERSION ${after.version === null ? 'NULL' : quoteLiteral(after.version)}`),
    options: (after, before) => alter(after, changedOptions(before.options, after.options)),
  },
})

function alter(server: Server, action: string | false): Statement[] {
  return action === false ? [] : [{ sql: `ALTER SERVER ${quoteIdent(server.name)} ${action}` }]
}
