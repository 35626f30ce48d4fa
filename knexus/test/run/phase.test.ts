import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { project, type Project } from './project.ts'

const file = (config: string, sql: string) =>
  `${config && `export const config = { ${config} }\n`}export async function up(knex) { await knex.raw(\`${sql}\`) }\nexport async function down() {}\n`

describe('a run of one phase', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({
      '20260101_a.ts': file('', 'CREATE TABLE t (a int, b int)'),
      '20260102_b.ts': file("phase: 'expand'", 'ALTER TABLE t ADD c int'),
      '20260103_c.ts': file("phase: 'contract'", 'ALTER TABLE t DROP a'),
      '20260104_d.ts': file("transaction: false, phase: 'contract'", 'ALTER TABLE t DROP b'),
      '20260105_e.ts': file("phase: 'expand'", 'ALTER TABLE t ADD d int'),
    })
  })
  afterEach(() => p.drop())
  const notes = () => p.events.flatMap((event) => (event.event === 'note' ? [event.message] : []))

  it('stops before the first file of the other one, and says so', async () => {
    expect((await up(p.config, { phase: 'expand', dryRun: true })).migrations).to.have.length(2)
    const first = await up(p.config, { phase: 'expand', on: p.on })
    expect(first.migrations).to.deep.equal(['20260101_a.ts', '20260102_b.ts'])
    expect(notes().join()).to.include('belongs to the phase contract: it is left for a run without --phase expand')
    expect((await up(p.config, { phase: 'expand' })).migrations).to.deep.equal([])
    expect((await up(p.config, { phase: 'contract' })).migrations).to.deep.equal(['20260103_c.ts', '20260104_d.ts'])
    expect((await up(p.config)).migrations).to.deep.equal(['20260105_e.ts'])
  })
})
