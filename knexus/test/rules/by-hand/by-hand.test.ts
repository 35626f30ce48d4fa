import { expect } from 'chai'
import { seedRows } from '../../../src/prove/rows.ts'
import { ask } from '../../../src/rules/ask.ts'
import { judge, type Finding } from '../../../src/rules/judge.ts'
import { openShadow, type Shadow } from '../../../src/shadow/index.ts'
import { trace } from '../../../src/trace/index.ts'
import { serverUrl } from '../../support/server.ts'
import { BAD } from './bad.ts'
import { BAD_TOO } from './bad-too.ts'
import { BEFORE, type ByHand } from './before.ts'
import { GOOD } from './good.ts'

describe('migrations written by hand', function () {
  this.timeout('5m')
  let shadow: Shadow
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  for (const one of [...BAD, ...BAD_TOO])
    it(`are found: ${one.name}`, async () => {
      expect((await found(one)).findings.map(({ rule }) => rule)).to.include.members([...(one.finds ?? ['none'])])
    })

  for (const one of GOOD)
    it(`pass: ${one.name}`, async () => {
      const { findings, failed } = await found(one)
      expect(failed).to.equal(undefined)
      expect(findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)).to.deep.equal([])
    })

  async function found({ up, outside }: ByHand): Promise<{ findings: Finding[]; failed: string | undefined }> {
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
        up: (knex: Parameters<ByHand['up']>[0]) => Promise.resolve(up(knex)),
        down: undefined,
      }
      const seen = await trace(migration, 'up', db, { client: 'pg' }, {})
      return { findings: judge(seen, '', {}, await ask(db, seen)), failed: seen.failed?.message }
    } finally {
      await db.close()
    }
  }
})
