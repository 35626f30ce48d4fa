import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { attribute } from '../../src/schema.ts'
import { database } from '../support/server.ts'

/** PostgreSQL 17.12 writes it with every table, view and type that is made; written by hand here, so that every version has it. */
const STAMPED = `
  CREATE TABLE t (a int, b int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE VIEW v AS SELECT a FROM t;
  UPDATE pg_attribute SET attoptions = '{pg_attver=96550312}' WHERE attnum > 0 AND attrelid IN ('t'::regclass, 'm'::regclass, 'v'::regclass);
  UPDATE pg_attribute SET attoptions = '{pg_attver=96550312,n_distinct=5}' WHERE attname = 'a' AND attrelid IN ('t'::regclass, 'm'::regclass)`

describe('what PostgreSQL keeps for itself among the options of a column', () => {
  it('is not read', async () => {
    const db = await (await database()).connect()
    await db.query(STAMPED)
    const schema = await introspect(db)
    const options = ['t.a', 't.b', 'm.a', 'v.a'].map((column) =>
      attribute(schema.get(`COLUMN public.${column}`)!, 'options'),
    )
    expect(options).to.deep.equal([{ n_distinct: '5' }, {}, { n_distinct: '5' }, {}])
  })
})
