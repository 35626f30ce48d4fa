import { expect } from 'chai'
import { KnexusError } from '../../src/base/errors.ts'
import { introspect } from '../../src/introspect/index.ts'
import { refuseDeclaredOutside, refuseNeededOutside } from '../../src/sources/outside.ts'
import { database } from '../support/server.ts'

const SQL = `CREATE SCHEMA inner_one; CREATE SCHEMA "Other One"; CREATE TYPE "Other One".mood AS ENUM ('good');
  CREATE TABLE "Other One".base (id int PRIMARY KEY); CREATE FUNCTION inner_one.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TABLE t (m "Other One".mood, id int REFERENCES "Other One".base); CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION inner_one.f()`

describe('what is outside of the schemas that are managed', () => {
  it('is refused where models declare it, by its name and with the setting', async () => {
    const all = await introspect(await (await database(SQL)).connect())
    expect(complaint(() => refuseDeclaredOutside(all, { schemas: ['public'] })))
      .to.include({ code: 'outside-schemas' })
      .and.property('cure', `Add 'Other One', 'inner_one' to knexus.schemas in the knexfile.`)
    refuseDeclaredOutside(all, { schemas: ['public', 'inner_one', 'Other One'] })
    refuseDeclaredOutside(all, {})
  })

  it('is refused where a live database needs it', async () => {
    const db = await (await database(SQL)).connect()
    const scope = { schemas: ['public'] }
    const live = await introspect(db, scope)
    const error = complaint(() => refuseNeededOutside(live, scope))
    expect(error).to.have.property('cure', `Add 'Other One', 'inner_one' to knexus.schemas in the knexfile.`)
    expect(error?.message).to.match(/COLUMN public\.t\.m, .*TRIGGER g ON public\.t/)
    const wider = { schemas: ['public', 'inner_one', 'Other One'] }
    refuseNeededOutside(await introspect(db, wider), wider)
  })
})

function complaint(work: () => void): KnexusError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return error as KnexusError
  }
}
