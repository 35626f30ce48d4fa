import { defineKind } from '../base/kind.ts'
import { operatorMembers, withMethod } from './shared/operator-members.ts'
import { renaming } from './shared/rename.ts'
import { clause, quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** An operator class: how an index method handles one type. Source: `pg_opclass`. */
export interface OperatorClass {
  readonly kind: 'operator class'
  readonly schema: string
  readonly name: string
  /** The index method: `btree`. */
  readonly method: string
  /** DEFAULT: indexes on this type use it unless they name another. */
  readonly default: boolean
  readonly type: string
  /** Its family, as a quoted path. */
  readonly family: string
  /** The type that the index stores; null for `type` itself. */
  readonly storage: string | null
  /** `OPERATOR 1 public.<(a,a)`, `FUNCTION 1 (a,a) public.compare(a,a)`. */
  readonly members: readonly string[]
}

export const operatorClassKind = defineKind<OperatorClass, 'schema' | 'name' | 'method'>({
  kind: 'operator class',
  class: 'pg_opclass',

  catalog: () => `
    SELECT c.oid, n.nspname AS schema, c.opcname AS name, m.amname AS method, c.opcdefault AS default,
      format_type(c.opcintype, NULL) AS type,
           quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) AS family, CASE WHEN c.opckeytype <> 0
             THEN format_type(c.opckeytype, NULL) END AS storage,
           ${operatorMembers('pg_opclass', 'c.oid', 'c.opcfamily')} AS members
    FROM pg_opclass c
    JOIN pg_namespace n ON n.oid = c.opcnamespace
    JOIN pg_am m ON m.oid = c.opcmethod
    JOIN pg_opfamily f ON f.oid = c.opcfamily
    JOIN pg_namespace fn ON fn.oid = f.opfnamespace
    WHERE ${userNamespace('n')}
    ORDER BY c.oid`,

  address: (operatorClass) => `OPERATOR CLASS ${withMethod(operatorClass)}`,

  create: (operatorClass) => [
    {
      sql: `${clause(
        'CREATE OPERATOR CLASS',
        qualifiedName(operatorClass.schema, operatorClass.name),
        operatorClass.default && 'DEFAULT',
        'FOR TYPE',
        operatorClass.type,
        'USING',
        quoteIdent(operatorClass.method),
        'FAMILY',
        operatorClass.family,
        'AS',
      )}\n  ${contents(operatorClass).join(',\n  ')}`,
    },
  ],
  drop: (operatorClass) => [{ sql: `DROP OPERATOR CLASS ${withMethod(operatorClass)}` }],
  rename: (after, before) => renaming('OPERATOR CLASS', before, after, ` USING ${quoteIdent(before.method)}`),

  alter: { default: 'recreate', type: 'recreate', family: 'recreate', storage: 'recreate', members: 'recreate' },
})

/** PostgreSQL wants at least one line; naming the stored type says nothing new. */
function contents({ storage, type, members }: OperatorClass): string[] {
  return [...(storage !== null || members.length === 0 ? [`STORAGE ${storage ?? type}`] : []), ...members]
}
