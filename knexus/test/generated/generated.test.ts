import fc from 'fast-check'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { serverFacts, serverUrl } from '../support/server.ts'
import { model } from './model.ts'
import { pairs } from './pieces/index.ts'
import { pulledBack } from './pulled-back.ts'
import { regressions } from './regressions/index.ts'
import { thereAndBack } from './there-and-back.ts'
import { toSql } from './to-sql.ts'
import { valuesKept } from './values-kept.ts'

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

  const taken = Math.ceil(runs / 8)
  it(`${taken} pairs over all kinds, and one whose values do not fit, lose nothing of strangers' rows without a word`, async () => {
    const shadow = await openShadow({ server: serverUrl() })
    const wide =
      'CREATE TABLE t (amount numeric(12,4), at timestamptz, note text, host inet, list numeric(8,2)[], n int)'
    const narrow =
      'CREATE TABLE t (amount numeric(12,1), at date, note name, host cidr, list numeric(8,0)[], n boolean)'
    try {
      await valuesKept(shadow, [wide], [narrow], seed, false)
      await assert(
        asyncProperty(pairs(serverFacts().major), fc.nat(), ([from, to], turn) => valuesKept(shadow, from, to, turn)),
        { ...options, numRuns: taken },
      )
    } finally {
      await shadow.close()
    }
  })

  for (const [index, { from, to, since = 0 }] of regressions.entries()) {
    it(`hold for pair ${index + 1} that once broke one`, function () {
      leaveOut(this, lacking(since))
      return thereAndBack([from], [to], false)
    })
  }
})
