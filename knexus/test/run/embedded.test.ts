import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { expect } from 'chai'
import type { Knex } from 'knex'
import { down, up } from '../../src/run/runner.ts'
import { pglite } from '../support/pglite.ts'
import { MIXED } from './mixed.ts'
import { project } from './project.ts'

describe('an embedded database', function () {
  this.timeout(600_000)
  it('goes up and down, with one session and no lock', async () => {
    const p = await project(MIXED)
    const embedded = await pglite()
    const { db } = embedded
    const config: Knex.Config = { ...p.config, connection: async () => createPgConfig(db), pool: { min: 0, max: 1 } }
    expect((await up(config)).migrations).to.deep.equal(Object.keys(MIXED))
    expect((await up(config)).migrations).to.deep.equal([])
    await down(config, { all: true })
    expect((await db.query('SELECT name FROM knex_migrations')).rows).to.deep.equal([])
    await embedded.close()
    await p.drop()
  })
})
