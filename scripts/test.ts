/** `npm test [files]`: every test, on one real PostgreSQL and on PGlite. `--changed`: the tests nearest to what differs from the main branch. `--whole`: every case where a sample is usual. `--matrix`, or `--majors 14,18`: also the laws on the other majors, `--sample 4` on every fourth case only. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { MAJORS } from '../knexus/test/support/postgres.ts'
import type { Tally } from '../knexus/test/support/reporter.ts'
import { allTests, changedFiles, nearTests } from './lib/near.ts'

/** The files that take longest. They are run first, so that the end of a run does not wait for one of them. */
const LONGEST = [
  'knexus/test/start.test.ts',
  'knexus/test/cli/ends.test.ts',
  'knexus/test/api/aborted.test.ts',
  'knexus/test/outside/museum-later.test.ts',
  'knexus/test/outside/museum.test.ts',
  'knexus/test/recipes/under-writers.test.ts',
  'knexus/test/api/edited.test.ts',
  'knexus/test/recipes/judged.test.ts',
  'backend/test/db/models-embedded.test.ts',
  'knexus/test/laws.test.ts',
  'knexus/test/recipes/archive.test.ts',
  'knexus/test/cli/answers.test.ts',
  'knexus/test/outside/unique.test.ts',
  'knexus/test/node-versions.test.ts',
]
const LAWS = [
  'knexus/test/laws.test.ts',
  'knexus/test/server-too-old.test.ts',
  'knexus/test/recipes/index.test.ts',
  'backend/test/db/models.test.ts',
]
const root = resolve(import.meta.dirname, '..')

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: 'boolean' },
    matrix: { type: 'boolean' },
    majors: { type: 'string' },
    whole: { type: 'boolean' },
    // More workers than cores make tests that wait for something miss it.
    jobs: { type: 'string', default: String(Math.max(2, Math.min(availableParallelism(), 4))) },
    sample: { type: 'string', default: '1' },
    grep: { type: 'string', short: 'g' },
  },
})
const majors = flags.majors?.split(',') ?? (flags.matrix ? Object.keys(MAJORS).filter((major) => major !== '15') : [])

if (flags.whole) process.env['TEST_SAMPLE'] = '1'
const files = flags.changed ? nearToChanged() : positionals
const tallies: Tally[] = []
if (files.length === 0 && !flags.majors) tallies.push(types())
if (files.length > 0 || !flags.majors)
  tallies.push(
    mocha(files.length > 0 ? files : everything(), flags.matrix ? { LAWS_SAMPLE_EMBEDDED: '1', PULL_SAMPLE: '1' } : {}),
  )
for (const major of majors) {
  console.log(`\nPostgreSQL ${major}`)
  tallies.push(mocha(LAWS, { TEST_POSTGRES: major, TEST_DATABASE_URL: '', LAWS_SAMPLE: flags.sample }))
}
const [passed, failed, leftOut] = (['passed', 'failed', 'leftOut'] as const).map((key) =>
  tallies.reduce((sum, tally) => sum + tally[key], 0),
)
if (leftOut) console.log(`${leftOut} left out, for the reasons given above`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0

/** The tests nearest to what was changed. Ends the process where nothing was, or where no test is near. */
function nearToChanged(): string[] {
  const tests = [...new Set(changedFiles().flatMap((file) => nearTests(file)))].sort()
  console.log(tests.length > 0 ? tests.join('\n') : 'No test is near to what was changed.')
  if (tests.length === 0) process.exit(0)
  return tests
}

/** Every test file, the longest first. */
function everything(): string[] {
  const found = allTests()
  const gone = LONGEST.filter((file) => !found.includes(file))
  if (gone.length > 0) throw new Error(`LONGEST in scripts/test.ts names files that are not there: ${gone.join(', ')}`)
  return [...LONGEST, ...found.filter((file) => !LONGEST.includes(file))]
}

/** The types have tests too, by @ts-expect-error: the compiler runs them. */
function types(): Tally {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', root],
    { stdio: 'inherit' },
  )
  console.log(`  types: ${status === 0 ? '1 passed' : '1 FAILED'}`)
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, leftOut: 0 }
}

/** Runs mocha. A run that ends without a tally counts as one failure. */
function mocha(specs: readonly string[], env: NodeJS.ProcessEnv): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'knexus-tally-'))
  const file = join(folder, 'tally.json')
  try {
    const options = [
      '--parallel',
      '--jobs',
      flags.jobs,
      '--reporter',
      './knexus/test/support/reporter.ts',
      ...(flags.grep ? ['--grep', flags.grep] : []),
    ]
    const { status } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', ...options, ...specs], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env, TEST_TALLY: file },
    })
    if (!existsSync(file)) return { passed: 0, failed: 1, leftOut: 0 }
    const tally: Tally = JSON.parse(readFileSync(file, 'utf8'))
    return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
