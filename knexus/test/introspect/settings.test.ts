import { expect } from 'chai'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { database, type TestDatabase } from '../support/server.ts'

/** Constants of every type whose text depends on a setting. They are written so that they mean the same everywhere. */
const OBJECTS = String.raw`
  CREATE TABLE t (
    at timestamptz DEFAULT '2020-03-04 05:06:07+00', day date DEFAULT '2020-03-04', how_long interval DEFAULT interval '1 day 02:03:04',
    n float8 DEFAULT 0.1::float8 + 0.2::float8, exact float8 DEFAULT '0.30000000000000004'::float8, bytes bytea DEFAULT decode('00ff', 'hex'),
    raw bytea DEFAULT '\x00ff', price money DEFAULT 12.5::numeric::money, cash money DEFAULT '12.50', path text DEFAULT 'a\b',
    CHECK (at > timestamptz '2000-01-01 00:00:00+00'), CHECK (how_long < interval '100 days'), CHECK (path <> 'c\d')
  );
  CREATE TABLE p (at timestamptz NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01 00:00:00+00') TO ('2021-01-01 00:00:00+00');
  CREATE INDEX i ON t (day) WHERE day > date '2020-03-04';
  CREATE VIEW v AS SELECT at FROM t WHERE at > timestamptz '2020-01-01 12:00:00+00' AND how_long > interval '-1 day';
`

const ODD = {
  timezone: 'Asia/Tokyo',
  datestyle: 'German, DMY',
  intervalstyle: 'sql_standard',
  extra_float_digits: '-5',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  quote_all_identifiers: 'on',
  search_path: 'pg_catalog',
}

describe('what is read of a database', () => {
  let plain: TestDatabase
  let odd: TestDatabase
  before(async () => {
    plain = await database(OBJECTS)
    odd = await database(OBJECTS)
  })
  after(async () => {
    await plain.drop()
    await odd.drop()
  })

  for (const [setting, value] of Object.entries(ODD)) {
    it(`does not depend on its ${setting}`, async () => {
      const client = await odd.connect()
      const [{ name }] = (await client.query('SELECT current_database() AS name')).rows as [{ name: string }]
      await client.query(`ALTER DATABASE "${name}" SET ${setting} = '${value}'`)
      try {
        const [a, b] = [await introspect(await plain.connect()), await introspect(await odd.connect())]
        expect(diff(a, b)).to.deep.equal([])
        expect(a.size).to.be.greaterThan(20)
      } finally {
        await client.query(`ALTER DATABASE "${name}" RESET ${setting}`)
      }
    })
  }
})
