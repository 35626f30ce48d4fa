import { pathOf } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { isFleeting, recreatable } from './shared/expressions.ts'
import { clause, quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/** Extended statistics, which ANALYZE collects over several columns and expressions. Source: `pg_statistic_ext`. */
export interface Statistics {
  readonly kind: 'statistics'
  readonly schema: string
  readonly name: string
  /** `TABLE public.users`, a foreign table or a materialized view. */
  readonly on: Address
  /** `ndistinct`, `dependencies`, `mcv`; empty for statistics of one expression. */
  readonly kinds: readonly string[]
  /** The columns, in the order of their names, and the expressions: `city, lower(street)`. */
  readonly columns: string
  /** The statistics target; null for the columns' own. */
  readonly target: number | null
}

export const statisticsKind = defineKind<Statistics, 'schema' | 'name'>({
  kind: 'statistics',
  class: 'pg_statistic_ext',
  refs: ['on'],

  catalog: () => `
    SELECT s.oid, n.nspname AS schema, s.stxname AS name, ${ref('pg_class', 's.stxrelid')} AS on,
           array_remove(ARRAY[CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END, CASE WHEN 'f' = ANY (s.stxkind)
             THEN 'dependencies' END,
                              CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END], NULL) AS kinds,
           k.sorted || substr(pg_get_statisticsobjdef_columns(s.oid), length(k.printed) + 1) AS columns,
             NULLIF(s.stxstattarget, -1) AS target
    FROM pg_statistic_ext s
    JOIN pg_namespace n ON n.oid = s.stxnamespace
    CROSS JOIN LATERAL (
      SELECT COALESCE(string_agg(quote_ident(a.attname), ', '
        ORDER BY a.attnum), '') AS printed, COALESCE(string_agg(quote_ident(a.attname), ', '
        ORDER BY a.attname), '') AS sorted
      FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) k
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, s.stxname`,

  address: (statistics) => `STATISTICS ${qualifiedName(statistics.schema, statistics.name)}`,
  relations: (statistics) => [{ as: 'part of', to: statistics.on }],

  create: (statistics) => [
    {
      sql: clause(
        'CREATE STATISTICS',
        qualifiedName(statistics.schema, statistics.name),
        statistics.kinds.length > 0 && statistics.kinds.length < 3 && `(${statistics.kinds.join(', ')})`,
        'ON',
        recreatable(statistics.columns),
        'FROM',
        pathOf(statistics.on),
      ),
    },
  ],
  finish: (statistics) => (statistics.target === null ? [] : [setTarget(statistics)]),
  drop: (statistics) => [{ sql: `DROP STATISTICS ${qualifiedName(statistics.schema, statistics.name)}` }],
  rename: (after, before) => [
    { sql: `ALTER STATISTICS ${qualifiedName(before.schema, before.name)} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: { on: 'recreate', kinds: 'recreate', columns: 'recreate', target: (after) => [setTarget(after)] },

  // PostgreSQL builds them again when the type of a column changes, and forgets the target.
  blocksAlterOf: (statistics) => (statistics.target !== null || isFleeting(statistics.columns) ? 'always' : 'changed'),
})

function setTarget(statistics: Statistics): { sql: string } {
  return {
    sql: `ALTER STATISTICS ${qualifiedName(statistics.schema, statistics.name)} SET STATISTICS ${statistics.target ?? -1}`,
  }
}
