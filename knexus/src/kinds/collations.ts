import { defineKind, type Statement } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { quoteIdent, qualifiedName, quoteLiteral, userNamespace } from '../base/sql.ts'

/** A collation. Source: `pg_collation`. Nothing but its name can be altered. */
export interface Collation {
  readonly kind: 'collation'
  readonly schema: string
  readonly name: string
  readonly provider: 'libc' | 'icu' | 'builtin' | 'default'
  /** Null if `collate` and `ctype` are given separately. */
  readonly locale: string | null
  readonly collate: string | null
  readonly ctype: string | null
  /** Tailoring rules of ICU (PostgreSQL 16). */
  readonly rules: string | null
  /** False: strings with different bytes can be equal. */
  readonly deterministic: boolean
}

export const collationKind = defineKind<Collation, 'schema' | 'name'>({
  kind: 'collation',
  class: 'pg_collation',

  catalog: (version) => {
    const locale =
      version >= 17
        ? 'c.colllocale'
        : version >= 15
          ? 'c.colliculocale'
          : "CASE WHEN c.collprovider = 'i' THEN c.collcollate END"
    return `
    SELECT c.oid, n.nspname AS schema, c.collname AS name,
           CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'default' END AS provider,
           COALESCE(${locale}, CASE WHEN c.collcollate = c.collctype THEN c.collcollate END) AS locale,
           CASE WHEN c.collprovider = 'c' AND c.collcollate <> c.collctype THEN c.collcollate END AS collate,
           CASE WHEN c.collprovider = 'c' AND c.collcollate <> c.collctype THEN c.collctype END AS ctype,
           ${version >= 16 ? 'c.collicurules' : 'NULL'} AS rules, c.collisdeterministic AS deterministic
    FROM pg_collation c
    JOIN pg_namespace n ON n.oid = c.collnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, c.collname`
  },

  address: (collation) => `COLLATION ${qualifiedName(collation.schema, collation.name)}`,

  create: (collation) => [
    {
      sql: `CREATE COLLATION ${qualifiedName(collation.schema, collation.name)} (${[
        `provider = ${collation.provider}`,
        !collation.deterministic && 'deterministic = false',
        collation.locale !== null && `locale = ${quoteLiteral(collation.locale)}`,
        collation.collate !== null && `lc_collate = ${quoteLiteral(collation.collate)}`,
        collation.ctype !== null && `lc_ctype = ${quoteLiteral(collation.ctype)}`,
        collation.rules !== null && `rules = ${quoteLiteral(collation.rules)}`,
      ]
        .filter(Boolean)
        .join(', ')})`,
    },
  ],
  drop: (collation) => [{ sql: `DROP COLLATION ${qualifiedName(collation.schema, collation.name)}` }],
  rename: (after, before) => renaming('COLLATION', before, after),

  alter: {
    provider: 'recreate',
    locale: 'recreate',
    collate: 'recreate',
    ctype: 'recreate',
    rules: 'recreate',
    deterministic: 'recreate',
  },

  renameAway: (collation, fresh) => ({
    aside: alter(collation, `RENAME TO ${quoteIdent(fresh(collation.name))}`),
    drop: [{ sql: `DROP COLLATION ${qualifiedName(collation.schema, fresh(collation.name))}` }],
  }),
})

function alter(collation: Collation, action: string): Statement[] {
  return [{ sql: `ALTER COLLATION ${qualifiedName(collation.schema, collation.name)} ${action}` }]
}
