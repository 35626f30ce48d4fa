import { expect } from 'chai'
import fc from 'fast-check'
import { mask, redact, withoutSecrets } from '../../src/base/redact.ts'
import { SECRET_FORMS } from '../support/secrets.ts'

describe('redact', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      `CREATE ROLE a LOGIN PASSWORD 'it''s secret' VALID UNTIL '2030'`,
      `CREATE ROLE a LOGIN PASSWORD '***' VALID UNTIL '***'`,
    ],
    [
      `CREATE TABLE t (id int DEFAULT 5, name varchar(20) DEFAULT 'x')`,
      `CREATE TABLE t (id int DEFAULT 5, name varchar(20) DEFAULT 'x')`,
    ],
    [`UPDATE t SET name = 'x' WHERE id = 5`, `UPDATE t SET name = 'x' WHERE id = 5`],
    [`SET search_path = 'a'`, `SET search_path = 'a'`],
    [
      `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT token FROM t WHERE a = 'x' $$`,
      `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT token FROM t WHERE a = '***' $$`,
    ],
    [
      `ALTER TABLE t ADD COLUMN password text, ADD COLUMN n numeric(10, 2)`,
      `ALTER TABLE t ADD COLUMN password text, ADD COLUMN n numeric(10, 2)`,
    ],
  ]
  for (const [sql, shown] of cases) it(shown, () => expect(redact(sql)).to.equal(shown))

  for (const form of SECRET_FORMS)
    it(`hides what is planted in ${form('…').slice(0, 70)}`, () => {
      fc.assert(
        fc.property(
          fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ0189@:/#%&+=!_-. ')), minLength: 12, maxLength: 30 }),
          (middle) => {
            const plant = `Plant${middle.replaceAll('--', '-').replaceAll('/*', '/')}tnalP`
            const sql = form(plant)
            expect(redact(sql)).to.not.include(plant)
            // As pg_stat_activity shows it, cut at some length.
            expect(redact(sql.slice(0, sql.lastIndexOf(plant) + plant.length))).to.not.include(plant)
          },
        ),
        { numRuns: 50 },
      )
    })

  it('takes what it hid out of what PostgreSQL says about the statement', () => {
    for (const form of SECRET_FORMS)
      expect(withoutSecrets('invalid input: "PlantedInIt"', mask(form('PlantedInIt')).masked)).to.not.include(
        'PlantedInIt',
      )
  })

  it('takes the rows that PostgreSQL quotes out of a message', () => {
    const { masked } = mask(`INSERT INTO u (token) VALUES ($1)`)
    expect(withoutSecrets('Key (token)=(abc(d)) already exists.', masked)).to.equal('Key (token)=(***) already exists.')
    expect(withoutSecrets('Failing row contains (1, abc (x), null).', masked)).to.equal('Failing row contains (***).')
  })

  it('knows where a place of the statement is in what it shows', () => {
    const sql = `ALTER ROLE a PASSWORD 'a long one' nonsense`
    const { text, at } = mask(sql)
    expect(text.slice(at(sql.indexOf('nonsense')))).to.equal('nonsense')
  })
})
