import { qualifiedName, quoteIdent } from '../../base/sql.ts'

/** What is named within an index method: an operator class or an operator family. */
interface OfMethod {
  readonly schema: string
  readonly name: string
  /** The index method: `btree`. */
  readonly method: string
}

/** `public.by_length USING btree`. */
export function withMethod({ schema, name, method }: OfMethod): string {
  return `${qualifiedName(schema, name)} USING ${quoteIdent(method)}`
}

/**
 * SQL: the operators and functions of a family that belong to one owner, as CREATE OPERATOR CLASS names them, in an array.
 *
 * @param owner `pg_opclass` or `pg_opfamily`.
 * @param oid The owner, as an expression.
 * @param family The family, as an expression.
 */
export function operatorMembers(owner: 'pg_opclass' | 'pg_opfamily', oid: string, family: string): string {
  return `ARRAY(SELECT 'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::regoperator
                        || CASE WHEN o.amopsortfamily <> 0
                          THEN (SELECT ' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
                             FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
                               WHERE s.oid = o.amopsortfamily) ELSE '' END
                 FROM pg_amop o ${ownedBy('pg_amop', 'o', owner, oid)}
                 WHERE o.amopfamily = ${family}
                 UNION ALL
                 SELECT 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, NULL) || ',' ||
                   format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::regprocedure
                 FROM pg_amproc p ${ownedBy('pg_amproc', 'p', owner, oid)}
                 WHERE p.amprocfamily = ${family}
                 ORDER BY 1)`
}

function ownedBy(catalog: string, member: string, owner: string, oid: string): string {
  return `JOIN pg_depend d ON d.classid = '${catalog}'::regclass AND d.objid = ${member}.oid
                   AND d.refclassid = '${owner}'::regclass AND d.refobjid = ${oid}`
}
