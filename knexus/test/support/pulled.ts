import { introspect } from '../../src/introspect.ts'
import { sayChange } from '../../src/prove.ts'
import { pull, type PulledFile } from '../../src/pull.ts'
import type { Schema } from '../../src/schema.ts'
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
  const live = await database(sql)
  let rounds = 0
  try {
    const client = await live.connect()
    const schema = await introspect(client)
    const { files, differences } = await pull(schema, async () => {
      rounds += 1
      const base = await database()
      const connection = await base.connect()
      return { query: connection.query.bind(connection), close: () => base.drop() }
    }, {})
    return { schema, files, differences: differences.map(sayChange), rounds, text: files.map(({ text }) => text).join('\n') }
  } finally {
    await live.drop()
  }
}
