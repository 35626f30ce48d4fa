import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { expect } from 'chai'
import type { Knex } from 'knex'
import { down, up } from '../../src/run/runner.ts'
import { pglite } from '../support/pglite.ts'
import { MIXED } from './mixed.ts'
import { migration, project } from './project.ts'

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

  it('frees the row that a knex left locked, and says so', async () => {
    const p = await project({ '20260101_a.ts': migration(['CREATE TABLE a (id int)']) })
    const embedded = await pglite(
      'CREATE TABLE knex_migrations_lock (index serial PRIMARY KEY, is_locked int); INSERT INTO knex_migrations_lock (is_locked) VALUES (1)',
    )
    const { db } = embedded
    const config: Knex.Config = { ...p.config, connection: async () => createPgConfig(db), pool: { min: 0, max: 1 } }
    await up(config, { on: p.on })
    expect(p.events.map(({ event }) => event)).to.include('repaired')
    expect((await db.query('SELECT is_locked FROM knex_migrations_lock')).rows).to.deep.equal([{ is_locked: 0 }])
    await embedded.close()
    await p.drop()
  })
})
