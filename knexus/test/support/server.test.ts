import { expect } from 'chai'
import { differences, normalise, pgDump } from './dump.ts'
import { pglite } from './pglite.ts'
import { database, serverFacts } from './server.ts'
import { leaveOut } from './leave-out.ts'

describe('the test server', () => {
  it('gives databases that share nothing', async () => {
    const [one, two] = await Promise.all([database('CREATE TABLE t (id int)'), database()])
    const read = async (db: typeof one) =>
      (await (await db.connect()).query<{ found: string | null }>(`SELECT to_regclass('t')::text AS found`)).rows[0]
        ?.found
    expect(await read(one)).to.equal('t')
    expect(await read(two)).to.equal(null)
    await one.drop()
  })

  it('gives PGlite with pgvector, which answers as pg does', async () => {
    const embedded = await pglite('CREATE EXTENSION vector; CREATE TABLE t (v vector(2))')
    try {
      expect(
        await embedded.connection
          .query('SELECT 1::int8 AS n; SELECT 2 AS n')
          .then((results) => [results].flat().map(({ rows }) => rows)),
      ).to.deep.equal([[{ n: '1' }], [{ n: 2 }]])
    } finally {
      await embedded.close()
    }
  })
})

describe('the normaliser of pg_dump', () => {
  it('forgets the order of columns and of creation, and nothing else', async function () {
    const { major, dumps } = serverFacts()
    leaveOut(this, dumps < major ? `needs pg_dump ${major}` : undefined)
    const make = `CREATE TABLE t (a int DEFAULT (1 + length('(,')), b numeric(4,2)); CREATE INDEX i ON t (a)`
    const other = `CREATE TABLE t (b numeric(4,2)); ALTER TABLE t ADD a int DEFAULT (1 + length('(,')); CREATE INDEX i ON t (a)`
    const [one, two, three] = await Promise.all(
      [make, other, make.replace('4,2', '4,1')].map(async (sql) => pgDump((await database(sql)).url)),
    )
    expect(one!.join()).to.include('CREATE TABLE')
    expect(one).to.deep.equal(two)
    expect(differences(three!, one!)).to.deep.equal(['+ b numeric(4,1)', '- b numeric(4,2)'])
  })

  it('keeps comments and settings that stand in a body', () => {
    const body = 'CREATE FUNCTION public.f() RETURNS void\n    LANGUAGE sql\n    AS $$\n-- kept\nSET role = x;\n$$;'
    expect(
      normalise(
        `--\n-- Name: f; Type: FUNCTION; Schema: public; Owner: -\n--\n\nSET default_tablespace = '';\n\n${body}\n`,
      ),
    ).to.deep.equal([body])
  })
})
