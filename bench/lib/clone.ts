import { join } from 'node:path'
import { testDatabase } from '../../knexus/src/testing.ts'
import type { BenchProject } from './project.ts'
import { inTurn, type Figure } from './measure.ts'
import { execute } from './runners.ts'

/** A migrated database for a test, beside an empty one, each made and dropped; the migrations have run before. */
export async function clone({ root, url }: BenchProject, runs: number): Promise<Record<string, Figure>> {
  const open = async () => (await testDatabase({ knexfile: join(root, 'knexfile.ts'), env: 'development' })).drop()
  await open()
  return inTurn(runs, {
    floor: timed(() => execute(url, 'CREATE DATABASE bench_empty', 'DROP DATABASE bench_empty')),
    'testDatabase()': timed(open),
  })
}

function timed(work: () => Promise<void>): () => Promise<Figure> {
  return async () => {
    const begun = performance.now()
    await work()
    return { seconds: (performance.now() - begun) / 1000, memory: 0 }
  }
}
