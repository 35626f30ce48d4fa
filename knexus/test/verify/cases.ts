/** The table that every case begins with, and its end. */
export const START = raw(
  `CREATE TABLE orders (id serial PRIMARY KEY, price numeric(10,4), note text); CREATE INDEX by_price ON orders (price)`,
)
export const END = raw(`DROP TABLE orders`)

const LOST = ['values-lost', 'public.orders.price (fractions'] as const
const LOWERED = `await knex.raw('ALTER TABLE orders DROP a'); await knex.raw('UPDATE orders SET note = lower(note)')`

/** What up and down do, and what the file then owes: the debt, and the words that name the object. */
export const CASES: readonly (readonly [
  what: string,
  up: string,
  down: string | undefined,
  ...owed: (readonly [string, string])[],
])[] = [
  ['a column that comes and goes', raw('ALTER TABLE orders ADD a int'), raw('ALTER TABLE orders DROP a')],
  [
    'the builder',
    `await knex.schema.alterTable('orders', (t) => { t.string('a') })`,
    `await knex.schema.alterTable('orders', (t) => { t.dropColumn('a') })`,
  ],
  ['an index, concurrently', raw('CREATE INDEX CONCURRENTLY i ON orders (note)'), raw('DROP INDEX CONCURRENTLY i')],
  [
    'values moved there and back',
    raw(`ALTER TABLE orders RENAME note TO remark`),
    raw(`ALTER TABLE orders RENAME remark TO note`),
  ],
  [
    'a wider type',
    raw(`ALTER TABLE orders ALTER price TYPE numeric(12,4)`),
    raw(`ALTER TABLE orders ALTER price TYPE numeric(10,4)`),
  ],
  ['no down', raw('ALTER TABLE orders ADD a int'), undefined, ['no-way-down', 'no function named down']],
  [
    'a down that refuses',
    raw('ALTER TABLE orders ADD a int'),
    `throw new Error('there is no way back')`,
    ['no-way-down', 'there is no way back'],
  ],
  [
    'a down that fails',
    raw('ALTER TABLE orders ADD a int'),
    raw('ALTER TABLE orders DROP b'),
    ['down-fails', 'column "b" of relation "orders" does not exist'],
  ],
  [
    'an up that fails on rows',
    raw('ALTER TABLE orders ADD a int NOT NULL'),
    raw('ALTER TABLE orders DROP a'),
    ['up-fails', 'contains null values'],
  ],
  ['an empty down', raw('CREATE TABLE t (a int, b int)'), '', ['left-behind', 'TABLE public.t is still there']],
  [
    'an empty down of what lies in a namespace that the models do not manage',
    raw('CREATE SCHEMA other; CREATE TABLE other.t (a int, b int)'),
    '',
    ['left-behind', 'TABLE other.t is still there'],
    ['left-behind', 'SCHEMA other is still there'],
  ],
  [
    'the triggers of a foreign key',
    raw('CREATE TABLE t (id int REFERENCES orders); ALTER TABLE orders DISABLE TRIGGER ALL'),
    raw('ALTER TABLE t DISABLE TRIGGER ALL'),
    ['left-behind', 'TABLE public.t is still there'],
    ['left-behind', 'DISABLED TRIGGERS ON public.t OF TABLE CONSTRAINT t_id_fkey on public.t is still there'],
    ['left-behind', 'DISABLED TRIGGERS ON public.orders OF TABLE CONSTRAINT t_id_fkey on public.t is still there'],
  ],
  [
    'a grant on what the server brings',
    raw('REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC'),
    '',
    ['left-behind', 'PRIVILEGES ON FUNCTION pg_catalog.pg_sleep(double precision) is still there'],
  ],
  [
    'a rule of several actions beside another statement',
    raw(
      `CREATE TABLE log (id int); CREATE RULE r AS ON UPDATE TO orders DO ALSO (DELETE FROM log; INSERT INTO log VALUES (1))`,
    ),
    raw('DROP RULE r ON orders; DROP TABLE log'),
  ],
  [
    'what no kind covers, there and back',
    raw(`CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`),
    raw('DROP CONVERSION latin'),
  ],
  [
    "another file's index",
    raw('ALTER TABLE orders ADD a int'),
    raw('ALTER TABLE orders DROP a; DROP INDEX by_price'),
    ['taken-away', 'INDEX public.by_price is gone'],
  ],
  [
    'a default',
    raw(`ALTER TABLE orders ALTER note SET NOT NULL`),
    '',
    ['not-restored', 'COLUMN public.orders.note is different after down (not null: false -> true)'],
  ],
  [
    'a dropped column',
    raw('ALTER TABLE orders DROP note'),
    raw('ALTER TABLE orders ADD note text'),
    ['values-lost', 'public.orders.note'],
  ],
  ['a dropped table', END, START, ['position-lost', 'public.orders_id_seq'], ['values-lost', '0 of 4 are there']],
  ['changed values', raw(`UPDATE orders SET note = 'x'`), '', ['values-lost', 'public.orders.note']],
  [
    'a narrower type',
    raw('ALTER TABLE orders ALTER price TYPE numeric(10,2)'),
    raw('ALTER TABLE orders ALTER price TYPE numeric(10,4)'),
    ['values-lost', 'public.orders.price (fractions'],
  ],
  [
    'a narrower column in the place of another',
    raw('ALTER TABLE orders ADD p numeric(10,2); UPDATE orders SET p = price; ALTER TABLE orders DROP price'),
    raw(
      `ALTER TABLE orders ADD price numeric(10,4); UPDATE orders SET price = p; ALTER TABLE orders DROP p; CREATE INDEX by_price ON orders (price)`,
    ),
    ['values-lost', 'public.orders.price (fractions'],
  ],
  ['values that are rounded', raw('UPDATE orders SET price = round(price)'), '', LOST],
  ['values that are cut', raw('UPDATE orders SET note = substring(note, 1, 20)'), '', ['values-lost', 'long texts']],
  ['letters', raw('UPDATE orders SET note = lower(note)'), '', ['values-lost', 'capital letters']],
  [
    'NULLs that are filled',
    raw(`UPDATE orders SET note = coalesce(note, 'none'); ALTER TABLE orders ALTER note SET NOT NULL`),
    raw('ALTER TABLE orders ALTER note DROP NOT NULL'),
    ['values-lost', 'public.orders.note (NULL'],
  ],
  ['rows that are deleted', raw('DELETE FROM orders WHERE price < 0'), '', ['values-lost', 'are there']],
  [
    'values that a block of statements changes',
    raw('DO $$ BEGIN ALTER TABLE orders ADD a int; UPDATE orders SET price = trunc(price); END $$'),
    raw('ALTER TABLE orders DROP a'),
    LOST,
  ],
  [
    'values that the way down changes',
    raw('ALTER TABLE orders ADD a int'),
    LOWERED,
    ['values-lost', 'capital letters'],
  ],
  [
    'values that are kept in another column',
    raw('ALTER TABLE orders ADD p numeric; UPDATE orders SET p = price, price = round(price)'),
    raw('UPDATE orders SET price = p; ALTER TABLE orders DROP p'),
  ],
  [
    'values that are kept in another table',
    raw('CREATE TABLE was AS SELECT id, note FROM orders; UPDATE orders SET note = lower(note)'),
    raw('UPDATE orders o SET note = w.note FROM was w WHERE w.id = o.id; DROP TABLE was'),
  ],
  [
    'a query that goes round in a circle',
    raw(`CREATE MATERIALIZED VIEW rounds AS WITH RECURSIVE w AS (
      SELECT id, note FROM orders UNION ALL SELECT o.id, o.note FROM orders o JOIN w USING (id)) SELECT count(*) FROM w`),
    raw('DROP MATERIALIZED VIEW rounds'),
    ['does-not-end', 'stopped on a few made-up rows'],
  ],
  [
    'a position',
    raw(`ALTER TABLE orders ADD a int`),
    raw(`ALTER TABLE orders DROP a; SELECT setval('orders_id_seq', 1, false)`),
    ['position-lost', 'stood at 2 before up'],
  ],
]

/** A statement as a migration sends it. */
export function raw(sql: string): string {
  return `await knex.raw(\`${sql}\`)`
}
