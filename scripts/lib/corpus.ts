import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../knexus/src/base/errors.ts'
import { diff } from '../../knexus/src/diff.ts'
import { introspect } from '../../knexus/src/introspect.ts'
import { plan } from '../../knexus/src/plan.ts'
import type { Schema } from '../../knexus/src/schema.ts'
import { differences, pgDump } from '../../knexus/test/support/dump.ts'
import { runPlan, StatementError } from '../../knexus/test/support/run-plan.ts'
import { database, type TestDatabase } from '../../knexus/test/support/server.ts'

/** How one schema or pair fared. `problem` is absent when every dump was equal; its first line says what happened, the others show it. */
export interface Outcome {
  readonly objects: number
  readonly changes: number
  /** Reading, comparing and planning, both ways; without the statements themselves. */
  readonly milliseconds: number
  readonly problem?: readonly string[]
}

/** An older state becomes the newer one, and then the older one again. */
export async function evolve(folder: string): Promise<Outcome> {
  return thereAndBack(await readFile(join(folder, 'a.sql'), 'utf8'), await readFile(join(folder, 'b.sql'), 'utf8'))
}

/** An empty database becomes the schema, and then is empty again. */
export async function grow(file: string): Promise<Outcome> {
  return thereAndBack('', await readFile(file, 'utf8'))
}

interface Tally {
  objects: number
  changes: number
  milliseconds: number
}

async function thereAndBack(a: string, b: string): Promise<Outcome> {
  const tally: Tally = { objects: 0, changes: 0, milliseconds: 0 }
  const bases: TestDatabase[] = []
  try {
    const load = async (sql: string) => {
      const base = await database(sql)
      bases.push(base)
      return base
    }
    const [older, newer, live] = [await load(a), await load(b), await load(a)]
    const problem = await travel(live, newer, 'there', tally) ?? await travel(live, older, 'back', tally)
    return { ...tally, ...(problem && { problem }) }
  } catch (error) {
    return { ...tally, problem: [messageOf(error), ...(error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 8) : [])] }
  } finally {
    for (const base of bases) await base.drop()
  }
}

/** Moves the live database to the wanted one's schema. Answers with what went wrong. */
async function travel(live: TestDatabase, wanted: TestDatabase, way: string, tally: Tally): Promise<readonly string[] | undefined> {
  const started = performance.now()
  const [from, to] = [await schemaOf(live), await schemaOf(wanted)]
  const changes = diff(from, to)
  const steps = plan(from, to)
  tally.milliseconds += performance.now() - started
  tally.objects = Math.max(tally.objects, to.size)
  tally.changes = Math.max(tally.changes, changes.length)
  const client = await live.connect()
  try {
    await runPlan(client, steps)
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    return [`${way}: ${error.message}`, ...error.sql.split('\n').slice(0, 12)]
  } finally {
    await client.end()
  }
  const lines = differences(await pgDump(live.url), await pgDump(wanted.url))
  if (lines.length > 0) return [`${way}: ${lines.find((line) => /\w/.test(line.slice(2)))}`, ...lines]
  const left = diff(await schemaOf(live), to)
  if (left.length > 0) return [`${way}: equal for pg_dump, but ${left.length} changes are still seen`, ...left.slice(0, 8).map((change) => JSON.stringify(change))]
  return undefined
}

async function schemaOf(base: TestDatabase): Promise<Schema> {
  const client = await base.connect()
  try {
    return await introspect(client)
  } finally {
    await client.end()
  }
}
