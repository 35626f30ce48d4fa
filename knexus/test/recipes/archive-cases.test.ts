import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { generate, type GenerateOptions } from '../../src/generate/index.ts'
import { down, up } from '../../src/run/runner.ts'
import { changedProject, type ChangedProject } from '../support/change.ts'
import { pullSql } from '../support/pulled.ts'

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

describe('what --archive keeps comes back beside rows that came in the meantime:', function () {
  this.timeout('2m')
  for (const key of ['UNIQUE', ', EXCLUDE (u WITH =)', '); CREATE UNIQUE INDEX i ON kept (lower(u)'])
    it(`a column with a default and a key, which takes NULL: ${key}`, async () => {
      const from = `CREATE TABLE kept (id int PRIMARY KEY, u text DEFAULT 'x' ${key})`
      const made = await changedProject(import.meta.dirname, from, KEPT, { archive: true })
      try {
        const client = await made.live.connect()
        await up(made.project.config)
        await client.query('INSERT INTO kept VALUES (1), (2)')
        await down(made.project.config, { steps: made.generated.files.length })
        expect((await client.query('SELECT * FROM kept ORDER BY id')).rows).to.deep.equal([
          { id: 1, u: null },
          { id: 2, u: null },
        ])
        await client.query('INSERT INTO kept VALUES (3)')
        expect((await client.query('SELECT u FROM kept WHERE id = 3')).rows).to.deep.equal([{ u: 'x' }])
      } finally {
        await made.close()
      }
    })
})

/** Columns that are kept, and declared again as they were. */
const AGAIN: Readonly<Record<string, string>> = {
  'NOT NULL, with a default, a key and a check':
    'u uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE CHECK (u IS NOT NULL)',
  'an identity': 'u int GENERATED ALWAYS AS IDENTITY UNIQUE',
  'a serial': 'u serial UNIQUE',
  'hostile names': `"U'""x" serial, "${'ü'.repeat(31)}" int GENERATED BY DEFAULT AS IDENTITY`,
}

describe('what --archive keeps can be declared again, and kept again:', function () {
  this.timeout('3m')
  for (const [what, column] of Object.entries(AGAIN))
    it(what, async () => {
      const from = `CREATE TABLE "Ke""pt" (id int PRIMARY KEY, ${column})`
      const to = 'CREATE TABLE "Ke""pt" (id int PRIMARY KEY)'
      const made = await changedProject(import.meta.dirname, from, to, { archive: true, now: atSecond(0) })
      try {
        const client = await made.live.connect()
        const held = async () => (await client.query('SELECT * FROM "Ke""pt" ORDER BY id')).rows
        await up(made.project.config, { to: made.first })
        await client.query('INSERT INTO "Ke""pt" (id) VALUES (1), (2)')
        const before = await held()
        await up(made.project.config)
        const again = await declared(made, from, 20)
        await up(made.project.config)
        const second = await held()
        const twice = await declared(made, to, 40, { archive: true })
        await up(made.project.config)
        await down(made.project.config, { steps: twice })
        expect(await held()).to.deep.equal(second)
        await down(made.project.config, { steps: again + made.generated.files.length })
        expect(await held()).to.deep.equal(before)
        await client.query('INSERT INTO "Ke""pt" (id) VALUES (3)')
        await up(made.project.config)
      } finally {
        await made.close()
      }
    })
})

function atSecond(second: number): Date {
  return new Date(Date.UTC(2026, 5, 1, 0, 0, second))
}

/** Declares other tables and writes the files to them. Answers how many there are. */
async function declared(
  { project, shadow }: ChangedProject,
  sql: string,
  second: number,
  options: Partial<GenerateOptions> = {},
): Promise<number> {
  const { models } = project
  for (const file of await readdir(models)) await rm(join(models, file))
  for (const { name, text } of (await pullSql(sql)).files) await writeFile(join(models, name), text)
  const asked = { name: `at ${second}`, renames: [], allow: [], now: atSecond(second), ...options }
  const { files } = await generate(project, shadow, asked)
  for (const { path, source } of files) await writeFile(path, source)
  return files.length
}
