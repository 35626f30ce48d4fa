import type { Statement } from '../../base/kind.ts'
import { dollarQuote, quoteIdent, quoteLiteral, qualifiedName } from '../../base/sql.ts'
import type { Column } from '../../kinds/columns.ts'

/** Pages of a table that are filled in one transaction: 128 kB, a few thousand rows at most. */
const PAGES = 16

/**
 * Fills a column of the rows that are there, some pages at a time, each a transaction of its own. What comes or moves
 * while it works has a value by then. A second run goes on with what is left. `value` is an expression over the other
 * columns, or DEFAULT. EXECUTE keeps the names of columns and those of the block apart.
 */
export function backfill({ schema, table, name }: Column, value: string): Statement {
  const [place, column] = [qualifiedName(schema, table), quoteIdent(name)]
  const [update, empty] = [`UPDATE ${place} SET ${column} = ${value} WHERE`, `${column} IS NULL`]
  const body = `
DECLARE
  page bigint := 0;
  pages bigint := pg_relation_size(${quoteLiteral(place)}) / current_setting('block_size')::bigint;
BEGIN
  WHILE page < pages LOOP
    EXECUTE ${dollarQuote(`${update} ctid >= $1 AND ctid < $2 AND ${empty}`)}
      USING format('(%s,0)', page)::tid, format('(%s,0)', page + ${PAGES})::tid;
    COMMIT;
    page := page + ${PAGES};
  END LOOP;
END`
  return {
    sql: `DO ${dollarQuote(body)}`,
    boundary: 'outside',
    within: `${update} ${empty}`,
    allows: `values-lost on ${place}.${column} because the way down of the file before drops ${column}`,
  }
}
