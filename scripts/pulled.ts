/**
 * `npm run pulled [names]`: what people get when they pull real schemas, counted. Each schema's models build the same database, or the row says what differs.
 * `--out DIR` keeps the models to be read; `--save FILE` keeps the counts, and `--before FILE` puts kept counts beside those of today.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { pgDumpMajor } from '../knexus/test/support/dump.ts'
import { COUNTED, countsOf, type Counts } from './lib/counts.ts'
import { pulled } from './lib/pulled.ts'

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, save: { type: 'string' }, before: { type: 'string' } },
})

const folder = resolve(process.env.CORPUS_DIR ?? join(import.meta.dirname, '../../shared/corpus'), 'schemas')
if (!existsSync(folder) || (await pgDumpMajor()) === undefined) {
  console.log(`left out: it takes pg_dump on the PATH and a corpus at ${folder}; set CORPUS_DIR`)
  process.exit(0)
}

type Table = Record<string, Counts>
const before = flags.before === undefined ? {} : (JSON.parse(readFileSync(flags.before, 'utf8')) as Table)
const counted: Table = {}
const server = await startPostgres()
process.env.TEST_DATABASE_URL = server.url
console.log(line('schema', COUNTED))
for (const file of readdirSync(folder)) {
  const name = file.replace('.sql', '')
  if (names.length > 0 && !names.includes(name)) continue
  const outcome = await pulled(join(folder, file), async (files) => {
    counted[name] = countsOf(files)
    if (flags.out === undefined) return
    await mkdir(join(flags.out, name), { recursive: true })
    for (const one of files) await writeFile(join(flags.out, name, one.name), one.text)
  })
  console.log(row(name, counted[name], before[name], outcome.problem?.[0]))
  if (outcome.problem)
    console.log(
      outcome.problem
        .slice(1, 12)
        .map((one) => `    ${one}`)
        .join('\n'),
    )
  if (outcome.problem) process.exitCode = 1
}
await server.stop()
console.log(row('all', sum(counted), flags.before === undefined ? undefined : sum(before)))
if (flags.save !== undefined) await writeFile(flags.save, JSON.stringify(counted))

function row(name: string, now: Counts | undefined, then: Counts | undefined, problem = ''): string {
  const cells = COUNTED.map((what) => [then?.[what], now?.[what]].filter((count) => count !== undefined).join(' > '))
  return `${line(name, cells)}  ${problem}`.trimEnd()
}

function line(name: string, cells: readonly string[]): string {
  return [name.padEnd(22), ...cells.map((cell) => cell.padStart(14))].join('')
}

function sum(table: Table): Counts {
  const all = Object.entries(table).flatMap(([name, counts]) => (name in counted ? [counts] : []))
  return Object.fromEntries(
    COUNTED.map((what) => [what, all.reduce((total, counts) => total + counts[what], 0)]),
  ) as Counts
}
