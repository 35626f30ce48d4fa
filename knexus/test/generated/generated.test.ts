import fc from 'fast-check'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { serverFacts } from '../support/server.ts'
import { model } from './model.ts'
import { pairs } from './pieces/index.ts'
import { pulledBack } from './pulled-back.ts'
import { regressions } from './regressions/index.ts'
import { thereAndBack } from './there-and-back.ts'
import { toSql } from './to-sql.ts'

/** GENERATED: how many pairs of each sort. SEED: where the random numbers begin. A usual run takes the same ones each time, so that it fails for what was changed; `npm run fuzz` takes others. */
const runs = Number(process.env.GENERATED ?? 8)
const seed = Number(process.env.SEED ?? 109_347_804)

const { assert, asyncProperty } = fc
const options = { numRuns: runs, seed, endOnFailure: process.env.SHRINK === undefined }

describe('the laws on random pairs', function () {
  this.timeout('8h')
  before(() => console.log(`      seed ${seed}; the same pairs again: SEED=${seed} GENERATED=${runs}`))

  it(`hold for ${runs} pairs of tables, there and back`, async () => {
    await assert(
      asyncProperty(model, model, (a, b) => thereAndBack([toSql(a)], [toSql(b)], false)),
      options,
    )
  })

  it(`hold for ${runs} pairs over all kinds, there and back`, async () => {
    await assert(
      asyncProperty(pairs(serverFacts().major), ([from, to]) => thereAndBack(from, to)),
      options,
    )
  })

  const pulls = Math.ceil(runs / 4)
  it(`${pulls} databases over all kinds are pulled as models that build the same`, async () => {
    await assert(
      asyncProperty(pairs(serverFacts().major), ([from]) => pulledBack(from)),
      { ...options, numRuns: pulls },
    )
  })

  for (const [index, { from, to, since = 0 }] of regressions.entries()) {
    it(`hold for pair ${index + 1} that once broke one`, function () {
      leaveOut(this, lacking(since))
      return thereAndBack([from], [to], false)
    })
  }
})
