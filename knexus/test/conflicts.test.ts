import { expect } from 'chai'
import { conflicts, sayConflict } from '../src/conflicts.ts'
import { rows } from '../src/connection/connection.ts'
import { connect } from '../src/connection/connect.ts'
import { diff } from '../src/diff.ts'
import { introspect } from '../src/introspect/index.ts'
import { lacking, leaveOut } from './support/leave-out.ts'
import { database } from './support/server.ts'

const TABLES = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE parents (id int PRIMARY KEY);
  CREATE TABLE t (id int, a text, b text, "Mixed" int, parent int, mood text, short text);`
const ROWS = `
  INSERT INTO parents VALUES (1);
  INSERT INTO t VALUES (1, 'x', NULL, 1, 1, 'ok', 'abc'), (2, 'x', 'b', 1, 2, 'fine', 'abcdef'), (NULL, NULL, 'b', -1, NULL, NULL, NULL);`
const CHANGES = `
  ALTER TABLE t ALTER b SET NOT NULL;
  ALTER TABLE t ADD CONSTRAINT one UNIQUE (a);
  CREATE UNIQUE INDEX two ON t ("Mixed" DESC) WHERE id > 0;
  ALTER TABLE t ADD CONSTRAINT positive CHECK ("Mixed" > 0);
  ALTER TABLE t ADD CONSTRAINT far FOREIGN KEY (parent) REFERENCES parents (id);
  ALTER TABLE t ALTER mood TYPE mood USING mood::mood;
  ALTER TABLE t ALTER short TYPE varchar(4);
  ALTER TABLE parents ADD CONSTRAINT fine CHECK (id > 0);
  ALTER TABLE parents ADD note text, ADD CONSTRAINT noted CHECK (note <> 'x');
  CREATE TABLE fresh (id int PRIMARY KEY, parent int REFERENCES parents);`

interface Repaired {
  readonly tables: string
  readonly change: string
  readonly repair: RegExp
  /** The first major that knows the change. */
  readonly since?: number
}

const nulls = (type: string, value: string): Repaired => ({
  tables: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (a ${type}); INSERT INTO t VALUES (NULL)`,
  change: 'ALTER TABLE t ALTER a SET NOT NULL',
  repair: new RegExp(`^UPDATE public.t SET a = ${value} WHERE a IS NULL$`),
})
const PARENTS =
  'CREATE TABLE parents (id int, part int, PRIMARY KEY (id, part), UNIQUE (id)); INSERT INTO parents VALUES (1, 1);'

