import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { until } from './process.ts'
import { codeOf, migration, project, type Project } from './project.ts'

describe('locks in the way of a statement', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({ '20260101_a.ts': migration(['ALTER TABLE t ADD COLUMN c int']) })
  })
  afterEach(() => p.drop())

  it('gives up soon, says who blocks, and tries again until the way is free', async () => {
    await p.query('CREATE TABLE t (id int)')
    await p.plain(async (knex) => {
      const other = await knex.transaction()
      await other.raw('LOCK TABLE t IN ACCESS SHARE MODE')
      const ours = up(p.config, { settings: { lockTimeout: 700 }, on: p.on })
      const came = (event: string) => p.events.some((one) => one.event === event)
      await until(() => came('blocked') && came('retry'))
      await other.commit()
      await ours
    })
    expect(p.events.find((event) => event.event === 'blocked'))
      .to.have.nested.property('holders[0].statement')
      .that.includes('LOCK TABLE t')
    expect(p.events.some((event) => event.event === 'retry')).to.equal(true)
    expect(await p.history()).to.have.length(1)
  })

  it('says who blocks before it gives way the first time, however short the wait', async () => {
    await p.query('CREATE TABLE t (id int)')
    await p.plain(async (knex) => {
      const other = await knex.transaction()
      await other.raw('LOCK TABLE t IN ACCESS SHARE MODE')
      const ours = up(p.config, { settings: { lockTimeout: 450 }, on: p.on })
      const first = () => p.events.find(({ event }) => event === 'blocked' || event === 'retry')
      await until(() => first() !== undefined)
      await other.commit()
      await ours
      expect(first()).to.have.property('event', 'blocked')
    })
  })

  it('fails in the end with the state it leaves', async () => {
    await p.query('CREATE TABLE t (id int)')
    await p.plain(async (knex) => {
      const other = await knex.transaction()
      await other.raw('LOCK TABLE t IN ACCESS SHARE MODE')
      expect(await codeOf(up(p.config, { settings: { lockTimeout: 200, lockPatience: 500 } }))).to.equal('lock-timeout')
      await other.rollback()
    })
    expect(await p.history()).to.deep.equal([])
  })

  it('ends an application that it may end', async () => {
    await p.query('CREATE TABLE t (id int)')
    await p.plain(async (knex) => {
      const other = await knex.transaction()
      await other.raw(`SET LOCAL application_name = 'reports'`)
      await other.raw('LOCK TABLE t IN ACCESS SHARE MODE')
      await up(p.config, { settings: { lockTimeout: 3_000, cancelApplications: ['reports'] }, on: p.on })
      await other.rollback().catch(() => {})
    })
    expect(p.events.some((event) => event.event === 'note' && event.message.includes('reports'))).to.equal(true)
  })
})
