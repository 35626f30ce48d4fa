import { expect } from 'chai'
import { examine } from '../../src/run/doctor.ts'
import { up } from '../../src/run/runner.ts'
import { migration, project } from './project.ts'

describe('the doctor', () => {
  it('finds what is wrong in a database, and leaves it as it is', async () => {
    const p = await project({
      '20260101_a.ts': migration(['CREATE TABLE a (n int)', 'INSERT INTO a VALUES (1), (1)']),
      '20260102_b.ts': migration(['SELECT 1']),
    })
    await up(p.config, { steps: 1 })
    await p.query('CREATE UNIQUE INDEX CONCURRENTLY broken ON a (n)').catch(() => {})
    const checks = await examine(p.config)
    const state = (name: string) => checks.find((check) => check.name === name)?.state
    expect(['connection', 'server version', 'primary', 'privileges', 'clock'].map(state)).to.deep.equal(
      Array.from({ length: 5 }, () => 'ok'),
    )
    expect(checks.find((check) => check.name === 'invalid index'))
      .to.have.property('cure')
      .that.includes('DROP INDEX CONCURRENTLY broken')
    expect(checks.find((check) => check.name === 'migrations')).to.include({ state: 'warning', says: '1 pending' })
    await p.drop()
  })

  it('stops where the way is barred, and says how to clear it', async () => {
    const of = async (connection: object) => (await examine({ client: 'pg', connection })).at(-1)
    expect(await of({ host: '127.0.0.1', port: 1, user: 'x', database: 'x' })).to.include({
      name: 'port',
      state: 'failed',
    })
    expect(await of({ host: 'db', port: 5432, user: 'x', database: 'x' }))
      .to.have.property('cure')
      .that.includes('containers')
    const url = new URL(process.env['TEST_DATABASE_URL']!)
    expect(
      await of({
        host: url.hostname,
        port: Number(url.port),
        user: url.username,
        password: url.password,
        database: 'not_there',
      }),
    )
      .to.have.property('cure')
      .that.includes('--create-database')
  })
})
