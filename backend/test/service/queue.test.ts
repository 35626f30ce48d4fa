import { expect } from 'chai'
import { withSession } from '../../src/db/session.ts'
import { requestRun } from '../../src/services/ingestion.ts'
import { example } from './example.ts'
import { PLACES } from './support.ts'

const [server] = PLACES

describe('the queue of runs on a real PostgreSQL', () => {
  it('lets one of two requests at once through, hands a run to one worker, and to another when that one is gone', async function () {
    this.timeout(240_000)
    const { database, close } = await server!.open()
    try {
      const ids = await example(database)
      const actor = { userId: ids.userId!, workspaceId: ids.workspaceId! }
      const ask = () =>
        withSession(database, { workspaces: [actor.workspaceId] }, (session) =>
          requestRun(session, actor, ids.versionId!),
        ).then(
          () => 'accepted',
          (error: { constraint?: string }) => error.constraint,
        )
      expect(await Promise.all([ask(), ask()])).to.have.members(['accepted', 'uq_ingestion_runs_running'])
      const claim = async (worker: string, lease: number) =>
        await withSession(database, { workspaces: [] }, async (session) => {
          const { rows } = await session.raw<{ rows: unknown[] }>('SELECT * FROM claim_run(?, ?)', [worker, lease])
          return rows.length
        })
      expect(await Promise.all([claim('a', 0.3), claim('b', 0.3)])).to.have.members([0, 1])
      await new Promise((resolve) => setTimeout(resolve, 400))
      expect(await claim('c', 60), 'the lease has run out').to.equal(1)
      expect(await claim('d', 60), 'c is at work').to.equal(0)
    } finally {
      await close()
    }
  })
})
