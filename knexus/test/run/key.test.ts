import { expect } from 'chai'
import { lockKey } from '../../src/run/key.ts'

describe('the keys of the advisory locks', () => {
  it('are the same in every version, so that runners of two releases keep each other out', () => {
    expect(lockKey({})).to.deep.equal({
      runner: '1263420760, 750153762',
      worker: '1263420761, 750153762',
      classes: { runner: 0x4b4e4558, worker: 0x4b4e4559 },
      object: 750153762,
    })
  })

  it('are those of the default table where none is named', () => {
    expect(lockKey({ tableName: 'knex_migrations' })).to.deep.equal(lockKey({}))
  })

  it('are others for each table and each schema, and fit an integer', () => {
    const keys = [{}, { tableName: 'other' }, { schemaName: 'app' }, { schemaName: 'app', tableName: 'other' }].map(
      (config) => lockKey(config).object,
    )
    expect(new Set(keys).size).to.equal(keys.length)
    for (let n = 0; n < 100; n += 1) expect(lockKey({ tableName: `t${n}` }).object).to.be.within(0, 2 ** 31 - 1)
  })
})
