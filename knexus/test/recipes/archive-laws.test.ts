import { expect } from 'chai'
import { qualifiedName } from '../../src/base/sql.ts'
import { connect } from '../../src/connection/connect.ts'
import { rows } from '../../src/connection/connection.ts'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { archiving } from '../../src/recipes/archive.ts'
import { NO_RENAMES } from '../../src/rename/index.ts'
import type { Schema } from '../../src/schema.ts'
import { groups } from '../cases/index.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { sampled } from '../support/sample.ts'
import { database } from '../support/server.ts'

const NOW = new Date('2026-05-04T03:02:01Z')

describe('what a case drops and the archive keeps', function () {
  this.timeout('2m')
  const cases = groups.flatMap(({ name: group, cases: those }) =>
    those.flatMap((one) => [
      { ...one, name: `${group}: ${one.name}` },
      { ...one, name: `${group}: ${one.name}, back`, from: one.to, to: one.from, rows: undefined },
    ]),
  )
  /** LAWS_SAMPLE_ARCHIVE=1 takes every case; every seventh is enough by default. */
  const chosen = sampled('LAWS_SAMPLE_ARCHIVE', 7, cases)

  for (const { name, both = '', from, to, rows: filled, since } of chosen)
    it(`is back after down, if anything: ${name}`, async function () {
      leaveOut(this, lacking(since, both, from, to))
      const [live, other] = [await database(both + ';' + from + ';' + (filled ?? '')), await database(both + ';' + to)]
      const [db, wanted] = [await connect(live.url), await connect(other.url)]
      try {
        const [start, target] = [await introspect(db), await introspect(wanted)]
        const put = archiving(start, target, NOW)
        if (put.up.length === 0) {
          expect(put.target).to.equal(target)
          return
        }
        const before = await contents(live.url, start)
        const shadow = Object.assign(db, { settings: live.url })
        const files = await rehearse(NO_RENAMES, target, shadow, {}, { archive: NOW })
        expect(diff(await introspect(db), target)).to.deep.equal([])
        for (const { down } of files.toReversed()) {
          for (const setting of down.settings) await db.query(`SET ${setting}`)
          for (const { sql } of down.statements) await db.query(sql)
          for (const setting of down.settings) await db.query(`RESET ${setting.split(' ', 1)[0]}`)
        }
        expect(diff(await introspect(db), start)).to.deep.equal([])
        expect(await contents(live.url, start)).to.deep.equal(before)
      } finally {
        await db.close()
        await wanted.close()
        await live.drop()
        await other.drop()
      }
    })
})

/** The rows of every table, as texts. */
async function contents(url: string, schema: Schema): Promise<Readonly<Record<string, string>>> {
  const db = await connect(url)
  try {
    const found: Record<string, string> = {}
    for (const object of schema.values()) {
      if (object.kind !== 'table') continue
      const [held] = await rows<{ held: string }>(
        db,
        `SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') AS held FROM ONLY ${qualifiedName(object.schema, object.name)} t`,
      )
      found[`${object.schema}.${object.name}`] = held!.held
    }
    return found
  } finally {
    await db.close()
  }
}
