import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { messageOf } from '../../knexus/src/base/errors.ts'
import { diff } from '../../knexus/src/diff.ts'
import { differences, pgDump } from '../../knexus/test/support/dump.ts'
import { StatementError } from '../../knexus/test/support/run-plan.ts'
import { database, type TestDatabase } from '../../knexus/test/support/server.ts'
import { knexus, psql, schemaIn, type Mover } from './movers.ts'

/** How one schema or pair fared. `problem` is absent when every dump was equal; its first line says what happened, the others show it. */
export interface Outcome {
  readonly objects: number
  /** What it took to find the way there, and the way back where there is one. Running the statements is not counted. */
  readonly milliseconds: number
  readonly problem?: readonly string[]
}

type Load = (sql: string) => Promise<TestDatabase>

/** An older state becomes the newer one, and then the older one again. */
export function evolve(a: string, b: string, mover: Mover): Promise<Outcome> {
  return guarded(async (load) => {
    const [older, newer, live] = [await load(a), await load(b), await load(a)]
    const there = await travel(live, newer, mover)
    if (there.problem) return { ...there, problem: labelled('there', there.problem) }
    const back = await travel(live, older, mover)
    return {
      objects: there.objects,
      milliseconds: there.milliseconds + back.milliseconds,
      ...(back.problem && { problem: labelled('back', back.problem) }),
    }
  })
}

/** A schema is pulled as models, and an empty database built from the models is the same again. */
export function pullAndBuild(name: string, sql: string): Promise<Outcome> {
  const folder = resolve(import.meta.dirname, '../../.data/pulled')
  const models = join(folder, name)
  return guarded(async (load) => {
    const [source, copy] = [await load(sql), await load('')]
    const objects = (await schemaIn(source)).size
    await rm(models, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    // A project of its own: the one around it manages the namespace public alone.
    await writeFile(join(folder, 'knexfile.mjs'), `export default { development: { client: 'pg' } }\n`)
    const started = performance.now()
    await knexus('pull', '--from', source.url, '--out', models, '--force')
    const milliseconds = performance.now() - started
    await psql(
      copy,
      await knexus(
        'diff',
        '--from',
        'empty',
        '--to',
        `models:${models}`,
        '--sql',
        '--knexfile',
        join(folder, 'knexfile.mjs'),
        '--shadow',
        copy.url.replace(/[^/]*$/, 'postgres'),
      ),
    )
    const lines = differences(await pgDump(copy.url), await pgDump(source.url))
    return { objects, milliseconds, ...(lines.length > 0 && { problem: told(lines) }) }
  })
}

async function travel(live: TestDatabase, wanted: TestDatabase, mover: Mover): Promise<Outcome> {
  const to = await schemaIn(wanted)
  const milliseconds = await mover.move(live, wanted)
  const lines = differences(await pgDump(live.url), await pgDump(wanted.url))
  if (lines.length > 0) return { objects: to.size, milliseconds, problem: told(lines) }
  const left = diff(await schemaIn(live), to)
  if (left.length === 0 || mover.name.includes('-') || mover.name === 'migra') return { objects: to.size, milliseconds }
  return {
    objects: to.size,
    milliseconds,
    problem: [
      `equal for pg_dump, but ${left.length} changes are still seen`,
      ...left.slice(0, 8).map((change) => JSON.stringify(change)),
    ],
  }
}

function told(lines: readonly string[]): readonly string[] {
  return [lines.find((line) => /\w/.test(line.slice(2))) ?? lines[0]!, ...lines]
}

function labelled(way: string, [first, ...rest]: readonly string[]): readonly string[] {
  return [`${way}: ${first}`, ...rest]
}

/** Gives databases and takes them away again; what is thrown becomes the problem. */
export async function guarded(use: (load: Load) => Promise<Outcome>): Promise<Outcome> {
  const bases: TestDatabase[] = []
  try {
    return await use(async (sql) => {
      const base = await database(sql)
      bases.push(base)
      return base
    })
  } catch (error) {
    const shown =
      error instanceof StatementError
        ? error.sql.split('\n').slice(0, 12)
        : (error instanceof Error ? (error.stack ?? '') : '').split('\n').slice(1, 8)
    return { objects: 0, milliseconds: 0, problem: [...messageOf(error).split('\n'), ...shown] }
  } finally {
    for (const base of bases) await base.drop()
  }
}
