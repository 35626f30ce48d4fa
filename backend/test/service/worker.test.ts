import { EventEmitter, once } from 'node:events'
import { expect } from 'chai'
import knex from 'knex'
import { startWorker } from '../../src/services/worker.ts'

describe('the worker without a database', () => {
  it('waits twice as long after each failure, up to 30 pauses, and stops at once', async () => {
    const database = knex({
      client: 'pg',
      connection: { host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' },
      log: { warn: () => undefined },
    })
    const waits: unknown[] = []
    const heard = new EventEmitter()
    const error = (line: object) => {
      waits.push(Reflect.get(line, 'wait'))
      if (waits.length === 7) heard.emit('enough')
    }
    const enough = once(heard, 'enough')
    const worker = startWorker(database, { error }, 4)
    try {
      await enough
      expect(waits).to.deep.equal([4, 8, 16, 32, 64, 120, 120])
    } finally {
      await worker.stop()
      await database.destroy()
    }
  })
})
