import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { plan } from '../../src/plan/index.ts'
import { applyRecipes } from '../../src/recipes/index.ts'
import { database } from '../support/server.ts'

/** The statements of the plan, and of what the recipes make of it. */
async function both(from: string, to: string): Promise<readonly [plain: string[], ours: string[], why: string[]]> {
  const [older, newer] = [await database(from), await database(to)]
  try {
    const schema = await introspect(await older.connect())
    const steps = plan(schema, await introspect(await newer.connect()))
    const told = (all: typeof steps) => all.flatMap(({ statements }) => statements.map(({ sql }) => sql))
    const ours = applyRecipes(steps, schema)
    const why = ours.flatMap(({ statements }) => statements.flatMap(({ atOnce }) => atOnce ?? []))
    return [told(steps), told(ours), why]
  } finally {
    await older.drop()
    await newer.drop()
  }
}

const OLD = `CREATE TYPE e AS ENUM ('a', 'b')`
const NEW = `CREATE TYPE e AS ENUM ('b', 'a')`
const TABLE = 'CREATE TABLE t (id int PRIMARY KEY, c e, d e)'

describe('an enum that gives its name to one with other labels', () => {
  it('waits in a table in use until the columns beside are filled', async () => {
    const [plain, ours] = await both(`${OLD}; ${TABLE}`, `${NEW}; ${TABLE}`)
    expect(plain.join('\n')).to.match(/ALTER COLUMN c TYPE public\.e/)
    expect(ours.join('\n')).not.to.match(/ALTER COLUMN \w+ TYPE/)
    expect(ours[0]).to.equal(`CREATE TYPE public.e__new AS ENUM ('b', 'a')`)
    expect(ours.indexOf('ALTER TYPE public.e__new RENAME TO e')).to.be.greaterThan(
      ours.findIndex((sql) => sql.includes('VALIDATE CONSTRAINT t_d__filled')),
    )
  })

  for (const [what, beside, besideAfter = beside] of [
    ['an index whose condition names a label', `${TABLE}; CREATE INDEX i ON t (id) WHERE c = 'a'`],
    ['an index over an expression', `${TABLE}; CREATE INDEX i ON t ((c = 'a'))`],
    ['an index of it that comes', TABLE, `${TABLE}; CREATE INDEX i ON t (id) WHERE c = 'a'`],
    ['an index of it that goes', `${TABLE}; CREATE INDEX i ON t (id) WHERE c = 'a'`, TABLE],
    ['a check of it that comes', TABLE, `${TABLE}; ALTER TABLE t ADD CONSTRAINT k CHECK (c <> 'a')`],
    ['a view of it that goes', `${TABLE}; CREATE VIEW v AS SELECT c FROM t`, TABLE],
    ['a default of it that comes', TABLE, `CREATE TABLE t (id int PRIMARY KEY, c e DEFAULT 'a', d e)`],
    ['a NOT NULL of it that comes', TABLE, 'CREATE TABLE t (id int PRIMARY KEY, c e NOT NULL, d e)'],
    ['a NOT NULL of it that goes', 'CREATE TABLE t (id int PRIMARY KEY, c e NOT NULL, d e)', TABLE],
  ] as const) {
    it(`is built beside where there is ${what}`, async () => {
      const [plain, ours, why] = await both(`${OLD}; ${beside}`, `${NEW}; ${besideAfter}`)
      expect(plain.join('\n')).to.match(/RENAME TO e__old/)
      expect(ours.join('\n'))
        .to.include('e__new')
        .and.not.match(/ALTER COLUMN \w+ TYPE/)
      expect(ours.filter((sql) => /CREATE INDEX (?!CONCURRENTLY)/.test(sql))).to.deep.equal([])
      expect(why).to.deep.equal([])
    })
  }

  for (const [what, beside, besideAfter = beside] of [
    ['an index over both of its columns', `${TABLE}; CREATE INDEX i ON t (c, d)`],
    ['a generated column', `${TABLE}; ALTER TABLE t ADD g bool GENERATED ALWAYS AS (c = 'a') STORED`],
    ['a domain over it', `CREATE DOMAIN m AS e; CREATE TABLE t (id int PRIMARY KEY, c e, d m)`],
    ['a composite type', `CREATE TYPE m AS (x e); CREATE TABLE t (id int PRIMARY KEY, c e, d m)`],
    ['a function', `${TABLE}; CREATE FUNCTION f(e) RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    ['a materialized view', `${TABLE}; CREATE MATERIALIZED VIEW v AS SELECT c FROM t`],
    ['a partitioned table', 'CREATE TABLE t (id int, c e) PARTITION BY RANGE (id)'],
    ['a child', `${TABLE}; CREATE TABLE u () INHERITS (t)`],
    [
      'a trigger',
      `${TABLE}; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    ],
    ['another column of it that comes', TABLE, `${TABLE}; ALTER TABLE t ADD x e`],
    ['another table of it that comes', TABLE, `${TABLE}; CREATE TABLE u (x e)`],
    [
      'another change of the column',
      TABLE,
      'CREATE TABLE t (id int PRIMARY KEY, c e, d e); ALTER TABLE t ALTER c SET (n_distinct = 5)',
    ],
  ] as const) {
    it(`is replaced in place, and says why, where there is ${what}`, async () => {
      const [plain, ours, why] = await both(`${OLD}; ${beside}`, `${NEW}; ${besideAfter}`)
      expect(plain.join('\n')).to.match(/RENAME TO e__old/)
      expect(ours.join('\n')).not.to.include('e__new')
      expect(why).not.to.deep.equal([])
    })
  }

  it('is replaced in place where a writer may not be allowed to name it', async () => {
    const rest = 'CREATE TABLE t (id int PRIMARY KEY, c s.e)'
    const [, ours] = await both(
      `CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a', 'b'); ${rest}`,
      `CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('b', 'a'); ${rest}`,
    )
    expect(ours.join('\n')).not.to.include('e__new')
  })
})
