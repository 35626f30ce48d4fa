import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { KnexusError } from '../../src/base/errors.ts'
import { asFurther, reachedBy, refuseDoubts, refuseFurther, tablesToFill } from '../../src/prove/reached.ts'
import { ReachedFurther } from '../../src/prove/rowless.ts'
import { noUnusualRows, type UnusualRows } from '../../src/prove/unusual-rows.ts'
import { database } from '../support/server.ts'

const BASE = `
  CREATE TYPE mood AS ENUM ('ok', 'sad');
  CREATE TABLE root (id int PRIMARY KEY);
  CREATE TABLE parent (id int PRIMARY KEY, root int NOT NULL REFERENCES root, other int);
  CREATE TABLE t (id int PRIMARY KEY, n int, parent int REFERENCES parent, mood mood);
  CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t);
  CREATE TABLE moody (id int PRIMARY KEY, mood mood);
  CREATE TABLE apart (id int PRIMARY KEY);
  CREATE TABLE whole (id int, n int) PARTITION BY RANGE (id);
  CREATE TABLE part PARTITION OF whole DEFAULT;
  CREATE VIEW numbers AS SELECT n FROM t;
  CREATE MATERIALIZED VIEW sums AS SELECT sum(n) AS n FROM numbers;`

/** A change, and the tables whose rows it can touch, among those that are there. */
const REACHES = [
  ['a column that comes', 'ALTER TABLE t ADD added int', ['t']],
  [
    'a column that changes its type',
    'DROP MATERIALIZED VIEW sums; DROP VIEW numbers; ALTER TABLE t ALTER n TYPE bigint',
    ['t'],
  ],
  [
    'a view that is used by another',
    'DROP MATERIALIZED VIEW sums; CREATE MATERIALIZED VIEW sums AS SELECT max(n) AS n FROM numbers',
    ['t'],
  ],
  ['a key with what refers to it', 'ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE', ['child', 't']],
  [
    'a foreign key with what it refers to',
    'ALTER TABLE moody ADD FOREIGN KEY (id) REFERENCES apart',
    ['apart', 'moody'],
  ],
  ['a type with what holds it', `ALTER TYPE mood ADD VALUE 'glad'`, ['moody', 't']],
  ['a table that goes', 'DROP TABLE child', ['child', 't']],
  ['a partition', 'DROP TABLE part', ['part', 'whole']],
] as const

/** Code that may touch other rows than those of `t`. */
const CODE = [
  ['a trigger', 'CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()'],
  ['a rule', 'CREATE RULE twice AS ON INSERT TO t DO ALSO DELETE FROM apart'],
  ['a function in a default', 'ALTER TABLE t ADD made int DEFAULT one()'],
  ['a function in a check of a domain', 'CREATE DOMAIN few AS int CHECK (VALUE > one()); ALTER TABLE t ADD few few'],
  ['an event trigger', 'CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch()'],
] as const
const FUNCTIONS = `
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';`

describe('the tables that a change reaches', () => {
  const read = async (sql: string) => {
    const base = await database(sql)
    const db = await base.connect()
    return { db, schema: await introspect(db), drop: () => base.drop() }
  }

  for (const [what, sql, reached] of REACHES)
    it(`are, by ${what}, ${reached.join(' and ')}`, async () => {
      const [from, to] = [await read(BASE), await read(`${BASE} ${sql}`)]
      for (const found of [reachedBy(from.schema, to.schema), reachedBy(to.schema, from.schema)]) {
        const tables = [...from.schema.keys()].flatMap((address) => /^TABLE public\.(\w+)$/.exec(address)?.[1] ?? [])
        expect(tables.filter((table) => found?.paths.has(`public.${table}`)).toSorted()).to.deep.equal(reached)
      }
      await Promise.all([from.drop(), to.drop()])
    })

  for (const [what, sql] of CODE)
    it(`may be others beside ${what}`, async () => {
      const base = `${BASE} ${FUNCTIONS}`
      const plain = await read(base)
      const from = await read(`${base} ${sql}`)
      const to = await read(`${base} ${sql}; ALTER TABLE t ADD added int`)
      expect(reachedBy(from.schema, to.schema)).to.have.property('code', true)
      expect(reachedBy(plain.schema, plain.schema)).to.have.property('code', false)
      await Promise.all([plain.drop(), from.drop(), to.drop()])
    })

  it('get rows, with those that they refer to, what these cannot be without, and parts of them', async () => {
    const { db, drop } = await read(BASE)
    const names = async (...tables: readonly string[]) => {
      const { oids } = (await tablesToFill(db, { paths: new Set(tables), code: false }))!
      const { rows } = await db.query<{ name: string }>(
        'SELECT oid::regclass::text AS name FROM pg_class WHERE oid = ANY ($1)',
        [oids],
      )
      return rows.map(({ name }) => name).toSorted()
    }
    expect(await names('public.child')).to.deep.equal(['child', 't'])
    expect(await names('public.t')).to.deep.equal(['parent', 'root', 't'])
    expect(await names('public.part')).to.deep.equal(['part', 'whole'])
    expect(await names()).to.deep.equal([])
    await drop()
  })

  const receipt = (locks: Readonly<Record<string, string>>) => [{ receipt: { locks, rewrites: [], reads: [] } }]
  const paths = new Set(['public.t'])
  const held = { oids: [], paths: new Set(['public.t', 'public.parent']) }

  it('are refused where a statement was seen to write another one', () => {
    const reached = { paths, code: false }
    const refuse = (...locks: Parameters<typeof receipt>) => refuseFurther(receipt(...locks), reached, held)
    expect(() => refuse({ 'public.t': 'ACCESS EXCLUSIVE', 'public.u': 'ROW SHARE' })).not.to.throw()
    expect(() => refuse({ 'public.u': 'ROW EXCLUSIVE' })).to.throw(ReachedFurther)
    expect(() => refuseFurther(receipt({ 'public.u': 'ROW EXCLUSIVE' }), undefined, undefined)).not.to.throw()
    expect(() => refuseFurther([{ boundary: 'outside' }], reached, held)).not.to.throw()
  })

  it('are refused beside code where it read one that holds no made-up rows, or was not measured', () => {
    const reached = { paths, code: true }
    expect(() => refuseFurther(receipt({ 'public.parent': 'ROW SHARE' }), reached, held)).not.to.throw()
    expect(() => refuseFurther(receipt({ 'public.u': 'ACCESS SHARE' }), reached, held)).to.throw(ReachedFurther)
    expect(() => refuseFurther([{ boundary: 'outside' }], reached, held)).to.throw(ReachedFurther)
  })

  it('are refused beside code where something failed, or has no rows', () => {
    const look = (count: number) => new Map([['public.t', { oid: 1, heirs: [], columns: new Map(), count }]])
    const failing = { ...noUnusualRows(), failing: new Map([['UPDATE t', true]]) }
    for (const code of [false, true]) {
      const doubt = (count: number, unusual: UnusualRows) => () => refuseDoubts({ paths, code }, look(count), unusual)
      expect(doubt(1, noUnusualRows())).not.to.throw()
      for (const one of [doubt(0, noUnusualRows()), doubt(1, failing)])
        if (code) expect(one).to.throw(ReachedFurther)
        else expect(one).not.to.throw()
      const error = new KnexusError('plan-failed', 'no', 'no', { sql: 'UPDATE t' })
      expect(asFurther(error, { paths, code }) instanceof ReachedFurther).to.equal(code)
      expect(asFurther(new Error('no'), { paths, code })).not.to.be.instanceOf(ReachedFurther)
    }
  })
})
