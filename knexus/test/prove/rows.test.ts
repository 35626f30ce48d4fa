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
  CREATE TABLE never (id int NOT NULL CHECK (id > 1000))`

describe('made-up rows', () => {
  let base: TestDatabase

  before(async () => {
    base = await database(SCHEMA)
  })
  after(() => base.drop())

  it('are put where checks and foreign keys allow them', async () => {
    expect((await seedRows(await base.connect())).sort()).to.deep.equal([
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
    expect(same).to.include({ tables: 3, rows: 12 })
    await db.query(
      `DELETE FROM runs WHERE id = (SELECT min(id) FROM runs); UPDATE people SET email = 'x' || email WHERE id = (SELECT min(id::text)::uuid FROM people)`,
    )
    const { lost } = compareRows(seen, await seeRows(db), new Map())
    expect([...lost.keys()]).to.deep.equal(['public.people.email', 'public.runs'])
  })
})