/** Rows in the way, a change that fails on them, and the statement after which it does not. */
const REPAIRED: Readonly<Record<string, Repaired>> = {
  'a null, by the default': nulls('int DEFAULT 7', 'DEFAULT'),
  'a null, where the default is none': nulls('int DEFAULT NULL', '0'),
  'a null of text': nulls('varchar(3)', `''`),
  'a null of a truth': nulls('boolean', 'false'),
  'a null of a moment': nulls('timestamptz', 'now\\(\\)'),
  'a null of a day': nulls('date', 'now\\(\\)'),
  'a null of a length of time': nulls('interval', `'0'`),
  'a null of an array': nulls('mood[]', `'{}'`),
  'a null of an enum': nulls('mood', '\\(enum_range\\(NULL::public.mood\\)\\)\\[1\\]'),
  'a null of a document': nulls('jsonb', `'{}'`),
  'a null of a key': nulls('uuid', 'gen_random_uuid\\(\\)'),
  'a null of bytes': nulls('bytea', `''`),
  'a null that nothing can fill': {
    tables: 'CREATE TABLE t (a point); INSERT INTO t VALUES (NULL)',
    change: 'ALTER TABLE t ALTER a SET NOT NULL',
    repair: /^DELETE FROM public.t WHERE a IS NULL$/,
  },
  'a null in a primary key': {
    tables: 'CREATE TABLE t (a int, b int); INSERT INTO t VALUES (NULL, 1), (1, 1)',
    change: 'ALTER TABLE t ADD PRIMARY KEY (a, b)',
    repair: /^UPDATE public.t SET a = 0 WHERE a IS NULL$/,
  },
  'rows that are alike': {
    tables: `CREATE TABLE t (a int, "B" text); INSERT INTO t VALUES (1, 'x'), (1, 'x'), (1, 'x'), (1, 'y'), (NULL, 'y'), (NULL, 'y')`,
    change: 'ALTER TABLE t ADD UNIQUE (a, "B")',
    repair: /^DELETE FROM public.t WHERE \(tableoid, ctid\) IN/,
  },
  'nulls that are alike': {
    tables: 'CREATE TABLE t (a int); INSERT INTO t VALUES (NULL), (NULL)',
    change: 'CREATE UNIQUE INDEX one ON t (a) NULLS NOT DISTINCT',
    repair: /^DELETE/,
    since: 15,
  },
  'expressions that are alike, in some rows, of partitions': {
    tables: `CREATE TABLE t (k int, a text) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
      INSERT INTO t VALUES (1, 'A'), (1, 'a'), (1, 'b')`,
    change: `CREATE UNIQUE INDEX one ON t (k, a DESC); CREATE UNIQUE INDEX two ON t1 (lower(a)) WHERE k > 0`,
    repair: /^DELETE/,
  },
  'an orphan that may have no parent': {
    tables: `${PARENTS} CREATE TABLE t (parent int, note text); INSERT INTO t VALUES (1), (2)`,
    change: 'ALTER TABLE t ADD FOREIGN KEY (parent) REFERENCES parents (id)',
    repair: /^UPDATE public.t AS one SET parent = NULL WHERE/,
  },
  'an orphan that needs a parent': {
    tables: `${PARENTS} CREATE TABLE t (parent int NOT NULL); INSERT INTO t VALUES (1), (2)`,
    change: 'ALTER TABLE t ADD FOREIGN KEY (parent) REFERENCES parents (id)',
    repair: /^DELETE FROM public.t AS one WHERE/,
  },
  'an orphan of two columns, of which one may be null': {
    tables: `${PARENTS} CREATE TABLE t (parent int NOT NULL, part int); INSERT INTO t VALUES (1, 1), (1, 2)`,
    change: 'ALTER TABLE t ADD FOREIGN KEY (parent, part) REFERENCES parents',
    repair: /SET part = NULL WHERE/,
  },
  'an orphan whose columns are null together': {
    tables: `${PARENTS} CREATE TABLE t (parent int, part int); INSERT INTO t VALUES (1, 1), (1, 2)`,
    change: 'ALTER TABLE t ADD FOREIGN KEY (parent, part) REFERENCES parents MATCH FULL',
    repair: /SET parent = NULL, part = NULL WHERE/,
  },
  'a refused row whose value may be null': {
    tables: `CREATE TABLE t (a int NOT NULL, "Up" int); INSERT INTO t VALUES (1, -1), (1, 1)`,
    change: 'ALTER TABLE t ADD CHECK ("Up" > 0)',
    repair: /^UPDATE public.t SET "Up" = NULL WHERE/,
  },
  'a refused row whose check wants a value': {
    tables: `CREATE TABLE t (a int); INSERT INTO t VALUES (-1), (1)`,
    change: 'ALTER TABLE t ADD CHECK (a IS NOT NULL AND a > 0)',
    repair: /^DELETE FROM public.t WHERE/,
  },
  'a text that is too long': {
    tables: `CREATE TABLE t (a text NOT NULL); INSERT INTO t VALUES ('abcdef')`,
    change: 'ALTER TABLE t ALTER a TYPE varchar(4)',
    repair: /SET a = left\(a::text, 4\) WHERE/,
  },
  'a text that is no label': {
    tables: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (a text); INSERT INTO t VALUES ('fine')`,
    change: 'ALTER TABLE t ALTER a TYPE mood USING a::mood',
    repair: /SET a = NULL WHERE/,
  },
  'a text that is no label and has to be one': {
    tables: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (a text NOT NULL); INSERT INTO t VALUES ('fine')`,
    change: 'ALTER TABLE t ALTER a TYPE mood USING a::mood',
    repair: /SET a = \(SELECT enumlabel/,
  },
  'a text that is no label of an enum that comes with the change': {
    tables: `CREATE TABLE t (a text); INSERT INTO t VALUES ('fine'), ('sad'), (NULL)`,
    change: `CREATE TYPE "Mood" AS ENUM ('sad', 'ok'); ALTER TABLE t ALTER a TYPE "Mood" USING a::"Mood"`,
    repair: /SET a = NULL WHERE/,
  },
  'a text that has to be a label of an enum that comes with the change': {
    tables: `CREATE TABLE t (a text NOT NULL); INSERT INTO t VALUES ('fine'), ('sad')`,
    change: `CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TABLE t ALTER a TYPE mood USING a::mood`,
    repair: /SET a = 'sad' WHERE/,
  },
}

describe('rows in the way of a change', () => {
  it('are counted, each with the query that finds them, and nothing is said where there are none', async () => {
    const [live, empty] = [await database(TABLES + ROWS), await database(TABLES)]
    const [db, shadow] = [await connect(live.url), await connect(empty.url)]
    try {
      const before = await introspect(shadow, {})
      await shadow.query(CHANGES)
      const found = await conflicts(db, diff(before, await introspect(shadow, {})))
      const told = Object.fromEntries(found.map(({ of, what, count }) => [`${of}: ${what}`, count]))
      expect(told).to.deep.equal({
        'COLUMN public.t.b: null': 1,
        'CONSTRAINT one ON public.t: duplicate': 1,
        'INDEX public.two: duplicate': 1,
        'CONSTRAINT positive ON public.t: refused row': 1,
        'CONSTRAINT far ON public.t: orphan': 1,
        'COLUMN public.t.mood: misfit value': 1,
        'COLUMN public.t.short: misfit value': 1,
      })
      for (const conflict of found) {
        expect((await rows(db, conflict.sql)).length, conflict.sql).to.equal(conflict.count)
        expect(sayConflict(conflict)).to.include(`in the way of ${conflict.of}: SELECT`)
        expect(sayConflict(conflict)).to.include(`, if that is what you want: ${conflict.repair}`)
      }
    } finally {
      await db.close()
      await shadow.close()
    }
  })

  for (const [name, { tables, change, repair, since }] of Object.entries(REPAIRED))
    it(`come with a statement that repairs them: ${name}`, async function () {
      leaveOut(this, lacking(since))
      const [live, empty] = [await database(tables), await database(tables)]
      const [db, shadow] = [await connect(live.url), await connect(empty.url)]
      try {
        const before = await introspect(shadow, {})
        await shadow.query(
          "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('TRUNCATE %I CASCADE', t); END LOOP; END $$",
        )
        await shadow.query(change)
        const changes = diff(before, await introspect(shadow, {}))
        const [found] = await conflicts(db, changes)
        expect(found!.repair).to.match(repair)
        await db.query(change).then(
          () => expect.fail('nothing was in the way'),
          (error: Error) => expect(error.message).not.to.include('nothing was in the way'),
        )
        await db.query(found!.repair!)
        expect(await rows(db, found!.sql)).to.deep.equal([])
        expect(await conflicts(db, changes)).to.deep.equal([])
        await db.query(change)
      } finally {
        await db.close()
        await shadow.close()
      }
    })

  it('are counted where they go with a table or a column', async () => {
    const tables = 'CREATE TABLE parents (id int); CREATE TABLE t (a int, b text, c int GENERATED ALWAYS AS (a) STORED)'
    const [live, empty] = [await database(tables), await database(tables)]
    const [db, shadow] = [await connect(live.url), await connect(empty.url)]
    try {
      await db.query(`INSERT INTO parents VALUES (1), (2); INSERT INTO t VALUES (1, 'x'), (2, NULL)`)
      const before = await introspect(shadow, {})
      await shadow.query('DROP TABLE parents; ALTER TABLE t DROP b, DROP c')
      const found = await conflicts(db, diff(before, await introspect(shadow, {})))
      expect(found.map(sayConflict).toSorted()).to.deep.equal([
        'COLUMN public.t.b is dropped with 1 value: SELECT b FROM public.t WHERE b IS NOT NULL',
        'TABLE public.parents is dropped with 2 rows: SELECT * FROM public.parents',
      ])
    } finally {
      await db.close()
      await shadow.close()
    }
  })

  it('are said to be unknown where the database has not come so far', async () => {
    const [live, empty] = [await database(), await database(TABLES)]
    const [db, shadow] = [await connect(live.url), await connect(empty.url)]
    try {
      const before = await introspect(shadow, {})
      await shadow.query('ALTER TABLE t ALTER b SET NOT NULL')
      const found = await conflicts(db, diff(before, await introspect(shadow, {})))
      expect(found.map(sayConflict)).to.deep.equal([
        'nulls in the way of COLUMN public.t.b could not be counted (relation "public.t" does not exist): SELECT * FROM public.t WHERE b IS NULL',
      ])
    } finally {
      await db.close()
      await shadow.close()
    }
  })
})
