import { expect } from 'chai'
import { down, up } from '../../src/run/runner.ts'
import { changedProject } from '../support/change.ts'

const [COLUMN, TABLE] = ['c'.repeat(63), 't'.repeat(63)]
const KEPT = 'CREATE TABLE kept (id int PRIMARY KEY)'

/** What is dropped, and rows of it. */
const CASES: Readonly<Record<string, { readonly from: string; readonly to?: string; readonly rows: string }>> = {
  partitions: {
    from: `${KEPT}; CREATE TABLE p (id int, k int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE INDEX i ON p (k)`,
    rows: 'INSERT INTO p VALUES (1, 1), (2, 2)',
  },
  'names of 63 bytes': {
    from: `CREATE TABLE kept (id int PRIMARY KEY, ${COLUMN} text); CREATE TABLE ${TABLE} (id serial PRIMARY KEY, ${COLUMN} int UNIQUE)`,
    rows: `INSERT INTO kept VALUES (1, 'a'); INSERT INTO ${TABLE} DEFAULT VALUES`,
  },
  'row security': {
    from: `${KEPT}; CREATE TABLE r (id int PRIMARY KEY, o text); ALTER TABLE r ENABLE ROW LEVEL SECURITY; CREATE POLICY q ON r USING (o = current_user)`,
    rows: `INSERT INTO r VALUES (1, 'a')`,
  },
  'a column of a key, with a default': {
    from: `CREATE TABLE kept (id int PRIMARY KEY, u text NOT NULL DEFAULT 'x', CONSTRAINT k UNIQUE (id, u))`,
    rows: `INSERT INTO kept VALUES (1, 'x'), (2, 'y')`,
  },
  'an identity': {
    from: 'CREATE TABLE kept (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY); CREATE TABLE g (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
    rows: 'INSERT INTO kept (id) VALUES (1), (2); INSERT INTO g DEFAULT VALUES',
  },
  'a table that others refer to, by a column of its name': {
    from: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE kept (id int PRIMARY KEY, a int REFERENCES a)',
    to: 'CREATE TABLE kept (id int PRIMARY KEY, a int)',
    rows: 'INSERT INTO a VALUES (1); INSERT INTO kept VALUES (1, 1)',
  },
  'generated columns': {
    from: 'CREATE TABLE kept (id int PRIMARY KEY, b int, g int GENERATED ALWAYS AS (b * 2) STORED); CREATE TABLE h (id int PRIMARY KEY, b int, g int GENERATED ALWAYS AS (b * 2) STORED)',
    rows: 'INSERT INTO kept VALUES (1, 4); INSERT INTO h VALUES (1, 4)',
  },
}

/** Every table with its columns, constraints and rows. */
const HELD = `
  SELECT c.relname || ' ' || c.relrowsecurity || coalesce((SELECT string_agg(concat_ws(' ', a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated), ',' ORDER BY a.attname)
    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '')
    || coalesce((SELECT string_agg(pg_get_constraintdef(k.oid), ',' ORDER BY k.conname) FROM pg_constraint k
    WHERE k.conrelid = c.oid), '') AS table, query_to_xml(format('SELECT * FROM %s', c.oid::regclass), true, true, '')::text AS rows
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname !~ '^knex' ORDER BY 1`

describe('what --archive keeps is back after down:', function () {
  this.timeout('2m')
  for (const [what, { from, to = KEPT, rows }] of Object.entries(CASES))
    it(what, async () => {
      const made = await changedProject(import.meta.dirname, from, to, { archive: true })
      try {
        const client = await made.live.connect()
        const held = async () =>
          (await client.query<{ table: string; rows: string }>(HELD)).rows.map((one) => ({
            ...one,
            // A generated column is made again, behind the others.
            rows: one.rows.split('\n').toSorted(),
          }))
        await up(made.project.config, { to: made.first })
        await client.query(rows)
        const before = await held()
        await up(made.project.config)
        expect(await held()).not.to.deep.equal(before)
        await down(made.project.config, { steps: made.generated.files.length })
        expect(await held()).to.deep.equal(before)
        await up(made.project.config)
      } finally {
        await made.close()
      }
    })
})
