import { groups, type Case } from './cases/index.ts'
import { leaveOut } from './support/leave-out.ts'
import { pglite, type Embedded } from './support/pglite.ts'
import { prove, readSchema } from './support/laws.ts'
import { sampledGroups } from './support/sample.ts'

const MAJOR = 18

/** The server runs every case; here every LAWS_SAMPLE_EMBEDDED-th is enough by default, and 1 takes all. */
const chosen = sampledGroups('LAWS_SAMPLE_EMBEDDED', 3, groups)

/** The same laws in PGlite. Its one session does all the work of a case inside a transaction that is taken back, so that a case costs milliseconds. */
describe('the laws on PGlite', function () {
  this.timeout('2m')
  let embedded: Embedded

  before(async () => {
    embedded = await pglite()
  })

  after(() => embedded.close())

  const within = async <R>(sql: readonly (string | undefined)[], use: () => Promise<R>): Promise<R> => {
    const { connection } = embedded
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    try {
      for (const text of sql) if (text) await connection.query(text)
      return await use()
    } finally {
      await connection.query('ROLLBACK')
    }
  }

  const thereAndBack = async (one: Case) => {
    const { connection } = embedded
    const read = async () => ({ schema: await readSchema(connection) })
    const live = { connection, transactions: false, read }
    const to = await within([one.both, one.to], read)
    await within([one.both, one.from], async () => {
      const from = await read()
      await connection.query(`SET LOCAL search_path = "$user", public`)
      if (one.rows) await connection.query(`${one.rows}; SET CONSTRAINTS ALL IMMEDIATE`)
      await prove(live, from, to, Boolean(one.rows))
      if (one.oneWay === undefined) await prove(live, to, from, Boolean(one.rows))
    })
  }

  for (const { name, cases } of chosen) {
    describe(name, () => {
      for (const one of cases) {
        it(`${one.name}: there and back`, function () {
          leaveOut(this, one.notOnPglite ?? ((one.since ?? 0) > MAJOR ? `needs PostgreSQL ${one.since}` : undefined))
          return thereAndBack(one)
        })
      }
    })
  }
})
