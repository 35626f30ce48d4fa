import { dollarQuote, quoteLiteral } from '../base/sql.ts'
import { BACKFILL, type Current } from '../migrations/current.ts'
import type { Backfill } from './backfill.ts'

/** Rows of a batch, where nothing measures how long one takes. */
const ROWS = 5_000

/**
 * A backfill as one statement for a script: a loop that commits after each batch, together with how far it is, so
 * that a second run continues there. It must not run inside of a transaction.
 */
export function offlineSql(
  { table, set, where, key, name, batch = ROWS }: Backfill,
  { migration, tables: { journal } }: Current,
): string {
  const id = quoteLiteral([table, name].filter(Boolean).join(' '))
  const wanted = key ? `a.attname = ANY (ARRAY[${key.map(quoteLiteral).join(', ')}])` : 'a.attnum = ANY (i.indkey)'
  const order = key
    ? `array_position(ARRAY[${key.map(quoteLiteral).join(', ')}], a.attname::text)`
    : 'array_position(i.indkey::int2[], a.attnum)'
  const row = `migration = ${quoteLiteral(migration)} AND kind = 'cursor' AND key = ${id}`
  // The key of the batch, how it is joined, its last row as an array, from the newest on, what is not done yet, the order.
  const query = `WITH batch AS MATERIALIZED (SELECT %1$s FROM ${percent(table)}
    WHERE %5$s${where ? ` AND (${percent(where)})` : ''} ORDER BY %6$s LIMIT ${batch} FOR UPDATE),
      changed AS (UPDATE ${percent(table)} AS target SET ${percent(set)} FROM batch WHERE %2$s RETURNING 1)
    SELECT (SELECT jsonb_build_array(%3$s) FROM batch ORDER BY %4$s LIMIT 1), (SELECT count(*) FROM changed)`
  const body = `
DECLARE
  key_of record;
  past text := 'true';
  cursor_at jsonb;
  done bigint := 0;
  changed bigint;
BEGIN
  SELECT string_agg(format('%I AS knexus_key_%s', column_name, n), ', '
    ORDER BY n) AS named, string_agg(format('%I', column_name), ', ' ORDER BY n) AS plain,
      string_agg(format('target.%I = batch.knexus_key_%s', column_name, n), ' AND ' ORDER BY n) AS joined,
      string_agg(format('knexus_key_%s::text', n), ', '
        ORDER BY n) AS texts, string_agg(format('knexus_key_%s DESC', n), ', ' ORDER BY n) AS newest,
      string_agg(format('%%L::%s', column_type), ', ' ORDER BY n) AS values INTO key_of
    FROM (SELECT a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS column_type, row_number() OVER
      (ORDER BY ${order}) AS n
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE c.oid = to_regclass(${quoteLiteral(table)}) AND a.attnum > 0 AND ${wanted}) AS key_columns;
  IF key_of.plain IS NULL THEN RAISE EXCEPTION '% has no primary key to iterate over', ${quoteLiteral(table)}; END IF;
  SELECT detail->'cursor', (detail->>'done')::bigint INTO cursor_at, done FROM ${journal} WHERE ${row};
  done := coalesce(done, 0);
  LOOP
    IF cursor_at IS NOT NULL THEN
      past := format('(%s) > (%s)', key_of.plain, format(key_of.values, VARIADIC ARRAY(SELECT
        jsonb_array_elements_text(cursor_at))));
    END IF;
    EXECUTE format(${quoteLiteral(query)}, key_of.named, key_of.joined, key_of.texts, key_of.newest, past,
      key_of.plain) INTO cursor_at, changed;
    EXIT WHEN cursor_at IS NULL;
    done := done + changed;
    INSERT INTO ${journal} (migration, kind, key, detail) VALUES (${quoteLiteral(migration)}, 'cursor', ${id},
      jsonb_build_object('cursor', cursor_at, 'done', done))
      ON CONFLICT (migration, kind, key) DO UPDATE SET detail = excluded.detail, at = excluded.at;
    COMMIT;
  END LOOP;
END`
  return `${BACKFILL} DO ${dollarQuote(body)}`
}

/** For a text that `format` reads. */
function percent(sql: string): string {
  return sql.replaceAll('%', '%%')
}
