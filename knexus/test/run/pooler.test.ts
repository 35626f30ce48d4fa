import { expect } from 'chai'
import { down, up } from '../../src/run/runner.ts'
import { MIXED, PICTURE } from './mixed.ts'
import { codeOf, project, type Project } from './project.ts'
import { proxy } from './proxy.ts'

/** A pooler tells its clients a pid of its own making; that is how it is noticed. */
describe('behind a pooler', () => {
  let p: Project
  beforeEach(async () => { p = await project(MIXED) })
  afterEach(() => p.drop())

  it('works without session state, and is one at a time all the same', async () => {
    const direct = await project(MIXED)
    await up(direct.config)
    const pool = await proxy(p.url, { pid: 4242 })
    const config = { ...p.config, connection: pool.url }
    const both = await Promise.all([up(config), up(config)])
    expect(both.map((run) => run.migrations.length).sort((a, b) => a - b)).to.deep.equal([0, 12])
    expect(await p.query(PICTURE)).to.deep.equal(await direct.query(PICTURE))
    await down(config, { all: true })
    expect(await p.history()).to.deep.equal([])
    await pool.close()
    await direct.drop()
  })

  it('keeps a direct runner out, and is kept out by one', async () => {
    await p.write({ '20260101_tables.ts': MIXED['20260101_tables.ts']!.replace('CREATE TABLE log', 'SELECT pg_sleep(2); CREATE TABLE log') })
    const pool = await proxy(p.url, { pid: 4242 })
    const slow = up({ ...p.config, connection: pool.url })
    await new Promise((resolve) => { setTimeout(resolve, 1_000) })
    expect(await codeOf(up(p.config, { settings: { waitTimeout: 0 } }))).to.equal('locked-by-runner')
    await slow
    await pool.close()
  })
})
