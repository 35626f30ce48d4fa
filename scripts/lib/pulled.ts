import { readFile } from 'node:fs/promises'
import { messageOf } from '../../knexus/src/base/errors.ts'
import { introspect } from '../../knexus/src/introspect/index.ts'
import { sayChange } from '../../knexus/src/diff.ts'
import { pull, type PulledFile } from '../../knexus/src/pull/index.ts'
import { differences, pgDump } from '../../knexus/test/support/dump.ts'
import { database, type TestDatabase } from '../../knexus/test/support/server.ts'
import type { Outcome } from './corpus.ts'

/** A schema is pulled, and its models build an empty database into the same. `see` is shown the files. */
export async function pulled(
  file: string,
  see: (files: readonly PulledFile[]) => Promise<void> = async () => {},
): Promise<Outcome> {
  const sql = await readFile(file, 'utf8')
  const bases: TestDatabase[] = []
  let [objects, milliseconds] = [0, 0]
  const empty = async () => {
    const base = await database()
    bases.push(base)
    const client = await base.connect()
    return { query: client.query.bind(client), close: () => client.end() }
  }
  try {
    const live = await database(sql)
    bases.push(live)
    const client = await live.connect()
    const started = performance.now()
    const schema = await introspect(client)
    const { files, differences: left } = await pull(schema, empty, {})
    milliseconds = performance.now() - started
    objects = schema.size
    await client.end()
    await see(files)
    const lines =
      left.length > 0 ? left.map(sayChange) : differences(await pgDump(bases.at(-1)!.url), await pgDump(live.url))
    const problem =
      lines.length > 0 ? [`pulled: ${lines.find((line) => /\w/.test(line.slice(2)))}`, ...lines] : undefined
    return { objects, milliseconds, ...(problem && { problem }) }
  } catch (error) {
    return {
      objects,
      milliseconds,
      problem: [messageOf(error), ...(error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 8) : [])],
    }
  } finally {
    for (const base of bases) await base.drop()
  }
}
