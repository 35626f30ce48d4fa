import { expect } from 'chai'
import type { Client } from 'pg'
import { diff } from '../src/diff.ts'
import { read } from '../src/introspect/index.ts'
import { catalogFingerprint } from '../src/introspect/fingerprint.ts'
import { inventory } from '../src/introspect/inventory.ts'
import type { Schema } from '../src/schema.ts'
import { changes, everything, nothings } from './cases/changes.ts'
import { database } from './support/server.ts'
import { lacking, leaveOut } from './support/leave-out.ts'

describe('a change behind our back', function () {
  this.timeout('1m')
  let db: Client
  let start: Seen
  let fingerprint: string | undefined

  before(async () => {
    const base = await database(everything)
    db = await base.connect()
    start = await see(db)
    fingerprint = (await catalogFingerprint(db))?.value
  })

  for (const change of changes) {
    const [sql, since = 0] = typeof change === 'string' ? [change] : change
    it(`is found: ${sql}`, async function () {
      leaveOut(this, lacking(since))
      const [found, value] = await after(db, sql, async () => [
        differences(start, await see(db)),
        (await catalogFingerprint(db))?.value,
      ])
      expect(found).to.be.greaterThan(0)
      expect(value, 'the fingerprint moves too').not.to.equal(fingerprint)
    })
  }

  for (const sql of nothings) {
    it(`is none: ${sql}`, async () => {
      expect(await after(db, sql, async () => diff(start.schema, (await see(db)).schema))).to.deep.equal([])
    })
  }
})

interface Seen {
  readonly schema: Schema
  readonly notManaged: readonly string[]
}

async function see(db: Client): Promise<Seen> {
  const reading = await read(db, { inventory: true })
  const { notManaged } = await inventory(db, reading)
  return { schema: reading.schema, notManaged }
}

function differences(before: Seen, after: Seen): number {
  const reported = after.notManaged.filter((address) => !before.notManaged.includes(address))
  return diff(before.schema, after.schema).length + reported.length
}

/** What is seen after a change, which is then taken back. */
async function after<R>(db: Client, sql: string, use: () => Promise<R>): Promise<R> {
  await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  try {
    await db.query(sql)
    return await use()
  } finally {
    await db.query('ROLLBACK')
  }
}
