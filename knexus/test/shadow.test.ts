import { expect } from 'chai'
import { rows } from '../src/connection/connection.ts'
import { quoteLiteral } from '../src/base/sql.ts'
import { Context } from '../src/cli/context.ts'
import { openShadow } from '../src/shadow/index.ts'
import { database, type TestDatabase } from './support/server.ts'

describe('shadow', () => {
  it('gives scratch databases on a server and leaves none behind', async () => {
    const live = await database()
    const shadow = await openShadow({ server: live.url })
    const [one, two] = [await shadow.database(), await shadow.database()]
    const made = (
      await Promise.all([one, two].map((db) => rows<{ name: string }>(db, 'SELECT current_database() AS name')))
    )
      .flat()
      .map(({ name }) => name)
    const there = async () =>
      rows(await live.connect(), `SELECT FROM pg_database WHERE datname IN (${made.map(quoteLiteral).join(', ')})`)
    await one.query('CREATE TABLE t (n int)')
    expect(await rows(two, "SELECT to_regclass('t') AS t")).to.deep.equal([{ t: null }])
    expect(await there()).to.have.length(2)
    await one.close()
    await two.close()
    await shadow.close()
    expect(await there()).to.deep.equal([])
  })

  it('says when a database could not be dropped', async () => {
    const live = await database()
    const shadow = await openShadow({ server: live.url })
    const db = await shadow.database()
    const [made] = await rows<{ name: string }>(db, 'SELECT current_database() AS name')
    await (await live.connect()).query(`ALTER DATABASE ${made!.name} IS_TEMPLATE true`)
    await db.close()
    expect(await shadow.close().catch((error: unknown) => error))
      .to.have.property('message')
      .that.contains('template')
    await dropTemplate(live, made!.name)
  })

  it('says it after what else went wrong, never instead', async () => {
    const live = await database()
    const { LOG_LEVEL } = process.env
    process.env['LOG_LEVEL'] = 'warn'
    for (const reason of ['the reason', undefined]) {
      let made = ''
      const context = new Context({ shadow: live.url, json: false })
      const error: unknown = await context
        .during(async () => {
          const db = await (await context.shadow()).database()
          made = (await rows<{ name: string }>(db, 'SELECT current_database() AS name'))[0]!.name
          await (await live.connect()).query(`ALTER DATABASE ${made} IS_TEMPLATE true`)
          await db.close()
          if (reason !== undefined) throw new Error(reason)
        })
        .catch((thrown: unknown) => thrown)
      await dropTemplate(live, made)
      expect(error)
        .to.have.property('message')
        .that.contains(reason ?? 'template')
    }
    if (LOG_LEVEL === undefined) delete process.env['LOG_LEVEL']
    else process.env['LOG_LEVEL'] = LOG_LEVEL
  })

  it('drops what a crashed run left, once it is old and nobody is connected, and goes on where it cannot', async () => {
    const live = await database()
    const client = await live.connect()
    const [kept, left] = ['knexus_shadow_1000000000_00000000', 'knexus_shadow_1000000000_0123abcd']
    await client.query(`CREATE DATABASE ${kept} IS_TEMPLATE true`)
    await client.query(`CREATE DATABASE ${left}`)
    const shadow = await openShadow({ server: live.url })
    await (await shadow.database()).close()
    expect(await rows(client, `SELECT datname FROM pg_database WHERE datname IN ('${kept}', '${left}')`)).to.deep.equal(
      [{ datname: kept }],
    )
    await shadow.close()
    await dropTemplate(live, kept)
  })

  it('falls back to the embedded one where no scratch database can be made, and says why; a named one that cannot be had is an error', async () => {
    const live = await database(
      `DO $$ BEGIN CREATE ROLE shadow_poor LOGIN PASSWORD 'poor'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    )
    const url = new URL(live.url)
    Object.assign(url, { username: 'shadow_poor', password: 'poor' })
    const reasons: string[] = []
    const shadow = await openShadow({ server: url.href }, (reason) => reasons.push(reason))
    expect(shadow.description).to.contain('embedded')
    expect(reasons.join()).to.contain('may not make a scratch database')
    await shadow.close()
    expect(await openShadow({ shadow: url.href }).catch((error: unknown) => error)).to.have.property(
      'code',
      'no-shadow',
    )
  })

  for (const [user, able, level] of [
    ['shadow_loud', 'SUPERUSER', 'fatal'],
    ['shadow_plain', 'NOSUPERUSER CREATEDB', 'warning'],
  ] as const) {
    it(`keeps what is refused there out of the server's log, where the user may: ${able}`, async () => {
      const live = await database(
        `DO $$ BEGIN CREATE ROLE ${user} LOGIN PASSWORD 'p' ${able}; EXCEPTION WHEN duplicate_object THEN NULL; END $$; ALTER ROLE ${user} SET log_min_messages = warning`,
      )
      const url = new URL(live.url)
      Object.assign(url, { username: user, password: 'p' })
      const shadow = await openShadow({ shadow: url.href })
      const db = await shadow.database()
      expect(await rows(db, 'SHOW log_min_messages')).to.deep.equal([{ log_min_messages: level }])
      await db.close()
      await shadow.close()
    })
  }

  it('knows every role that a statement names, when it is embedded', async () => {
    const shadow = await openShadow({ shadow: 'embedded' })
    const db = await shadow.database()
    await db.query('CREATE TABLE t (n int); GRANT SELECT ON t TO "some reader", other')
    expect(await rows(db, `SELECT has_table_privilege('some reader', 't', 'SELECT') AS able`)).to.deep.equal([
      { able: true },
    ])
    await shadow.close()
  })
})

async function dropTemplate(live: TestDatabase, name: string): Promise<void> {
  const client = await live.connect()
  await client.query(`ALTER DATABASE ${name} IS_TEMPLATE false`)
  await client.query(`DROP DATABASE ${name}`)
}
