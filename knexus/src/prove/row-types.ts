import { KnexusError, sqlState } from '../base/errors.ts'
import { namesIn } from '../base/tokens.ts'
import { quoteIdent } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'

/** A column that holds rows of a table: `public.visits.visitor`, of `public.users`. */
interface Holder {
  readonly column: string
  readonly name: string
  readonly table: string
  readonly relation: string
  /** Whether its type is that of the rows, and not an array, a domain or a composite type of them. */
  readonly itself: boolean
}

/** The columns whose type is made of the rows of a table: the type itself, or an array, a domain or a composite type of it. */
const HOLDERS = `
  WITH RECURSIVE made(type, relation) AS (
    SELECT t.oid, c.oid FROM pg_class c JOIN pg_type t ON t.oid = c.reltype WHERE c.relkind IN ('r', 'p', 'f') AND c.oid >= 16384
    UNION
    SELECT more.type, made.relation FROM made CROSS JOIN LATERAL (
      SELECT t.oid FROM pg_type t WHERE t.typbasetype = made.type OR t.typelem = made.type AND t.typcategory = 'A'
      UNION ALL SELECT k.reltype FROM pg_attribute f JOIN pg_class k ON k.oid = f.attrelid
                WHERE k.relkind = 'c' AND f.atttypid = made.type AND NOT f.attisdropped
    ) AS more(type)
  )
  SELECT quote_ident(hn.nspname) || '.' || quote_ident(h.relname) || '.' || quote_ident(a.attname) AS column, a.attname AS name,
         c.relname AS relation, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table, made.type = c.reltype AS itself
  FROM made JOIN pg_class c ON c.oid = made.relation JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.atttypid = made.type AND NOT a.attisdropped
  JOIN pg_class h ON h.oid = a.attrelid AND h.relkind IN ('r', 'p', 'm') JOIN pg_namespace hn ON hn.oid = h.relnamespace
  ORDER BY 1`

/** Says which columns keep PostgreSQL from rewriting a table, if that is why it refused a statement: they hold rows of it. */
export async function rowTypeUsed(db: Connection, sql: string, cause: unknown): Promise<KnexusError | undefined> {
  if (sqlState(cause) !== '0A000' || !sql.startsWith('ALTER TABLE ')) return undefined
  const names = new Set(namesIn(sql))
  const holders = (await rows<Holder>(db, HOLDERS).catch(() => [])).filter(({ relation }) => names.has(relation))
  const [first] = holders
  if (!first) return undefined
  const { column, name, table, itself } = first
  const held = quoteIdent(name)
  const all = [...new Set(holders.map((holder) => holder.column))]
  const back = itself
    ? `.using(sql\`jsonb_populate_record(NULL::${table}, ${held})\`)`
    : 'with .using() that makes its values of the JSON'
  return new KnexusError(
    'row-type-used',
    `${all.join(', ')} ${all.length > 1 ? 'hold' : 'holds'} rows of ${table}. ` +
      'While a column does, PostgreSQL neither changes the type of a column of that table, nor adds one with a default ' +
      `or a generated one, nor makes the table logged or unlogged:\n${sql}`,
    `Make three migrations: give ${column} the type jsonb, .using(sql\`to_jsonb(${held})\`); change ${table}; ` +
      `give ${column} its type back, ${back}. ` +
      `Or let ${column} hold a composite type of its own, which does not change with ${table}.`,
    { cause, sql },
  )
}
