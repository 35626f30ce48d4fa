import type { Client } from 'pg'
import { rows } from '../../src/connection/connection.ts'
import { qualifiedName, quoteLiteral } from '../../src/base/sql.ts'
import { shapesOf, type TableShape } from '../../src/prove/shapes.ts'

type Column = TableShape['columns'][number]
type Shape = Pick<Column, 'base' | 'type'> & { readonly fields?: Column['fields'] }

/** How many rows each table is offered. */
const ROWS = 8

const WHOLE = ['1', '2', '3', '0', '7', '-5', '99', '1000', '40000', '2147483647', '9007199254740993']
const TEXTS = [
  'a',
  'b',
  '',
  'it is longer than five',
  'x'.repeat(80),
  'Abc ',
  '{a,NULL}',
  '12',
  '1.50',
  '2024-02-30',
  '2024-03-31 02:30:00+05:45',
  '{"k": 1, "k":  2}',
  '10.0.0.9/8',
  'Straße',
  'a\\b',
  't',
]
const TIMES = [
  '2024-02-29 23:59:59.999999+00',
  '2024-03-31 02:30:00+05:45',
  '1999-12-31 00:00:00+00',
  'infinity',
  '0044-03-15 00:00:00+00 BC',
]

/** What a stranger has in columns, by their types: values that the next type over may not hold. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  smallint: WHOLE.slice(0, 8),
  integer: WHOLE.slice(0, 10),
  bigint: WHOLE,
  numeric: [...WHOLE.slice(0, 8), '1.2345', '0.05', '-99999.9999', '12345.6789', 'NaN'],
  real: ['1', '0.1', '16777216', '-2.5', 'Infinity', '3e10'],
  'double precision': ['1', '0.1', '1e18', '-2.5', 'NaN', '123456789.987'],
  money: ['1', '0.05', '-99.99'],
  text: TEXTS,
  'character varying': TEXTS,
  character: TEXTS,
  name: TEXTS,
  citext: TEXTS,
  bytea: ['\\x00ff', '\\x41', ''],
  json: ['{"k": 1, "k":  2}', '1.0', 'null', '[1,  2]', '"a"'],
  jsonb: ['{"k": 1}', '1.0', 'null', '[1, 2]', '"a"'],
  'timestamp with time zone': TIMES,
  'timestamp without time zone': TIMES,
  date: ['2024-02-29', '1999-12-31', 'infinity', '0044-03-15 BC'],
  'time without time zone': ['23:59:59.999999', '00:00', '24:00'],
  'time with time zone': ['23:59:59.999999+05:45', '00:00-11'],
  interval: ['1 mon 2 days', '36:00:00', '-1 hour', '0.5 seconds'],
  inet: ['10.0.0.9/8', '10.0.0.0/8', '::1'],
  cidr: ['10.0.0.0/8', '::/0'],
  macaddr: ['08:00:2b:01:02:03'],
  macaddr8: ['08:00:2b:01:02:03:04:05', '08:00:2b:ff:fe:01:02:03'],
  boolean: ['true', 'false'],
  'bit varying': ['1', '10101010', ''],
  bit: ['10101'],
  hstore: ['a=>1, b=>NULL', ''],
  cube: ['(1,2)', '(1,2,3)'],
  int4range: ['[1,5)', '(,3)', 'empty'],
  point: ['(1.5,2)'],
  uuid: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
}

/**
 * Puts rows into every table, as far as it takes them, and moves every sequence. `turn` chooses among the values. Answers whether the
 * materialized views take them too.
 */
export async function putRows(db: Client, turn: number): Promise<boolean> {
  for (const table of await shapesOf(db)) {
    for (let row = 0; row < ROWS; row += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1)
        if (await accepts(db, insertion(table, turn, row, attempt))) break
    }
  }
  const sequences = await rows<{ name: string; least: string; most: string; step: string }>(
    db,
    `SELECT seqrelid::regclass::text AS name, seqmin::text AS least, seqmax::text AS most, seqincrement::text AS step FROM pg_sequence`,
  )
  for (const [at, { name, least, most, step }] of sequences.entries()) {
    const [low, high, by] = [BigInt(least), BigInt(most), BigInt(step)]
    const moved = BigInt((turn + at) % 40)
    const position = by > 0n ? low + moved : high - moved
    if (position >= low && position <= high)
      await db.query(`SELECT setval(${quoteLiteral(name)}, ${position}, ${(turn + at) % 3 > 0})`)
  }
  const stored = await rows<{ name: string }>(
    db,
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY oid`,
  )
  for (const { name } of stored) if (!(await accepts(db, `REFRESH MATERIALIZED VIEW ${name}`))) return false
  return true
}

/** First all columns, then half of them, then a few, then those that have to be. */
function insertion({ schema, name, columns }: TableShape, turn: number, row: number, attempt: number): string {
  const given = columns.filter(
    ({ generated, required, written }, at) =>
      !generated && (required || (attempt < 3 && written && (at + row) % 2 ** attempt === 0)),
  )
  if (given.length === 0) return `INSERT INTO ${qualifiedName(schema, name)} DEFAULT VALUES`
  const values = given.map((column, at) => value(column, turn + row * 5 + attempt * 3 + at * 7))
  return (
    `INSERT INTO ${qualifiedName(schema, name)} (${given.map((column) => qualifiedName(column.name)).join(', ')}) ` +
    `OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')})`
  )
}

function value({ base, type, fields }: Shape, n: number): string {
  if (fields) return `ROW(${fields.map((field, at) => value(field, n + at)).join(', ')})::${type}`
  if (base.endsWith('[]')) return array(base.slice(0, -2), type, n)
  const all = VALUES[base.replace(/\(.*\)/, '').replace(/^.*\./, '')]
  if (all) return n % 11 === 10 ? 'NULL' : `${quoteLiteral(all[n % all.length]!)}::${type}`
  return `(SELECT e::${type} FROM unnest(enum_range(NULL::${base})) e OFFSET ${n % 3} LIMIT 1)`
}

function array(element: string, type: string, n: number): string {
  const one = (at: number) => value({ base: element, type: element }, at)
  const elements = [[], ['NULL'], [one(n)], [one(n), 'NULL', one(n + 1)], [one(n), one(n)]][n % 5]!
  return `ARRAY[${elements.join(', ')}]::${element}[]::${type}`
}

async function accepts(db: Client, sql: string): Promise<boolean> {
  await db.query('SAVEPOINT row')
  try {
    await db.query(sql)
    await db.query('RELEASE row')
    return true
  } catch {
    await db.query('ROLLBACK TO row')
    return false
  }
}
