import { expect } from 'chai'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { judged, raw } from '../support/judged.ts'
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
      const refused = ['25001', '23502', '23514'].includes(failed?.sqlState ?? '')
      expect(findings.length > 0 || refused, failed?.message).to.equal(true)
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

  const found = ({ sql, outside }: CommonFile) => judged(shadow, BEFORE, raw(sql), outside !== true)
})
