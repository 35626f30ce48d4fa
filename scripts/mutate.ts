/**
 * `npm run mutate FILE...`: changes a source in one place after the other, runs the tests nearest to it (scripts/lib/near.ts) each time, and tells which changes
 * none of them noticed. `--sample 40` takes so many of each file's mutants, at even distances; `--tests A,B` other tests; `--jobs 2`.
 * The score is the share that was noticed. It works on a copy of the tree.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { mutantsOf, type Mutant } from './lib/mutants.ts'
import { nearTests } from './lib/near.ts'

const root = resolve(import.meta.dirname, '..')
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '60' },
    jobs: { type: 'string', default: '2' },
    tests: { type: 'string' },
  },
})

/** What a run of the tests answered: noticed by a failure, or because it did not end in time. */
type Answer = 'passed' | 'failed' | 'timeout'

const folder = mkdtempSync(join(tmpdir(), 'knexus-mutate-'))
const server = process.env.TEST_DATABASE_URL ? undefined : await startPostgres()
const env = { ...process.env, TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? server?.url }
const trees = Array.from({ length: Number(flags.jobs) }, (_, number) => copyTree(join(folder, String(number))))
try {
  for (const file of positionals.map((path) => relative(root, resolve(path)))) await judge(file)
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Tries the mutants of one file, and prints those that survive and the score. */
async function judge(file: string): Promise<void> {
  const source = readFileSync(join(trees[0]!, file), 'utf8')
  const tests = flags.tests?.split(',') ?? nearTests(file)
  if (tests.length === 0) return console.log(`${file}: no test is near`)
  const begun = Date.now()
  const answer = await run(trees[0]!, tests, 600_000)
  if (answer !== 'passed') return console.log(`${file}: its tests fail as it is: ${tests.join(' ')}`)
  const patience = 3 * (Date.now() - begun) + 15_000
  const all = mutantsOf(file, source)
  const chosen = sampled(all, Number(flags.sample))
  const survivors: Mutant[] = []
  const open = chosen.values()
  await Promise.all(
    trees.map(async (tree) => {
      for (const mutant of open) {
        writeFileSync(join(tree, file), source.slice(0, mutant.start) + mutant.text + source.slice(mutant.end))
        if ((await run(tree, tests, patience)) === 'passed') survivors.push(mutant)
      }
      writeFileSync(join(tree, file), source)
    }),
  )
  for (const mutant of survivors.toSorted((a, b) => a.start - b.start)) console.log(`  ${told(mutant, file, source)}`)
  const noticed = chosen.length - survivors.length
  const share = Math.round((100 * noticed) / chosen.length)
  console.log(`${file}: ${share}% (${noticed} of ${chosen.length}, out of ${all.length}) by ${tests.join(' ')}`)
}

function sampled<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count)
  return Array.from({ length: Math.min(count, all.length) }, (_, at) => all[Math.floor(at * step)]!)
}

function told({ start, end, text }: Mutant, file: string, source: string): string {
  const line = source.slice(0, start).split('\n').length
  const short = (code: string) => code.replaceAll(/\s+/g, ' ').slice(0, 90)
  return `${file}:${line}: ${short(source.slice(start, end))}  →  ${short(text) || 'nothing'}`
}

/** The files that git knows, and those it does not ignore; installed packages by a link. */
function copyTree(tree: string): string {
  const git = (...words: string[]) =>
    execFileSync('git', ['ls-files', ...words], { cwd: root, encoding: 'utf8' }).trim()
  const files = `${git()}\n${git('--others', '--exclude-standard')}`.split('\n').filter(Boolean)
  for (const file of files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    cpSync(join(root, file), join(tree, file), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  return tree
}

function run(tree: string, tests: readonly string[], patience: number): Promise<Answer> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', '--bail', '--exit', ...tests], {
      cwd: tree,
      env,
      stdio: 'ignore',
      detached: true,
    })
    let late = false
    const timer = setTimeout(() => {
      late = true
      process.kill(-child.pid!, 'SIGKILL')
    }, patience)
    child.once('close', (status) => {
      clearTimeout(timer)
      done(late ? 'timeout' : status === 0 ? 'passed' : 'failed')
    })
  })
}
