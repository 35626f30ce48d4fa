import { expect } from 'chai'
import knex from 'knex'
import { buildApp } from '../../src/app.ts'
import { PLACES } from './support.ts'

for (const place of PLACES) {
  describe(`/health and /ready on ${place.name}`, () => {
    it('tell a migrated database from one that is behind', async function () {
      this.timeout(600_000)
      const { database, migrations, close } = await place.open()
      const app = buildApp({ database, migrations, logger: false })
      const ready = async () => await app.inject('/ready')
      try {
        expect((await app.inject('/health')).json()).to.deep.equal({ status: 'ok' })
        expect((await ready()).statusCode).to.equal(200)
        await database('knex_migrations').insert({
          name: '29991231235959_newer.ts',
          batch: 9,
          migration_time: new Date(),
        })
        expect((await ready()).statusCode, 'ahead of the code').to.equal(200)
        const [last = ''] = migrations.slice(-1)
        await database('knex_migrations').where({ name: last }).delete()
        expect((await ready()).json()).to.deep.include({
          code: 'not-ready',
          message: 'Not ready: 1 migration is pending.',
          details: { pending: [last] },
        })
        await database.schema.dropTable('knex_migrations')
        expect((await ready()).statusCode, 'never migrated').to.equal(503)
        expect(await database.schema.hasTable('knex_migrations'), 'a probe creates nothing').to.equal(false)
        expect((await app.inject('/health')).statusCode).to.equal(200)
      } finally {
        await app.close()
        await close()
      }
    })
  })
}

describe('/ready and /api without a database', () => {
  it('answer 503 in the one shape, and /health 200', async () => {
    const database = knex({
      client: 'pg',
      connection: { host: '127.0.0.1', port: 1, user: 'nobody', password: 'hidden', database: 'none' },
      log: { warn: () => undefined },
    })
    const app = buildApp({ database, migrations: ['1_a.ts'], logger: false })
    try {
      const ready = await app.inject('/ready')
      expect(ready.statusCode).to.equal(503)
      expect(ready.json()).to.include({ code: 'not-ready', message: 'Not ready: the database cannot be reached.' })
      const list = await app.inject({ url: '/api/workspaces', headers: { authorization: 'Bearer x' } })
      expect(list.statusCode).to.equal(503)
      expect(list.json()).to.include({ code: 'database-away' })
      expect(list.body).to.not.contain('hidden')
      expect((await app.inject('/health')).statusCode).to.equal(200)
    } finally {
      await app.close()
      await database.destroy()
    }
  })
})
