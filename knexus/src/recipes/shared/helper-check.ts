import type { Column } from '../../kinds/columns.ts'
import type { Constraint } from '../../kinds/constraints.ts'
import { quoteIdent } from '../../base/sql.ts'
import type { Context } from './recipe.ts'
import { free } from './step.ts'

/** A check of a column that stands while a migration is on its way, not proved yet. Its name tells what for: `t_id__not_null`. */
export function helperCheck(
  { on, schema, table, name }: Column,
  suffix: string,
  condition: string,
  context: Context,
): Constraint {
  return {
    kind: 'constraint',
    on,
    schema,
    table,
    name: free(`${table}_${name}`, suffix, context),
    type: 'check',
    definition: `CHECK (${condition})`,
    validated: false,
    enforced: true,
    with: {},
    tablespace: null,
    references: null,
    inherited: null,
    partitioned: false,
  }
}

/** The statement that reads the rows that were there before a constraint, and lets everybody work while it does. */
export function validation({ on, name }: Constraint): { readonly sql: string } {
  return { sql: `ALTER ${on} VALIDATE CONSTRAINT ${quoteIdent(name)}` }
}
