import { defineKind } from '../base/kind.ts'
import { clause } from '../base/sql.ts'

/** A user-defined cast. Source: `pg_cast`. */
export interface Cast {
  readonly kind: 'cast'
  /** The types, as `format_type` writes them. */
  readonly source: string
  readonly target: string
  /** `public.to_status(integer)`; null for a cast by way of text (`inout`) or without conversion (`binary`). */
  readonly function: string | null
  readonly method: 'function' | 'inout' | 'binary'
  /** Where it is applied without being written. */
  readonly context: 'explicit' | 'assignment' | 'implicit'
}

/** `FirstNormalObjectId` in PostgreSQL's sources: casts live in no namespace, but the system's own have lower oids. */
const FIRST_USER_OID = 16384

export const castKind = defineKind<Cast, 'source' | 'target'>({
  kind: 'cast',
  class: 'pg_cast',

  catalog: () => `
    SELECT c.oid, format_type(c.castsource, NULL) AS source, format_type(c.casttarget, NULL) AS target,
           CASE WHEN c.castfunc <> 0 THEN c.castfunc::regprocedure::text END AS function,
           CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END AS method,
           CASE c.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' ELSE 'explicit' END AS context
    FROM pg_cast c
    WHERE c.oid >= ${FIRST_USER_OID} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass
      AND d.objid = c.oid AND d.deptype = 'i')
    ORDER BY c.oid`,

  address: (cast) => `CAST (${cast.source} AS ${cast.target})`,

  create: (cast) => [
    {
      sql: clause(
        `CREATE CAST (${cast.source} AS ${cast.target})`,
        { function: `WITH FUNCTION ${cast.function}`, inout: 'WITH INOUT', binary: 'WITHOUT FUNCTION' }[cast.method],
        cast.context !== 'explicit' && `AS ${cast.context.toUpperCase()}`,
      ),
    },
  ],
  drop: (cast) => [{ sql: `DROP CAST (${cast.source} AS ${cast.target})` }],

  alter: { function: 'recreate', method: 'recreate', context: 'recreate' },
})
