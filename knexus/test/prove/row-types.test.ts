import { expect } from 'chai'
import { KnexusError } from '../../src/base/errors.ts'
import { introspect } from '../../src/introspect/index.ts'
import { rehearseScript } from '../../src/prove/script.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { database, execute, serverUrl } from '../support/server.ts'

describe('a table whose rows a column holds', function () {
  this.timeout('2m')
  let shadow: Shadow
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  const read = async (sql: string) => introspect(await (await database(sql)).connect())
  const refusal = async (from: string, to: string) => {
    try {
      await rehearseScript(shadow, await read(from), await read(to), {})
      return undefined
    } catch (error) {
      if (!(error instanceof KnexusError)) throw error
      return error
    }
  }

  /** How a column holds them. */
  const holders = {
    'as they are': 'CREATE TABLE b (r a)',
    'in an array': 'CREATE TABLE b (r a[])',
    'as a domain': 'CREATE DOMAIN d AS a; CREATE TABLE b (r d)',
    'in a composite type': 'CREATE TYPE c AS (v a[]); CREATE TABLE b (r c)',
    'in a materialized view': 'CREATE MATERIALIZED VIEW b AS SELECT NULL::a AS r',
  }
  for (const [how, holder] of Object.entries(holders)) {
    it(`is refused another type, with the column that holds them ${how} and a cure`, async () => {
      const error = await refusal(`CREATE TABLE a (x text); ${holder}`, `CREATE TABLE a (x int); ${holder}`)
      expect(error?.code).to.equal('row-type-used')
      expect(error?.message).to.match(/^public\.b\.r holds rows of public\.a\. /)
      expect(error?.cure).to.contain('give public.b.r the type jsonb')
    })
  }

  it('is refused a column with a default, and to become unlogged', async () => {
    for (const table of ['CREATE TABLE a (x int, y int DEFAULT 3)', 'CREATE UNLOGGED TABLE a (x int)'])
      expect(
        (await refusal('CREATE TABLE a (x int); CREATE TABLE b (r a)', `${table}; CREATE TABLE b (r a)`))?.code,
      ).to.equal('row-type-used')
  })

  it('gets and loses columns, and a function may take its rows', async () => {
    const tail = 'CREATE TABLE b (r a); CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'
    expect(
      await refusal(`CREATE TABLE a (x int, z text); ${tail}`, `CREATE TABLE a (x int, y text); ${tail}`),
    ).to.equal(undefined)
    const taken = tail.slice(tail.indexOf('CREATE FUNCTION'))
    expect(await refusal(`CREATE TABLE a (x int); ${taken}`, `CREATE TABLE a (x bigint); ${taken}`)).to.equal(undefined)
  })

  it('changes with its values by way of jsonb, as the cure says', async () => {
    const base = await database(
      `CREATE TABLE a (x int, y text); CREATE TABLE b (r a); INSERT INTO b VALUES (ROW(1, 'q')), (NULL)`,
    )
    const cure = (await refusal(
      'CREATE TABLE a (x text); CREATE TABLE b (r a)',
      'CREATE TABLE a (x int); CREATE TABLE b (r a)',
    ))!.cure
    const [away, back] = [...cure.matchAll(/sql`([^`]*)`/g)].map(([, sql]) => sql)
    await execute(base, `ALTER TABLE b ALTER r TYPE jsonb USING ${away}; ALTER TABLE a ALTER x TYPE bigint`)
    await execute(base, `ALTER TABLE b ALTER r TYPE a USING ${back}`)
    const { rows } = await (await base.connect()).query('SELECT r::text FROM b')
    expect(rows).to.deep.equal([{ r: '(1,q)' }, { r: null }])
  })
})
