import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** Somebody who writes to a table `t (id int, ...)` all the while, one statement after the other. */
export interface Writer {
  /** What it has written so far, in this order. */
  readonly written: readonly string[]
  /** What it was refused. */
  readonly refused: readonly string[]
  stop(): Promise<void>
}

/** What a writer knows: the columns beside `id`, and those of which no two rows may have one value. */
export interface Known {
  readonly columns: readonly string[]
  readonly unique?: readonly string[]
}

export async function writer(url: string, known: Known): Promise<Writer> {
  const [written, refused]: [string[], string[]] = [[], []]
  const client = new Client({ connectionString: url, application_name: 'writer' })
  await client.connect()
  const end = new AbortController()
  const writing = (async () => {
    for (let n = 0; !end.signal.aborted; n += 1) {
      const sql = statement(n, known)
      await client.query(sql).then(
        () => written.push(sql),
        (error: Error) => refused.push(`${sql}: ${error.message}`),
      )
      await pause(2)
    }
  })()
  return {
    written,
    refused,
    async stop() {
      end.abort()
      await writing
      await client.end()
    },
  }
}

/** Rows that come, change, move and go; what one gets is what another has. */
function statement(n: number, { columns, unique = [] }: Known): string {
  const quoted = columns.map((column) => `"${column}"`)
  const values = columns.map((column) => (unique.includes(column) ? `${100_000 + n}` : `o."${column}"`))
  const row = (by: number) => ((n * by) % 500) + 1
  const at = Math.floor(n / 4)
  if (n % 4 === 0)
    return `INSERT INTO t (${['id', ...quoted].join()}) SELECT ${[10_000 + n, ...values].join()} FROM t o WHERE o.id = ${row(7)}`
  if (n % 4 === 1) return `UPDATE t SET id = id + 100000 WHERE id = ${500 - (at % 100)}`
  if (n % 4 === 2) return `DELETE FROM t WHERE id = ${400 - (at % 100)}`
  const sets = ['id = t.id', ...quoted.map((column, i) => `${column} = ${values[i]}`)].join()
  return `UPDATE t SET ${sets} FROM t o WHERE o.id = ${row(11)} AND t.id = ${row(3)}`
}
