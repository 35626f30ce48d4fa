import { rows, type Connection } from '../connection/connection.ts'
import { arrays, unusual, type Unusual } from './values.ts'

/**
 * SQL: all that the type of a column `a` is made of, outermost first: `public.price >numeric(10,2)`. The attributes of
 * a composite stand in the order of their names.
 */
export const MADE_OF = `
  WITH RECURSIVE part(place, type, typmod) AS (
    SELECT '', a.atttypid, a.atttypmod
    UNION ALL
    SELECT part.place || more.place, more.type, more.typmod
    FROM part JOIN pg_type p ON p.oid = part.type CROSS JOIN LATERAL (
      SELECT '>', p.typbasetype, p.typtypmod WHERE p.typtype = 'd'
      UNION ALL SELECT '[]', p.typelem, part.typmod WHERE p.typcategory = 'A' AND p.typelem <> 0 AND p.typtype = 'b'
      UNION ALL SELECT '..', r.rngsubtype, -1 FROM pg_range r WHERE p.oid IN (r.rngtypid, r.rngmultitypid)
      UNION ALL SELECT '.' || CASE WHEN part.place = '' THEN ''
        ELSE lpad(f.attnum::text, 4, '0') END || f.attname::text COLLATE "default",
                       f.atttypid, f.atttypmod FROM pg_attribute f
                WHERE p.typtype = 'c' AND f.attrelid = p.typrelid AND f.attnum > 0 AND NOT f.attisdropped
    ) AS more(place, type, typmod)
  )
  SELECT string_agg(place || format_type(type, typmod), ' ' ORDER BY place) FROM part`

/** SQL: the type under all domains over another one, by their oids. */
export const under = (type: string): string => `
  (WITH RECURSIVE under(type) AS (SELECT ${type} UNION ALL SELECT u.typbasetype FROM under JOIN pg_type u
    ON u.oid = under.type WHERE u.typtype = 'd')
   SELECT u.oid FROM under JOIN pg_type u ON u.oid = under.type WHERE u.typtype <> 'd')`

/** What a type that people made is made of. */
interface Parts {
  /** The type under a domain, with its length. */
  readonly over: string | null
  readonly element: string | null
  /** The type of a range's bounds. */
  readonly bound: string | null
  readonly attributes: readonly string[] | null
}

const PARTS = `
  SELECT CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS over,
         CASE WHEN t.typcategory = 'A' AND t.typtype = 'b' AND t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element,
         (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid) AS bound,
         (SELECT json_agg(format_type(f.atttypid, f.atttypmod) ORDER BY f.attnum) FROM pg_attribute f
          WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped) AS attributes
  FROM pg_type t WHERE t.oid = $1::regtype`

/** The labels of an enum, each of which may be none of another; none of another type. */
async function labelsOf(db: Connection, type: string): Promise<readonly Unusual[]> {
  const labels =
    'SELECT quote_literal(enumlabel) AS label FROM pg_enum WHERE enumtypid = $1::regtype ORDER BY enumsortorder'
  return (await rows<{ label: string }>(db, labels, [type])).map(({ label }) => ['labels', label])
}

/** Values of a type that may not fit another one; of a type that people made, those of all that it is made of. */
export async function unusualOf(db: Connection, type: string): Promise<readonly Unusual[]> {
  if (unusual(type.replace(/(\[\])+$/, '')).length > 0) return unusual(type)
  const [parts] = await rows<Parts>(db, PARTS, [type])
  if (!parts) return []
  const { over, element, bound, attributes } = parts
  if (over !== null) return unusualOf(db, over)
  if (element !== null) return arrays(await unusualOf(db, element), element)
  if (bound !== null)
    return (await unusualOf(db, bound)).map(([what, sql]) => [what, `${type}(${sql}::${bound}, NULL, '[]')`])
  const found: Unusual[] = []
  for (const [at, attribute] of (attributes ?? []).entries())
    for (const [what, sql] of [...(await unusualOf(db, attribute)), ...(await labelsOf(db, attribute))])
      found.push([
        what,
        `ROW(${attributes!.map((_, other) => (other === at ? `${sql}::${attribute}` : 'NULL')).join(', ')})`,
      ])
  return found
}
