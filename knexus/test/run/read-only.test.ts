import { expect } from 'chai'
import { KnexusError } from '../../src/base/errors.ts'
import { examine } from '../../src/run/doctor.ts'
import { down, up } from '../../src/run/runner.ts'
import { seed } from '../../src/run/seeds.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { migration, project, type Project } from './project.ts'

describe('a database whose sessions are read-only unless they say otherwise', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({ '20260101_one.ts': migration(['CREATE TABLE one ()'], ['DROP TABLE one']) })
    await p.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`,
    )
  })
  afterEach(() => p.drop())

  const failureOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (failed: unknown) => failed,
    )
    expect(error).to.be.instanceOf(KnexusError)
    return error as KnexusError
  }

  it('is not migrated, and the setting is named', async () => {
    for (const run of [up, down, seed]) {
      const { code, message, cure } = await failureOf(run(p.config))
      expect([code, message, cure].join('\n'))
        .to.match(/^not-allowed\n.*read-only/)
        .and.include('default_transaction_read_only')
    }
  })

  it('is no place for a shadow, and another one is taken unless it was asked for by name', async () => {
    const { code, message } = await failureOf(openShadow({ shadow: p.url }))
    expect(`${code}: ${message}`).to.match(/^no-shadow: .*default_transaction_read_only/)
    const reasons: string[] = []
    const shadow = await openShadow({ server: p.url }, (reason) => reasons.push(reason))
    await shadow.close()
    expect(reasons).to.deep.equal([message])
  })

  it('is what doctor says', async () => {
    const checks = await examine(p.config)
    expect(checks.find(({ name }) => name === 'privileges'))
      .to.include({ state: 'failed' })
      .and.have.property('says')
      .that.includes('read-only')
  })
})
