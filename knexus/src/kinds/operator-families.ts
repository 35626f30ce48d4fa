import { defineKind, type Statement } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

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
           ARRAY(SELECT 'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::regoperator
                        || CASE WHEN o.amopsortfamily <> 0
                          THEN (SELECT ' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
                             FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
                               WHERE s.oid = o.amopsortfamily) ELSE '' END
                 FROM pg_amop o JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = o.oid
                   AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid
                 WHERE o.amopfamily = f.oid
                 UNION ALL
                 SELECT 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, NULL) || ',' ||
                   format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::regprocedure
                 FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
                   AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid
                 WHERE p.amprocfamily = f.oid
                 ORDER BY 1) AS members
    FROM pg_opfamily f
    JOIN pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_am m ON m.oid = f.opfmethod
    WHERE ${userNamespace('n')}
    ORDER BY f.oid`,

  address: (family) => `OPERATOR FAMILY ${called(family)}`,

  create: (family) => [
    { sql: `CREATE OPERATOR FAMILY ${called(family)}` },
    ...(family.members.length > 0 ? alter(family, `ADD\n  ${family.members.join(',\n  ')}`) : []),
  ],
  drop: (family) => [{ sql: `DROP OPERATOR FAMILY ${called(family)}` }],
  rename: (after, before) => renaming('OPERATOR FAMILY', before, after, ` USING ${quoteIdent(before.method)}`),

  alter: { members: changeMembers },
})

function called(family: OperatorFamily): string {
  return `${qualifiedName(family.schema, family.name)} USING ${quoteIdent(family.method)}`
}

function alter(family: OperatorFamily, action: string): Statement[] {
  return [{ sql: `ALTER OPERATOR FAMILY ${called(family)} ${action}` }]
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
