import { expect } from 'chai'
import { readStatus } from '../../src/migrations/status.ts'
import { withSession } from '../../src/run/as-runner.ts'
import { down, up } from '../../src/run/runner.ts'
import { seed } from '../../src/run/seeds.ts'
import { startPostgres, type Server } from '../support/postgres.ts'
import { codeOf, migration, project, type Project } from './project.ts'

describe('a read replica', () => {
  let standby: Server
  let p: Project
  before(async () => {
    standby = await startPostgres(15, { standby: true })
    p = await project({ '20260101_one.ts': migration(['CREATE TABLE one ()'], ['DROP TABLE one']) })
  })
  after(async () => {
    await p.drop()
    await standby.stop()
  })

  it('is refused with the reason, before anything is tried there', async () => {
    const config = { ...p.config, connection: standby.url }
    for (const run of [up, down, seed]) expect(await codeOf(run(config))).to.equal('read-replica')
  })

  it('can be looked at', async () => {
    const status = await withSession({ ...p.config, connection: standby.url }, {}, (session) =>
      readStatus(session.db, session.migrations),
    )
    expect(status.pending.map(({ name }) => name)).to.deep.equal(['20260101_one.ts'])
  })
})
