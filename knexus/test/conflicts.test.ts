import { expect } from 'chai'
import { conflicts, sayConflict } from '../src/conflicts.ts'
import { rows } from '../src/connection/connection.ts'
import { connect } from '../src/connection/connect.ts'
import { diff } from '../src/diff.ts'
import { introspect } from '../src/introspect/index.ts'
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
      }
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
        'not looked at, because relation "public.t" does not exist: nulls in the way of COLUMN public.t.b: SELECT * FROM public.t WHERE b IS NULL',
      ])
    } finally {
      await db.close()
      await shadow.close()
    }
  })
})
