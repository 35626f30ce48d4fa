import { expect } from 'chai'
import type { Knex } from 'knex'
import { seedRows } from '../../src/prove/rows.ts'
import { ask } from '../../src/rules/ask.ts'
import { judge, type Finding } from '../../src/rules/judge.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { trace } from '../../src/trace/index.ts'
import { serverUrl } from '../support/server.ts'
import { BAD, BEFORE, GOOD, SQUAWK, SQUAWK_ALARMS, type CommonFile } from './common-set.ts'

describe('a set of files that other linters read too', function () {
  this.timeout('5m')
  let shadow: Shadow
  const stopped = new Set<CommonFile>()
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  for (const one of BAD)
    it(`stops at ${one.sql.join('; ').slice(0, 90)}`, async () => {
      const { findings, failed } = await found(one)
      // What fails on rows, or in a transaction, is stopped by the run itself.
      const refused = failed !== undefined && ['25001', '23502', '23514'].includes(failed)
      expect(findings.length > 0 || refused, failed ?? '').to.equal(true)
      if (!refused) expect(findings.map(({ group }) => group)).to.include(one.group)
      stopped.add(one)
    })

  for (const one of GOOD)
    it(`lets pass ${one.sql.join('; ').slice(0, 90)}`, async () => {
      const { findings, failed } = await found(one)
      expect(failed).to.equal(undefined)
      expect(findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)).to.deep.equal([])
    })

  it('names a danger in every group at least as often as squawk and eugene', () => {
    const texts = new Set(BAD.map(({ sql }) => sql.join('; ')))
    expect([...SQUAWK.keys()].filter((text) => !texts.has(text))).to.deep.equal([])
    expect(SQUAWK_ALARMS.every((text) => GOOD.some(({ sql }) => sql.join('; ') === text))).to.equal(true)
    for (const group of new Set(BAD.map((one) => one.group))) {
      const files = BAD.filter((one) => one.group === group)
      const named = files.filter((one) => stopped.has(one)).length
      expect(named, group).to.be.at.least(files.filter(({ sql }) => SQUAWK.has(sql.join('; '))).length)
      expect(named, group).to.be.at.least(files.filter(({ eugene }) => eugene !== undefined).length)
    }
  })

  async function found({ sql, outside }: CommonFile): Promise<{ findings: Finding[]; failed: string | undefined }> {
    const db = await shadow.database()
    try {
      await db.query(BEFORE)
      await seedRows(db)
      const migration = {
        name: 'file.ts',
        directory: '',
        checksum: '',
        byDefault: false,
        transaction: outside !== true,
        up: async (knex: Knex) => {
          for (const one of sql) await knex.raw(one)
        },
        down: undefined,
      }
      const seen = await trace(migration, 'up', db, { client: 'pg' }, {})
      return { findings: judge(seen, '', {}, await ask(db, seen)), failed: seen.failed?.sqlState }
    } finally {
      await db.close()
    }
  }
})
