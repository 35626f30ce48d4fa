import type { Case } from './cases/case.ts'
import { prove, readSchema } from './support/laws.ts'
import { database, execute } from './support/server.ts'

/** What has the name `t`, by its kind. */
type Kinds = Readonly<Record<string, string>>

const SERVER = 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w'

/** The kinds that share the names of types. */
const TYPES: Kinds = {
  composite: 'CREATE TYPE t AS (a int, b text)',
  enum: `CREATE TYPE t AS ENUM ('x', 'y')`,
  range: 'CREATE TYPE t AS RANGE (SUBTYPE = int)',
  domain: 'CREATE DOMAIN t AS text CHECK (length(VALUE) > 1)',
}

/** The kinds that share the names of relations, each with what it may have as parts. */
const RELATIONS: Kinds = {
  table: 'CREATE TABLE t (a int PRIMARY KEY, b text, CHECK (a > 0)); CREATE INDEX i ON t (b)',
  'foreign table': 'CREATE FOREIGN TABLE t (a int NOT NULL, b text, CHECK (a > 0)) SERVER s',
  'partitioned table': 'CREATE TABLE t (a int, b text) PARTITION BY LIST (a)',
  view: `CREATE VIEW t AS SELECT 1 AS a, 'b'::text AS b`,
  'materialized view': `CREATE MATERIALIZED VIEW t AS SELECT 1 AS a, 'b'::text AS b; CREATE INDEX i ON t (b)`,
  sequence: 'CREATE SEQUENCE t',
  composite: 'CREATE TYPE t AS (a int, b text)',
}

/** What uses a type, and what uses a relation that has columns, a sequence, or a composite. */
const USES_TYPE =
  'CREATE TABLE x (c t, d int); CREATE VIEW v AS SELECT c FROM x; CREATE FUNCTION f(p t) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'

function usesRelation(kind: string): string {
  if (kind === 'sequence') return `CREATE TABLE x (d int DEFAULT nextval('t'))`
  const row = 'CREATE FUNCTION f(p t) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'
  return kind === 'composite' ? `CREATE TABLE x (d int, c t); ${row}` : `CREATE VIEW x AS SELECT a, b FROM t; ${row}`
}

/** KNEXUS_ALL_PAIRS=1 takes all of them, which is two minutes. Otherwise every fifth is taken, of the used and the unused in turn. */
const stride = process.env.KNEXUS_ALL_PAIRS === undefined ? 5 : 1
const cases: readonly Case[] = [...pairs(TYPES, () => USES_TYPE), ...pairs(RELATIONS, usesRelation, SERVER)].filter(
  (_, index) => index % stride === 0,
)

/** Every ordered pair of two kinds, unused and used. */
function pairs(kinds: Kinds, use: (kind: string) => string, both?: string): Case[] {
  const entries = Object.entries(kinds)
  return entries.flatMap(([old, from]) =>
    entries
      .filter(([kind]) => kind !== old)
      .flatMap(([kind, to]) => [
        { name: `${old} becomes ${kind}`, both, from, to },
        { name: `${old} becomes ${kind}, used`, both, from: `${from}; ${use(old)}`, to: `${to}; ${use(kind)}` },
      ])
      .map(({ both: shared, ...one }) => (shared === undefined ? one : { ...one, both: shared })),
  )
}

describe('one name, another kind', function () {
  this.timeout('2m')
  for (const { name, both, from, to } of cases) {
    it(name, async () => {
      const [older, newer] = await Promise.all([database(), database()])
      const connections = await Promise.all([older.connect(), newer.connect()])
      try {
        await execute(older, [both, from].filter(Boolean).join(';'))
        await execute(newer, [both, to].filter(Boolean).join(';'))
        const [connection, wanted] = connections
        const read = async () => ({ schema: await readSchema(connection) })
        await prove({ connection, read, transactions: true }, await read(), { schema: await readSchema(wanted) }, false)
      } finally {
        await Promise.all(connections.map((one) => one.end()))
        await older.drop()
        await newer.drop()
      }
    })
  }
})
