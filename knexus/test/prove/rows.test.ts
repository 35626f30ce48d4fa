import { expect } from 'chai'
import { seedRows } from '../../src/prove/rows.ts'
import { compareRows, seeRows } from '../../src/prove/seen.ts'
import { database, type TestDatabase } from '../support/server.ts'

const SCHEMA = `
  CREATE TYPE state AS ENUM ('running', 'done');
  CREATE TABLE people (id uuid PRIMARY KEY, email text NOT NULL UNIQUE CHECK (email ~ '^[^@]+@[^@]+[.][a-z]+$'));
  CREATE TABLE runs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, config_sha256 char(64) NOT NULL CHECK (config_sha256 ~ '^[0-9a-f]{64}$'),
    state state NOT NULL DEFAULT 'running', finished timestamptz, CHECK ((state = 'running') = (finished IS NULL)));
  CREATE TABLE scopes (id int PRIMARY KEY, scope text NOT NULL DEFAULT 'all', ref text, CHECK ((scope = 'all') = (ref IS NULL)));
  CREATE TABLE far (id int NOT NULL CHECK (id > 1000), kind text NOT NULL CHECK (kind IN ('near', 'far')));
  CREATE TABLE never (id int NOT NULL CHECK (id * id = 1522756))`

describe('made-up rows', () => {
  let base: TestDatabase

  before(async () => {
    base = await database(SCHEMA)
  })
  after(() => base.drop())

  it('are put where checks and foreign keys allow them', async () => {
    expect((await seedRows(await base.connect())).sort()).to.deep.equal([
      'public.far',
      'public.people',
      'public.runs',
      'public.scopes',
    ])
  })

  it('are missed when they go, and when they change', async () => {
    const db = await base.connect()
    const seen = await seeRows(db)
    const same = compareRows(seen, await seeRows(db), new Map())
    expect([...same.lost]).to.deep.equal([])
    expect(same).to.include({ tables: 4, rows: 16 })
    await db.query(
      `DELETE FROM runs WHERE id = (SELECT min(id) FROM runs); UPDATE people SET email = 'x' || email WHERE id = (SELECT min(id::text)::uuid FROM people)`,
    )
    const { lost } = compareRows(seen, await seeRows(db), new Map())
    expect([...lost.keys()]).to.deep.equal(['public.people.email', 'public.runs'])
  })

  it('are not missed where a partition is detached, or a table does not inherit any more', async () => {
    const heirs = await database(`
      CREATE TABLE p (a int, b text) PARTITION BY RANGE (a);
      CREATE TABLE part (b text, a int);
      ALTER TABLE p ATTACH PARTITION part DEFAULT;
      CREATE TABLE i (a int); CREATE TABLE child (more int) INHERITS (i); CREATE TABLE grandchild () INHERITS (child)`)
    const db = await heirs.connect()
    await seedRows(db)
    const seen = await seeRows(db)
    await db.query('ALTER TABLE p DETACH PARTITION part; ALTER TABLE child NO INHERIT i')
    const then = compareRows(seen, await seeRows(db), new Map())
    expect([...then.lost]).to.deep.equal([])
    expect(then.tables).to.equal(4)
    await db.query(`UPDATE part SET b = 'x' || b; DELETE FROM child`)
    const { lost } = compareRows(seen, await seeRows(db), new Map())
    expect([...lost.keys()].toSorted()).to.deep.equal(['public.child', 'public.grandchild', 'public.i', 'public.p.b'])
    await db.end()
    await heirs.drop()
  })

  it('are put into tables whose rows cannot be without each other', async () => {
    const circles = await database(`
      CREATE TABLE outside (id uuid PRIMARY KEY);
      CREATE TABLE concept (id int PRIMARY KEY, domain_id text NOT NULL, outside_id uuid NOT NULL REFERENCES outside);
      CREATE TABLE domain (id text PRIMARY KEY, concept_id int NOT NULL REFERENCES concept, kind text NOT NULL CHECK (kind IN ('a', 'b')));
      ALTER TABLE concept ADD FOREIGN KEY (domain_id) REFERENCES domain;
      CREATE TABLE class (id text PRIMARY KEY, concept_id int NOT NULL REFERENCES concept);
      ALTER TABLE concept ADD class_id text NOT NULL REFERENCES class;
      CREATE TABLE observed (id int PRIMARY KEY, concept_id int NOT NULL REFERENCES concept);
      CREATE TABLE itself (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint NOT NULL REFERENCES itself);
      CREATE TABLE one (id int PRIMARY KEY);
      CREATE TABLE two (id int PRIMARY KEY REFERENCES one DEFERRABLE INITIALLY DEFERRED);
      ALTER TABLE one ADD FOREIGN KEY (id) REFERENCES two;
      CREATE TABLE pair (a int, b text, c int NOT NULL, d text NOT NULL, PRIMARY KEY (a, b), FOREIGN KEY (c, d) REFERENCES pair);
      CREATE TABLE refused (id int PRIMARY KEY, other int NOT NULL REFERENCES refused, CHECK (id <> other));
      CREATE TABLE waiting (id int PRIMARY KEY, refused int NOT NULL REFERENCES refused)`)
    try {
      const db = await circles.connect()
      expect((await seedRows(db)).sort()).to.deep.equal(
        ['class', 'concept', 'domain', 'itself', 'observed', 'one', 'outside', 'pair', 'two'].map(
          (name) => `public.${name}`,
        ),
      )
      const counts = [...(await seeRows(db))].map(([, { count }]) => count)
      expect(counts.toSorted((a, b) => a - b)).to.deep.equal([0, 0, 4, 4, 4, 4, 4, 4, 4, 4, 4])
    } finally {
      await circles.drop()
    }
  })

  it('hold values of every type that the server has, and leave out what may be left out of a type that is not known', async () => {
    const types = `macaddr, macaddr8, bit(5), bit varying(8), bit varying, xml, pg_lsn, tsquery, tsvector, jsonpath, money, point, line, lseg, box, path, polygon, circle,
      oid, name, "char", inet, cidr, time, timetz, interval, timestamp, date, json, jsonb, uuid, bytea, boolean, real, numeric(3,1), int4range, daterange, txid_snapshot`
    const columns = types.split(/,\s+/).map((type, at) => `c${at} ${type}`)
    const base = await database(
      `CREATE TABLE t (id int PRIMARY KEY, ${columns.join(', ')}); CREATE TABLE unique_ones (m macaddr PRIMARY KEY, b bit(8) UNIQUE, l pg_lsn UNIQUE)`,
    )
    try {
      const db = await base.connect()
      await seedRows(db)
      const { rows } = await db.query<Record<string, unknown>>('SELECT * FROM t')
      const empty = columns.filter((_, at) => rows.every((row) => row[`c${at}`] === null))
      expect(empty).to.deep.equal(columns.filter((column) => column.endsWith('txid_snapshot')))
      expect((await db.query('SELECT FROM unique_ones')).rowCount).to.equal(4)
    } finally {
      await base.drop()
    }
  })

  describe('of many tables', () => {
    const good = Array.from({ length: 120 }, (_, n) => `good_${n}`)
    const refusing = {
      checked: 'id int NOT NULL CHECK (id * id = 1522756)',
      late: 'id int, CONSTRAINT late_id UNIQUE (id) DEFERRABLE INITIALLY DEFERRED, same int NOT NULL DEFAULT 1 CHECK (same > 1)',
      strict: 'id int NOT NULL CHECK (id < 3)',
      fussy: `id int, note text CHECK (note IS NULL)`,
      instant: 'id int, made timestamptz NOT NULL DEFAULT now() UNIQUE',
    }

    it('go there together, and a table that refuses them keeps none from another', async () => {
      const many = await database(
        [
          'CREATE TABLE child_first (id int PRIMARY KEY)',
          ...good.map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY, title text)`),
          ...Object.entries(refusing).map(([name, columns]) => `CREATE TABLE ${name} (${columns})`),
          'ALTER TABLE child_first ADD parent int NOT NULL REFERENCES good_119',
          // It is asked at the end of a transaction, when all rows of it are there.
          'CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION $q$no$q$; END $$',
          'CREATE TABLE at_the_end (id int)',
          'CREATE CONSTRAINT TRIGGER no AFTER INSERT ON at_the_end DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()',
        ].join(';'),
      )
      try {
        const db = await many.connect()
        let messages = 0
        const counting = {
          query: (sql: string, values?: unknown[]) => {
            messages += 1
            return values ? db.query(sql, values) : db.query(sql)
          },
        }
        const filled = new Set(await seedRows(counting))
        expect(messages).to.be.below(120)
        const seen = await seeRows(db)
        const counts = Object.fromEntries([...seen].map(([table, { count }]) => [table.slice('public.'.length), count]))
        expect(counts).to.deep.equal({
          ...Object.fromEntries([...good, 'child_first', 'fussy', 'instant'].map((name) => [name, 4])),
          strict: 4,
          checked: 0,
          late: 4,
          at_the_end: 0,
        })
        expect([...filled].sort()).to.deep.equal(
          [...seen].flatMap(([table, { count }]) => (count > 0 ? [table] : [])).sort(),
        )
      } finally {
        await many.drop()
      }
    })
  })
})
