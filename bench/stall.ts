/** `npm run bench:stall [-- --rows 500000 --only bigint --durable]`: how long a writer of single rows has to wait while a table changes, by the plain statements and by the recipes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { Client } from 'pg'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { direction, segments } from '../knexus/src/emit/index.ts'
import { introspect } from '../knexus/src/introspect/index.ts'
import { plan, type Step } from '../knexus/src/plan/index.ts'
import { applyRecipes } from '../knexus/src/recipes/index.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '500000' }, only: { type: 'string' }, durable: { type: 'boolean' } },
})
const rows = Number(values.rows)

const TABLE = `CREATE TYPE mood AS ENUM ('ok', 'sad', 'fine'); CREATE TABLE kinds (id int PRIMARY KEY); INSERT INTO kinds SELECT generate_series(1, 10);
  CREATE TABLE t (id int PRIMARY KEY, n int, code text, note text, label varchar(50), price numeric(12,4), m mood, kind int)`
/** What the table becomes, by statements on an empty one. */
const CHANGES: Readonly<Record<string, string>> = {
  index: 'CREATE INDEX t_code ON t (code)',
  unique: 'ALTER TABLE t ADD CONSTRAINT t_code UNIQUE (code)',
  check: 'ALTER TABLE t ADD CONSTRAINT t_n CHECK (n >= 0)',
  'not null': 'ALTER TABLE t ALTER n SET NOT NULL',
  'not null and three checks':
    'ALTER TABLE t ALTER n SET NOT NULL, ADD CONSTRAINT a CHECK (n >= 0), ADD CONSTRAINT b CHECK (length(code) > 0), ADD CONSTRAINT c CHECK (length(note) > 0)',
  'primary key': 'ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY (id, n)',
  'foreign key': 'ALTER TABLE t ADD CONSTRAINT t_kind FOREIGN KEY (kind) REFERENCES kinds',
  'int to bigint': 'ALTER TABLE t ALTER n TYPE bigint',
  'int to bigint, primary key': 'ALTER TABLE t ALTER id TYPE bigint',
  'varchar wider': 'ALTER TABLE t ALTER label TYPE varchar(60)',
  'varchar narrower': 'ALTER TABLE t ALTER label TYPE varchar(30)',
  'numeric precision': 'ALTER TABLE t ALTER price TYPE numeric(10,2)',
  'volatile default': 'ALTER TABLE t ADD k uuid NOT NULL DEFAULT gen_random_uuid()',
  'column drop': 'ALTER TABLE t DROP label',
  'enum value': `ALTER TYPE mood ADD VALUE 'new'`,
  'enum replaced': `ALTER TABLE t ALTER m TYPE text; DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad', 'ok', 'fine'); ALTER TABLE t ALTER m TYPE mood USING m::mood`,
  'generated column': 'ALTER TABLE t ADD g bigint GENERATED ALWAYS AS (n * 2) STORED',
}

const server = await startPostgres(15, { durable: values.durable === true })
const table = new Table({
  head: [
    `${rows.toLocaleString('en')} rows, ms`,
    'calm',
    'plain: longest wait',
    'in all',
    'recipes: longest wait',
    'in all',
  ],
})
try {
  let nth = 0
  for (const [name, sql] of Object.entries(CHANGES)) {
    if (values.only !== undefined && !name.includes(values.only)) continue
    const plain = await measured((nth += 1), sql, false)
    const ours = await measured((nth += 1), sql, true)
    table.push([name, Math.max(plain.calm, ours.calm), plain.longest, plain.all, ours.longest, ours.all].map(said))
    console.log(table.toString().split('\n').slice(-2)[0])
  }
  console.log(table.toString())
} finally {
  await server.stop()
}

interface Stall {
  /** The longest wait while nothing changes, and while the change is made; how long that took. In milliseconds. */
  readonly calm: number
  readonly longest: number
  readonly all: number
}

/** Makes one change in a database of its own, while a writer changes one row after the other. */
async function measured(nth: number, sql: string, recipes: boolean): Promise<Stall> {
  const [was, will] = [await database(`stall_${nth}`, TABLE), await database(`wanted_${nth}`, `${TABLE}; ${sql}`)]
  const from = await introspect(was)
  const steps = plan(from, await introspect(will))
  await was.query(
    `INSERT INTO t SELECT n, n, 'code ' || n, repeat('note ', 8), 'label ' || n, n, 'ok', 1 + n % 10 FROM generate_series(1, ${rows}) n`,
  )
  await was.query('VACUUM ANALYZE t')
  await was.query('CHECKPOINT')
  const writer = await connected(`stall_${nth}`)
  const end = new AbortController()
  let longest = 0
  const writing = (async () => {
    while (!end.signal.aborted) {
      const id = 1 + Math.floor(Math.random() * rows)
      const start = performance.now()
      await writer.query(`UPDATE t SET note = 'changed' WHERE id = ${id}`)
      longest = Math.max(longest, performance.now() - start)
      await sleep(1)
    }
  })()
  await sleep(3_000)
  const calm = longest
  longest = 0
  const start = performance.now()
  await make(was, recipes ? applyRecipes(steps, from) : steps)
  const all = performance.now() - start
  await sleep(100)
  end.abort()
  await writing
  for (const client of [was, will, writer]) await client.end()
  return { calm, longest, all }
}

/** File by file, each in one transaction or in none. */
async function make(db: Client, steps: readonly Step[]): Promise<void> {
  for (const segment of segments(steps)) {
    const statements = direction(segment.steps).statements.map(({ sql }) => sql)
    for (const sql of segment.transaction ? ['BEGIN', ...statements, 'COMMIT'] : statements) await db.query(sql)
  }
}

async function database(name: string, sql: string): Promise<Client> {
  const client = await connected('postgres')
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const db = await connected(name)
  await db.query(sql)
  return db
}

async function connected(name: string): Promise<Client> {
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const client = new Client(url.toString())
  client.on('error', (error) => console.error(String(error)))
  await client.connect()
  return client
}

function said(value: string | number): string {
  return typeof value === 'number' ? Math.round(value).toLocaleString('en') : value
}
