import { expect } from 'chai'
import { openShadow, type Shadow } from '../../../src/shadow/index.ts'
import { judged } from '../../support/judged.ts'
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

  const found = ({ up, outside }: ByHand) => judged(shadow, BEFORE, up, outside !== true)
})
