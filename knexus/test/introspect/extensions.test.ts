import { expect } from 'chai'
import { messageOf } from '../../src/base/errors.ts'
import { read } from '../../src/introspect/index.ts'
import { inventory } from '../../src/introspect/inventory.ts'
import { database, execute, serverFacts } from '../support/server.ts'

describe('an extension', function () {
  this.timeout('2m')

  it("is one object, whatever it brings: none of its parts is taken for the user's", async () => {
    const base = await database()
    const db = await base.connect()
    const empty = await read(db, { inventory: true })
    for (const extension of serverFacts().extensions) {
      await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      try {
        await db.query(`CREATE EXTENSION IF NOT EXISTS "${extension}" CASCADE`)
        const reading = await read(db, { inventory: true })
        const { notManaged } = await inventory(db, reading)
        const more = [...reading.schema].filter(
          ([address, { kind }]) => kind !== 'extension' && !empty.schema.has(address),
        )
        expect([...more.map(([address]) => address), ...notManaged], extension).to.deep.equal([])
      } catch (error) {
        // A few want to be loaded with the server, or a library that is not there.
        if (!/preload|could not|requires|not available|must be loaded/.test(messageOf(error))) throw error
      } finally {
        await db.query('ROLLBACK')
      }
    }
  })

  it("plpgsql is nobody's, whether it came with the server, was made by hand, or is gone", async () => {
    const base = await database()
    const db = await base.connect()
    const start = await read(db, { inventory: true })
    for (const sql of ['DROP EXTENSION plpgsql', 'CREATE EXTENSION plpgsql']) {
      await execute(base, sql)
      const now = await read(db, { inventory: true })
      expect([...now.schema.keys()], sql).to.deep.equal([...start.schema.keys()])
      expect((await inventory(db, now)).notManaged, sql).to.deep.equal([])
    }
  })
})
