import { defineKind, type Statement } from '../base/kind.ts'
import { operatorMembers, withMethod } from './shared/operator-members.ts'
import { renaming } from './shared/rename.ts'
import { quoteIdent, userNamespace } from '../base/sql.ts'

/** An operator family, with the members that belong to none of its classes. Source: `pg_opfamily`, `pg_amop`, `pg_amproc`. */
export interface OperatorFamily {
  readonly kind: 'operator family'
  readonly schema: string
  readonly name: string
  /** The index method: `btree`. */
  readonly method: string
  /** `OPERATOR 1 public.<(integer,bigint)`, `FUNCTION 1 (integer,bigint) public.compare(integer,bigint)`. */
  readonly members: readonly string[]
}

export const operatorFamilyKind = defineKind<OperatorFamily, 'schema' | 'name' | 'method'>({
  kind: 'operator family',
  class: 'pg_opfamily',

  catalog: () => `
    SELECT f.oid, n.nspname AS schema, f.opfname AS name, m.amname AS method,
           ${operatorMembers('pg_opfamily', 'f.oid', 'f.oid')} AS members
    FROM pg_opfamily f
    JOIN pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_am m ON m.oid = f.opfmethod
    WHERE ${userNamespace('n')}
    ORDER BY f.oid`,

  address: (family) => `OPERATOR FAMILY ${withMethod(family)}`,

  create: (family) => [
    { sql: `CREATE OPERATOR FAMILY ${withMethod(family)}` },
    ...(family.members.length > 0 ? alter(family, `ADD\n  ${family.members.join(',\n  ')}`) : []),
  ],
  drop: (family) => [{ sql: `DROP OPERATOR FAMILY ${withMethod(family)}` }],
  rename: (after, before) => renaming('OPERATOR FAMILY', before, after, ` USING ${quoteIdent(before.method)}`),

  alter: { members: changeMembers },
})

function alter(family: OperatorFamily, action: string): Statement[] {
  return [{ sql: `ALTER OPERATOR FAMILY ${withMethod(family)} ${action}` }]
}

function changeMembers(after: OperatorFamily, before: OperatorFamily): Statement[] {
  const gone = before.members.filter((member) => !after.members.includes(member))
  const added = after.members.filter((member) => !before.members.includes(member))
  return [
    ...(gone.length > 0 ? alter(after, `DROP\n  ${gone.map(place).join(',\n  ')}`) : []),
    ...(added.length > 0 ? alter(after, `ADD\n  ${added.join(',\n  ')}`) : []),
  ]
}

/** The number and the types by which a member is dropped: `OPERATOR 1 (integer,bigint)`. */
function place(member: string): string {
  const [, numbered = '', types = ''] = /^(\w+ \d+)[^(]*(\([^)]*\))/.exec(member) ?? []
  return `${numbered} ${types}`
}
