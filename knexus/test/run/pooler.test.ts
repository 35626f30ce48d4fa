import { expect } from 'chai'
import { down, up } from '../../src/run/runner.ts'
import { leaveOut } from '../support/leave-out.ts'
import { MIXED, PICTURE } from './mixed.ts'
import { hasPgBouncer, pgBouncer, type Pooler } from './pgbouncer.ts'
import { codeOf, project, type Project } from './project.ts'
import { proxy } from './proxy.ts'

/** A pooler tells its clients a pid of its own making; that is how it is noticed. */
const POOLERS: Readonly<Record<string, (url: string) => Promise<Pooler>>> = {
  'a pooler': (url) => proxy(url, { pid: 4242 }),
  'PgBouncer in transaction mode': pgBouncer,
}

for (const [name, start] of Object.entries(POOLERS)) {
  describe(`behind ${name}`, () => {
    let p: Project
    let pooler: Pooler
    before(async function () {
      leaveOut(this, start === pgBouncer && !(await hasPgBouncer()) ? 'needs pgbouncer' : undefined)
    })
    beforeEach(async () => {
      p = await project(MIXED)
      pooler = await start(p.url)
    })
    afterEach(async () => {
      await pooler.close()
      await p.drop()
    })

    it('works without session state, and is one at a time all the same', async () => {
      const direct = await project(MIXED)
      await up(direct.config)
      const config = { ...p.config, connection: pooler.url }
      const both = await Promise.all([up(config), up(config)])
      expect(both.map((run) => run.migrations.length).sort((a, b) => a - b)).to.deep.equal([0, 12])
      expect(await p.query(PICTURE)).to.deep.equal(await direct.query(PICTURE))
      await down(config, { all: true })
      expect(await p.history()).to.deep.equal([])
      await direct.drop()
    })

    it('keeps a direct runner out, and is kept out by one', async () => {
      await p.write({
        '20260101_tables.ts': MIXED['20260101_tables.ts']!.replace(
          'CREATE TABLE log',
          'SELECT pg_sleep(2); CREATE TABLE log',
        ),
      })
      const pooled = { ...p.config, connection: pooler.url }
      for (const [first, second] of [
        [pooled, p.config],
        [p.config, pooled],
      ] as const) {
        const slow = up(first)
        await new Promise((resolve) => {
          setTimeout(resolve, 1_000)
        })
        expect(await codeOf(up(second, { settings: { waitTimeout: 0 } }))).to.equal('locked-by-runner')
        await slow
        await down(p.config, { all: true })
      }
    })
  })
}
