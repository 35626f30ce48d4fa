/**
 * `npm run fuzz`: the laws on random pairs of databases, there and back, and on after a failure. `--pairs 1000`, `--majors 14,15,16,17,18`, `--jobs 3`;
 * `--seed N` is the first pair's own, each next one has the next number. `--out FILE`: the failures whole, as they come. `--pull`: each database is pulled, and built again from its models. `--rows`: what strangers' rows lose on the way is said.
 */
import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { pairs } from '../knexus/test/generated/pieces/index.ts'
import { pulledBack } from '../knexus/test/generated/pulled-back.ts'
import { thereAndBack } from '../knexus/test/generated/there-and-back.ts'
import { valuesKept } from '../knexus/test/generated/values-kept.ts'
import { openShadow, type Shadow } from '../knexus/src/shadow/index.ts'
import { isMajor, MAJORS, startPostgres } from '../knexus/test/support/postgres.ts'
import { roles } from '../knexus/test/support/roles.ts'
import { execute } from '../knexus/test/support/server.ts'

const { values: flags } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000' },
    majors: { type: 'string', default: Object.keys(MAJORS).join(',') },
    seed: { type: 'string' },
    jobs: { type: 'string', default: '3' },
    out: { type: 'string' },
    pull: { type: 'boolean' },
    rows: { type: 'boolean' },
  },
})
const [first, count] = [Number(flags.seed ?? Math.floor(Math.random() * 2 ** 30)), Number(flags.pairs)]
let [passed, failed] = [0, 0]
let shadow: Shadow | undefined
for (const major of flags.majors.split(',').map(Number)) {
  if (!isMajor(major))
    throw new Error(`There is no PostgreSQL ${major} to run here; there are ${Object.keys(MAJORS).join(', ')}.`)
  console.log(`PostgreSQL ${major}: pairs ${first} to ${first + count - 1}`)
  const server = await startPostgres(major)
  process.env.TEST_DATABASE_URL = server.url
  await execute(server, roles)
  shadow = flags.rows ? await openShadow({ server: server.url }) : undefined
  let next = first
  await Promise.all(
    Array.from({ length: Number(flags.jobs) }, async () => {
      while (next < first + count) await one(next++, major)
    }),
  )
  await shadow?.close()
  await server.stop()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0

async function one(seed: number, major: number): Promise<void> {
  const { failed: broke, errorInstance } = await fc.check(
    fc.asyncProperty(pairs(major), ([from, to]) =>
      flags.pull ? pulledBack(from) : shadow ? valuesKept(shadow, from, to, seed) : thereAndBack(from, to),
    ),
    { seed, numRuns: 1, endOnFailure: true },
  )
  if (!broke) {
    passed += 1
    return
  }
  failed += 1
  const error = String(errorInstance)
  const reason = /^-- (?!and$)(.*(?:\n.*)?)/m.exec(error)?.[1] ?? error.slice(0, 200)
  const way = flags.pull ? '--pull' : flags.rows ? '--rows' : undefined
  const again = way
    ? `npm run fuzz -- ${way} --majors ${major} --pairs 1 --seed ${seed}`
    : `TEST_POSTGRES=${major} SEED=${seed} GENERATED=1 SHRINK=1 npx mocha -g "over all kinds" knexus/test/generated/generated.test.ts`
  console.log(`  ${reason}\n    again${way ? '' : ', and made smaller'}: ${again}`)
  if (flags.out) appendFileSync(flags.out, `-- PostgreSQL ${major}, seed ${seed}\n${error}\n\n`)
}
