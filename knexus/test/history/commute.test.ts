import { expect } from 'chai'
import type { Project as Knexfile } from '../../src/project/index.ts'
import { proveOrder } from '../../src/history/commute.ts'
import { backdated } from '../../src/migrations/status.ts'
import { up } from '../../src/run/runner.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { codeOf, migration, project, type Project } from '../run/project.ts'

describe('files that come late', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({
      '20260101_a.ts': migration(['CREATE TABLE a (id int)']),
      '20260103_c.ts': migration(['ALTER TABLE a ADD COLUMN c int', 'CREATE VIEW v AS SELECT id FROM a']),
    })
    await up(p.config)
  })
  afterEach(() => p.drop())

  async function run(): Promise<{ late: string[]; code: string }> {
    const shadow = await openShadow({ shadow: p.url })
    const knexfile: Knexfile = {
      knexfile: '',
      root: p.directory,
      environment: 'test',
      config: p.config,
      settings: {},
      models: '',
    }
    let late: string[] = []
    const code = await codeOf(
      up(p.config, {
        async judge(status, chosen) {
          late = backdated(status, chosen)
          await proveOrder(knexfile, shadow, status, chosen)
        },
      }),
    )
    await shadow.close()
    return { late, code }
  }

  it('run when the order does not matter', async () => {
    await p.write({ '20260102_b.ts': migration(['ALTER TABLE a ADD COLUMN b int', 'CREATE TABLE b (id int)']) })
    expect(await run()).to.deep.equal({ late: ['20260102_b.ts'], code: 'no error' })
  })

  it('are refused when it does, before anything runs', async () => {
    await p.write({
      '20260102_b.ts': migration(['DROP VIEW IF EXISTS v', 'ALTER TABLE a ADD COLUMN IF NOT EXISTS c text']),
    })
    expect((await run()).code).to.equal('order-matters')
    expect(await p.history()).to.have.length(2)
  })
})
