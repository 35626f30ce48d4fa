import type { Connection } from '../../src/connection/connection.ts'
import { introspect } from '../../src/introspect/index.ts'
import { sayChange } from '../../src/diff.ts'
import { pull, type PulledFile } from '../../src/pull/index.ts'
import type { Schema } from '../../src/schema.ts'
import { pglite } from './pglite.ts'
import { database } from './server.ts'

/** What a pull made of a database: the schema it read, the files, what they leave different, and how many databases were built to prove it. */
export interface PulledBase {
  readonly schema: Schema
  readonly files: readonly PulledFile[]
  readonly differences: readonly string[]
  readonly rounds: number
  /** The text of all files. */
  readonly text: string
}

/** Runs SQL in a database, reads it, and writes it as models that are proved in databases of their own. */
export async function pullSql(sql: string): Promise<PulledBase> {
  return pulledOn(sql, async (script) => {
    const base = await database(script)
    const connection = await base.connect()
    return { query: connection.query.bind(connection), close: () => base.drop() }
  })
}

/** As `pullSql`, on PGlite, which has pgvector. */
export async function pullSqlEmbedded(sql: string): Promise<PulledBase> {
  return pulledOn(sql, async (script) => {
    const embedded = await pglite(script)
    return { query: embedded.connection.query.bind(embedded.connection), close: () => embedded.close() }
  })
}

type Opened = Connection & { close(): Promise<void> }

async function pulledOn(sql: string, open: (script?: string) => Promise<Opened>): Promise<PulledBase> {
  const live = await open(sql)
  let rounds = 0
  try {
    await live.query('RESET search_path')
    const schema = await introspect(live)
    const { files, differences } = await pull(
      schema,
      () => {
        rounds += 1
        return open()
      },
      {},
    )
    return {
      schema,
      files,
      differences: differences.map(sayChange),
      rounds,
      text: files.map(({ text }) => text).join('\n'),
    }
  } finally {
    await live.close()
  }
}
