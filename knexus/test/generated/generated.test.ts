import fc from 'fast-check'
import { prove, readSchema } from '../support/laws.ts'
import { database } from '../support/server.ts'
import { model } from './model.ts'
import { regressions } from './regressions.ts'
import { toSql } from './to-sql.ts'

/** GENERATED: how many pairs. SEED: where the random numbers begin. A usual run takes the same ones each time, so that it fails for what was changed; a nightly one gives another. */
const runs = Number(process.env.GENERATED ?? 25)
const seed = Number(process.env.SEED ?? 109_347_804)

const { assert, asyncProperty } = fc

describe('the laws on random pairs', function () {
  this.timeout('8h')
  it(`hold for ${runs} pairs, there and back`, async () => {
    console.log(`      seed ${seed}; the same pairs again: SEED=${seed} GENERATED=${runs}`)
    await assert(asyncProperty(model, model, (a, b) => thereAndBack(toSql(a), toSql(b))), { numRuns: runs, seed, endOnFailure: process.env.SHRINK === undefined })
  })

  for (const [index, { from, to }] of regressions.entries()) {
    it(`hold for pair ${index + 1} that once broke one`, () => thereAndBack(from, to))
  }
})

async function thereAndBack(from: string, to: string): Promise<void> {
  const [older, newer] = [await database(from), await database(to)]
  try {
    const [live, wanted] = [await older.connect(), await newer.connect()]
    const read = async () => ({ schema: await readSchema(live) })
    const [a, b] = [await read(), { schema: await readSchema(wanted) }]
    await prove({ connection: live, transactions: true, read }, a, b, false)
    await prove({ connection: live, transactions: true, read }, b, a, false)
  } finally {
    await older.drop()
    await newer.drop()
  }
}
