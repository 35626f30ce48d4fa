import type { Statement } from '../../base/kind.ts'
import { dollarQuote, quoteIdent, qualifiedName } from '../../base/sql.ts'
import type { Column } from '../../kinds/columns.ts'
import type { Context } from './recipe.ts'
import { free } from './step.ts'

/**
 * A trigger that stands while a column is filled, for the rows that are written in the meantime: these may move to
 * where the filling has been. A word of the body that names a column and a variable of the server means the column.
 */
export function syncTrigger(
  { schema, table, name }: Column,
  body: string,
  context: Context,
): { readonly make: readonly Statement[]; readonly drop: readonly Statement[] } {
  const place = qualifiedName(schema, table)
  const sync = free(`${table}_${name}`, '__sync', context)
  const [trigger, calls] = [quoteIdent(sync), qualifiedName(schema, sync)]
  const text = dollarQuote(`\n#variable_conflict use_column\nBEGIN ${body}; RETURN NEW; END`)
  return {
    make: [
      {
        sql: `CREATE FUNCTION ${calls}() RETURNS trigger LANGUAGE plpgsql AS ${text}`,
      },
      {
        sql: `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${place} FOR EACH ROW EXECUTE FUNCTION ${calls}()`,
      },
      { sql: `ALTER TABLE ${place} ENABLE ALWAYS TRIGGER ${trigger}` },
    ],
    drop: [{ sql: `DROP TRIGGER ${trigger} ON ${place}` }, { sql: `DROP FUNCTION ${calls}()` }],
  }
}
