/** `npm run corpus [names] [--pairs | --schemas] [--verbose]`: real schemas and their real evolutions, there and back, judged by pg_dump. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pgDumpMajor } from '../knexus/test/support/dump.ts'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { evolve, grow, type Outcome } from './lib/corpus.ts'

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: 'boolean' }, schemas: { type: 'boolean' }, verbose: { type: 'boolean', short: 'v' }, jobs: { type: 'string', default: '2' } },
})

const folder = resolve(process.env.CORPUS_DIR ?? join(import.meta.dirname, '../../shared/corpus'))
if (!existsSync(folder)) {
  console.log(`left out: there is no corpus at ${folder}; set CORPUS_DIR`)
  process.exit(0)
}
if (await pgDumpMajor() === undefined) {
  console.error('pg_dump is not on the PATH; the corpus is judged by it. Install postgresql-client.')
  process.exit(2)
}

const chosen = (name: string) => names.length === 0 || names.some((wanted) => name.includes(wanted))
const pairs = flags.schemas ? [] : readdirSync(join(folder, 'pairs')).filter(chosen).map((name) => ({ name, run: () => evolve(join(folder, 'pairs', name)) }))
const schemas = flags.pairs ? [] : readdirSync(join(folder, 'schemas')).filter(chosen).map((file) => ({ name: file.replace('.sql', ''), run: () => grow(join(folder, 'schemas', file)) }))
const queue = [...schemas, ...pairs]
const width = Math.max(...queue.map(({ name }) => name.length), 6)

const server = await startPostgres()
process.env.TEST_DATABASE_URL = server.url
let equal = 0
let failed = 0
console.log(`${'schema'.padEnd(width)}  objects  changes     ms  there and back`)
await Promise.all(Array.from({ length: Number(flags.jobs) }, async () => {
  for (let next = queue.shift(); next; next = queue.shift()) report(next.name, await next.run())
}))
await server.stop()
console.log(`${equal} equal, ${failed} not`)
process.exitCode = failed > 0 ? 1 : 0

function report(name: string, { objects, changes, milliseconds, problem }: Outcome): void {
  const columns = [name.padEnd(width), String(objects).padStart(7), String(changes).padStart(7), milliseconds.toFixed(0).padStart(6)]
  const [first = '', ...rest] = problem ?? []
  if (problem) failed += 1
  else equal += 1
  console.log([...columns, problem ? first.slice(0, flags.verbose ? 2000 : 160).replaceAll('\n', ' ') : 'equal'].join('  '))
  if (flags.verbose) for (const line of rest) console.log(`    ${line}`)
}
