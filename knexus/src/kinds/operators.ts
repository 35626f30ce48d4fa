import { defineKind, type Statement } from '../base/kind.ts'
import { quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** An operator. Source: `pg_operator`; one that exists only as the commutator or negator of another is not an object. */
export interface Operator {
  readonly kind: 'operator'
  readonly schema: string
  /** Its symbol: `~<<`. */
  readonly name: string
  /** The type of the left operand, null for a prefix operator. */
  readonly left: string | null
  readonly right: string
  /** The function behind it, as a quoted path. */
  readonly function: string
  /** `OPERATOR(public.~>>)`. */
  readonly commutator: string | null
  readonly negator: string | null
  /** The selectivity estimators, as quoted paths. */
  readonly restrict: string | null
  readonly join: string | null
  readonly hashes: boolean
  readonly merges: boolean
}

export const operatorKind = defineKind<Operator, 'schema' | 'name' | 'left' | 'right'>({
  kind: 'operator',
  class: 'pg_operator',

  catalog: () => `
    SELECT o.oid, n.nspname AS schema, o.oprname AS name, CASE WHEN o.oprleft <> 0
      THEN format_type(o.oprleft, NULL) END AS left, format_type(o.oprright, NULL) AS right,
           o.oprcode::regproc::text AS function,
           'OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')' AS commutator, 'OPERATOR(' ||
             quote_ident(gn.nspname) || '.' || g.oprname || ')' AS negator,
           NULLIF(o.oprrest::regproc::text, '-') AS restrict, NULLIF(o.oprjoin::regproc::text, '-') AS join,
             o.oprcanhash AS hashes, o.oprcanmerge AS merges
    FROM pg_operator o
    JOIN pg_namespace n ON n.oid = o.oprnamespace
    LEFT JOIN pg_operator c ON c.oid = o.oprcom
    LEFT JOIN pg_namespace cn ON cn.oid = c.oprnamespace
    LEFT JOIN pg_operator g ON g.oid = o.oprnegate
    LEFT JOIN pg_namespace gn ON gn.oid = g.oprnamespace
    WHERE o.oprcode <> 0 AND ${userNamespace('n')}
    ORDER BY o.oid`,

  address: (operator) => `OPERATOR ${called(operator)}`,

  create: (operator) => [
    {
      sql: `CREATE OPERATOR ${quoteIdent(operator.schema)}.${operator.name} (\n  ${[
        `FUNCTION = ${operator.function}`,
        operator.left !== null && `LEFTARG = ${operator.left}`,
        `RIGHTARG = ${operator.right}`,
        operator.commutator !== null && `COMMUTATOR = ${operator.commutator}`,
        operator.negator !== null && `NEGATOR = ${operator.negator}`,
        operator.restrict !== null && `RESTRICT = ${operator.restrict}`,
        operator.join !== null && `JOIN = ${operator.join}`,
        operator.hashes && 'HASHES',
        operator.merges && 'MERGES',
      ]
        .filter(Boolean)
        .join(',\n  ')}\n)`,
    },
  ],
  drop: (operator) => [{ sql: `DROP OPERATOR ${called(operator)}` }],

  alter: {
    function: 'recreate',
    commutator: 'recreate',
    negator: 'recreate',
    restrict: (after) => set(after, `RESTRICT = ${after.restrict ?? 'NONE'}`),
    join: (after) => set(after, `JOIN = ${after.join ?? 'NONE'}`),
    hashes: 'recreate',
    merges: 'recreate',
  },
})

function called(operator: Operator): string {
  return `${qualifiedName(operator.schema)}.${operator.name} (${operator.left ?? 'NONE'}, ${operator.right})`
}

function set(operator: Operator, option: string): Statement[] {
  return [{ sql: `ALTER OPERATOR ${called(operator)} SET (${option})` }]
}
