/**
 * `npm run corpus [names]`: real schemas and their real evolutions, there and back, judged by pg_dump.
 * `--pairs`, `--schemas`: only these. `--restores`: each state is adopted, dumped and restored, and `check` agrees. `--engine`: without the command line, which is faster. `--peer`: other tools beside us, on the pairs. `--verbose`: what differs.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pgDumpMajor } from '../knexus/test/support/dump.ts'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { evolve, pullAndBuild, type Outcome } from './lib/corpus.ts'
import { commandLine, engine, installPeers, peers } from './lib/movers.ts'
import { pulled } from './lib/pulled.ts'
import { restored } from './lib/restored.ts'

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'boolean' },
    schemas: { type: 'boolean' },
    restores: { type: 'boolean' },
    engine: { type: 'boolean' },
    peer: { type: 'boolean' },
    verbose: { type: 'boolean', short: 'v' },
    jobs: { type: 'string', default: '2' },
  },
})

const folder = resolve(process.env.CORPUS_DIR ?? join(import.meta.dirname, '../../shared/corpus'))
if (!existsSync(folder)) {
  console.log(`left out: there is no corpus at ${folder}; set CORPUS_DIR`)
  process.exit(0)
}
if ((await pgDumpMajor()) === undefined) {
  console.error('pg_dump is not on the PATH; the corpus is judged by it. Install postgresql-client.')
  process.exit(2)
}

interface Task {
  readonly name: string
  run(): Promise<Outcome>
}

const us = flags.engine ? engine : commandLine
const tasks = [...(flags.pairs || flags.peer ? [] : schemaTasks()), ...(flags.schemas ? [] : pairTasks())]
const width = Math.max(...tasks.map(({ name }) => name.length), 6)
if (flags.peer) await installPeers()

const server = await startPostgres()
process.env.TEST_DATABASE_URL = server.url
const counts = new Map<string, { equal: number; all: number }>()
console.log(`${'schema'.padEnd(width)}  objects      ms  there and back`)
await Promise.all(
  Array.from({ length: Number(flags.jobs) }, async () => {
    for (let next = tasks.shift(); next; next = tasks.shift()) report(next.name, await next.run())
  }),
)
await server.stop()
for (const [who, { equal, all }] of counts) console.log(`${who}: ${equal} of ${all} equal`)
const ours = counts.get(us.name)
process.exitCode = ours && ours.equal < ours.all ? 1 : 0

function pairTasks(): Task[] {
  if (flags.restores)
    return chosen('pairs').flatMap((name) =>
      ['a', 'b'].map((side) => ({
        name: `${name} ${side}`,
        run: () => restored(`${name}-${side}`, text('pairs', name, `${side}.sql`)),
      })),
    )
  const movers = flags.peer ? [us, ...peers] : [us]
  return chosen('pairs').flatMap((name) =>
    movers.map((mover) => ({
      name: flags.peer ? `${name} ${mover.name}` : name,
      run: () => evolve(text('pairs', name, 'a.sql'), text('pairs', name, 'b.sql'), mover),
    })),
  )
}

function schemaTasks(): Task[] {
  return chosen('schemas').flatMap((file) => {
    const name = file.replace('.sql', '')
    if (flags.restores) return [{ name, run: () => restored(name, text('schemas', file)) }]
    return flags.engine
      ? [
          { name, run: () => pulled(join(folder, 'schemas', file)) },
          { name: `${name}, from nothing`, run: () => evolve('', text('schemas', file), engine) },
        ]
      : [{ name, run: () => pullAndBuild(name, text('schemas', file)) }]
  })
}

function chosen(room: string): string[] {
  return readdirSync(join(folder, room)).filter(
    (name) => names.length === 0 || names.some((wanted) => name.includes(wanted)),
  )
}

function text(...path: readonly string[]): string {
  return readFileSync(join(folder, ...path), 'utf8')
}

function report(name: string, { objects, milliseconds, problem }: Outcome): void {
  const who = flags.peer ? name.split(' ')[1]! : us.name
  const count = counts.get(who) ?? { equal: 0, all: 0 }
  counts.set(who, { equal: count.equal + (problem ? 0 : 1), all: count.all + 1 })
  const [first = '', ...rest] = problem ?? []
  const columns = [name.padEnd(width), String(objects).padStart(7), milliseconds.toFixed(0).padStart(6)]
  console.log([...columns, problem ? first.slice(0, flags.verbose ? 2000 : 160) : 'equal'].join('  '))
  if (flags.verbose) for (const line of rest) console.log(`    ${line}`)
}
