import { named } from './shared/names.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { qualifiedName, userNamespace } from '../base/sql.ts'

/** An aggregate function. Source: `pg_aggregate`. */
export interface Aggregate {
  readonly kind: 'aggregate'
  readonly schema: string
  readonly name: string
  /** Its arguments as COMMENT ON takes them: `integer`, `*` for none, `double precision ORDER BY anyelement`. */
  readonly signature: string
  /** The list between the parentheses, with names: `value integer`; `*` for none. */
  readonly arguments: string
  /**
   * Its definition, as options of CREATE AGGREGATE: `{ SFUNC: 'public.add', STYPE: 'integer', INITCOND: "'0'" }`;
   * `HYPOTHETICAL` has no value.
   */
  readonly options: Readonly<Record<string, string>>
  /** The type of its result; null when declared. Not compared: the functions tell it. */
  readonly returns: string | null
}

export const aggregateKind = defineKind<Aggregate, 'schema' | 'name' | 'signature', 'returns'>({
  kind: 'aggregate',
  facts: {
    returns: 'its final function or its state type tells it',
  },
  class: 'pg_proc',

  catalog: () => `
    SELECT p.oid, n.nspname AS schema, p.proname AS name,
           COALESCE(NULLIF(CASE a.aggkind WHEN 'n' THEN oidvectortypes(p.proargtypes)
             ELSE pg_get_function_identity_arguments(p.oid) END, ''), '*') AS signature,
           COALESCE(NULLIF(pg_get_function_arguments(p.oid), ''), '*') AS arguments,
           json_strip_nulls(json_build_object(
             'SFUNC', a.aggtransfn::regproc, 'STYPE', format_type(a.aggtranstype, NULL), 'SSPACE',
               NULLIF(a.aggtransspace, 0)::text,
             'FINALFUNC', ${functionOf('a.aggfinalfn')}, 'FINALFUNC_EXTRA', CASE WHEN a.aggfinalextra
               THEN '' END, 'FINALFUNC_MODIFY', ${modify('a.aggfinalmodify', 'a.aggkind')},
             'COMBINEFUNC', ${functionOf('a.aggcombinefn')}, 'SERIALFUNC', ${functionOf('a.aggserialfn')},
               'DESERIALFUNC', ${functionOf('a.aggdeserialfn')},
             'INITCOND', quote_literal(a.agginitval), 'MSFUNC', ${functionOf('a.aggmtransfn')}, 'MINVFUNC',
               ${functionOf('a.aggminvtransfn')},
             'MSTYPE', CASE WHEN a.aggmtranstype <> 0
               THEN format_type(a.aggmtranstype, NULL) END, 'MSSPACE', NULLIF(a.aggmtransspace, 0)::text,
             'MFINALFUNC', ${functionOf('a.aggmfinalfn')}, 'MFINALFUNC_EXTRA', CASE WHEN a.aggmfinalextra
               THEN '' END, 'MFINALFUNC_MODIFY', ${modify('a.aggmfinalmodify', 'a.aggkind')},
             'MINITCOND', quote_literal(a.aggminitval),
             'SORTOP', 'OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')',
             'PARALLEL', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END, 'HYPOTHETICAL', CASE
               WHEN a.aggkind = 'h' THEN '' END)) AS options,
           pg_get_function_result(p.oid) AS returns
    FROM pg_aggregate a
    JOIN pg_proc p ON p.oid = a.aggfnoid
    JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_operator op ON op.oid = a.aggsortop
    LEFT JOIN pg_namespace opn ON opn.oid = op.oprnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, p.proname, signature`,

  address: (aggregate) => `AGGREGATE ${called(aggregate)}`,
  relations: (aggregate) => [
    named(
      'routine',
      `${qualifiedName(aggregate.schema, aggregate.name)}(${aggregate.signature === '*' ? '' : aggregate.signature})`,
    ),
  ],

  create: (aggregate) => define(aggregate, 'CREATE'),
  drop: (aggregate) => [{ sql: `DROP AGGREGATE ${called(aggregate)}` }],
  rename: (after, before) => renaming('AGGREGATE', before, after, `(${before.signature})`),

  alter: {
    arguments: 'recreate',
    options: (after, before) => (isReplaceable(after, before) ? define(after, 'CREATE OR REPLACE') : 'recreate'),
  },
})

function called(aggregate: Aggregate): string {
  return `${qualifiedName(aggregate.schema, aggregate.name)}(${aggregate.signature})`
}

function define(aggregate: Aggregate, verb: 'CREATE' | 'CREATE OR REPLACE'): Statement[] {
  const lines = Object.entries(aggregate.options).map(([key, value]) =>
    value === '' ? `  ${key}` : `  ${key} = ${value}`,
  )
  return [
    {
      sql:
        `${verb} AGGREGATE ${qualifiedName(aggregate.schema, aggregate.name)}(${aggregate.arguments}) ` +
        `(\n${lines.join(',\n')}\n)`,
    },
  ]
}

/** PostgreSQL replaces an aggregate while its result's type and its sort stay. */
function isReplaceable(after: Aggregate, before: Aggregate): boolean {
  return (
    after.returns !== null &&
    after.returns === before.returns &&
    after.options['HYPOTHETICAL'] === before.options['HYPOTHETICAL']
  )
}

function functionOf(column: string): string {
  return `NULLIF(${column}::regproc::text, '-')`
}

/** How a final function treats the state; the ordinary answer is read_only, for ordered-set aggregates read_write. */
function modify(column: string, kind: string): string {
  return (
    `NULLIF(CASE ${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END, CASE ` +
    `${kind} WHEN 'n' THEN 'READ_ONLY' ELSE 'READ_WRITE' END)`
  )
}
