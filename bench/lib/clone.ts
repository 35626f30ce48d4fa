import { resolve } from 'node:path'
import { migrationsIn } from '../../backend/src/services/readiness.ts'
import { connect } from '../../knexus/src/connection/connect.ts'
import { rows } from '../../knexus/src/connection/connection.ts'
import { testDatabase, type TestDatabaseOptions } from '../../knexus/src/testing.ts'
import { inTurn, type Figure } from './measure.ts'
import { execute } from './runners.ts'

/** A migrated database for a test, beside an empty one, each made and dropped; the migrations have run before. */
export async function clone(url: string, options: TestDatabaseOptions, runs: number): Promise<Record<string, Figure>> {
  const open = async () => (await testDatabase(options)).drop()
  await open()
  return inTurn(runs, {
    floor: timed(() => execute(url, 'CREATE DATABASE bench_empty', 'DROP DATABASE bench_empty')),
    'testDatabase()': timed(open),
  })
}

/** ClinNexus's own migrations; without those that need pgvector where a server has none. */
export async function clinnexus(url: string): Promise<TestDatabaseOptions> {
  const root = resolve(import.meta.dirname, '../..')
  const db = await connect(url)
  const vectors = (await rows(db, "SELECT FROM pg_available_extensions WHERE name = 'vector'")).length > 0
  await db.close()
  const all = await migrationsIn(resolve(root, 'db/migrations'))
  const names = all.filter((name) => vectors || !name.includes('_search'))
  return { knexfile: resolve(root, 'knexfile.ts'), env: 'test', shadow: url, names }
}

function timed(work: () => Promise<void>): () => Promise<Figure> {
  return async () => {
    const begun = performance.now()
    await work()
    return { seconds: (performance.now() - begun) / 1000, memory: 0 }
  }
}
