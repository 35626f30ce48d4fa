import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { program } from './programs.ts'
import { database, execute, type TestDatabase } from './server.ts'

/** A new database that holds all that another one does, by way of pg_dump; `first` runs in it before that. */
export async function restore(url: string, first?: string): Promise<TestDatabase> {
  const copy = await database()
  if (first !== undefined) await execute(copy, first)
  const run = promisify(execFile)
  const { stdout } = await run(program('pg_dump'), [url], { maxBuffer: 1 << 28 })
  const restoring = run(program('psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', copy.url])
  restoring.child.stdin!.end(stdout)
  await restoring
  return copy
}
