import { basename } from 'node:path'
import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { changedProject } from '../support/change.ts'

/** What is told of a moment: the mode in which the file's session holds the table, and the statement it is at. */
interface Moment {
  readonly mode: string
  readonly query: string
}

const SECOND = `SELECT l.mode, a.query FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.relation = 't'::regclass AND l.granted AND a.query ~ '^ALTER TABLE'`

const FROM = 'CREATE TABLE t (a int, b int, c int)'
const TO = `CREATE TABLE t (a int NOT NULL, b int CONSTRAINT positive CHECK (b > 0) CONSTRAINT even CHECK (b % 2 = 0), c int NOT NULL)`

describe('a second session beside the files of a NOT NULL and of checks', function () {
  this.timeout('2m')

  /** Runs the files on rows, while the other session looks. */
  async function watched(plain: boolean): Promise<readonly Moment[]> {
    const made = await changedProject(import.meta.dirname, FROM, TO, { plain })
    try {
      const [rows, other] = [await made.live.connect(), await made.live.connect()]
      await up(made.project.config, { to: made.first })
      await rows.query('INSERT INTO t SELECT n, n * 2, n FROM generate_series(1, 400000) n')
      const seen: Moment[] = []
      for (const { path } of made.generated.files) {
        const end = new AbortController()
        const looking = (async () => {
          while (!end.signal.aborted) seen.push(...(await other.query<Moment>(SECOND)).rows)
        })()
        await up(made.project.config, { to: basename(path) }).finally(() => end.abort())
        await looking
      }
      return seen
    } finally {
      await made.close()
    }
  }

  it('sees no lock that stops writers while rows are read', async () => {
    const seen = await watched(false)
    const reading = seen.filter(({ query }) => query.includes(' VALIDATE CONSTRAINT '))
    expect([...new Set(reading.map(({ mode }) => mode))]).to.deep.equal(['ShareUpdateExclusiveLock'])
    expect(new Set(reading.map(({ query }) => query)).size).to.be.greaterThan(1)
  })

  it('sees such a lock while the plain statements read them', async () => {
    const seen = await watched(true)
    expect(new Set(seen.map(({ mode }) => mode))).to.include('AccessExclusiveLock')
  })
})
