import { expect } from 'chai'
import { rows } from '../../src/connection/connection.ts'
import { withSession } from '../../src/run/as-runner.ts'
import { up } from '../../src/run/runner.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { migration, project, type Project } from './project.ts'

/** The limits that a role or a database may set for sessions and transactions; the last one is of PostgreSQL 17. */
const LIMITS = [
  'statement_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
]

describe('limits that the database sets for applications', () => {
  let p: Project
  let limits: readonly string[]
  beforeEach(async () => {
    p = await project()
    const known = await p.query<{ name: string }>('SELECT name FROM pg_settings')
    limits = LIMITS.filter((limit) => known.some(({ name }) => name === limit))
    for (const limit of limits)
      await p.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${limit} = 1000', current_database()); END $$`)
  })
  afterEach(() => p.drop())

  for (const transaction of [true, false])
    it(`end no run whose migrations take longer, ${transaction ? 'in' : 'outside'} a transaction`, async () => {
      await p.write({
        '1_slow.ts': migration(['CREATE TABLE a ()', 'SELECT pg_sleep(1.5)'], [], transaction),
        '2_fast.ts': migration(['CREATE TABLE b ()'], []),
      })
      await up(p.config)
      expect(await p.history()).to.deep.equal(['1_slow.ts', '2_fast.ts'])
    })

  it('end no session that waits for another one of the run', async () => {
    await withSession(p.config, {}, async (session) => {
      const looking = await session.open()
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      expect(await rows(looking!, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }])
    })
  })

  it('end nothing on a shadow', async () => {
    const shadow = await openShadow({ server: p.url })
    try {
      const db = await shadow.database()
      await db.query('BEGIN; SELECT pg_sleep(1.5)')
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await db.query('COMMIT')
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await db.query('CREATE TABLE a ()')
      await db.close()
    } finally {
      await shadow.close()
    }
  })
})
