import { expect } from 'chai'
import { diff } from '../../src/diff.ts'
import { build } from '../../src/build/index.ts'
import { introspect } from '../../src/introspect/index.ts'
import { addressOfChange } from '../../src/change.ts'
import { schemaOf } from '../../src/schema.ts'
import { collect, type Declaration } from '../../src/index.ts'
import { columnCases } from './cases/columns.ts'
import { partCases } from './cases/parts.ts'
import { thingCases } from './cases/things.ts'
import { database } from '../support/server.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'

/** What is declared, and the SQL that says the same. */
export interface Twin {
  readonly name: string
  readonly declared: readonly Declaration[]
  readonly sql: string
  /** The oldest server that knows all of it. */
  readonly since?: number
}

describe('a declaration and its SQL make the same database', () => {
  for (const { name, declared, sql, since = 14 } of [...columnCases, ...partCases, ...thingCases]) {
    it(name, async function () {
      leaveOut(this, lacking(since))
      const [ours, theirs] = [await database(), await database(sql)]
      try {
        const [ourConnection, theirConnection] = [await ours.connect(), await theirs.connect()]
        await build(schemaOf(collect([{ declared }]).objects), ourConnection)
        const [mine, plain] = [await introspect(ourConnection), await introspect(theirConnection)]
        expect(plain.size).to.be.greaterThan(0)
        expect(diff(plain, mine).map((change) => ({ address: addressOfChange(change), ...change }))).to.deep.equal([])
      } finally {
        await Promise.all([ours.drop(), theirs.drop()])
      }
    })
  }
})
