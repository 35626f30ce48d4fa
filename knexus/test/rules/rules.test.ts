import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { rules } from '../../src/rules/index.ts'
import type { Example, Rule } from '../../src/rules/shared/rule.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { judged, raw } from '../support/judged.ts'
import { serverUrl } from '../support/server.ts'

describe('the rules', () => {
  let shadow: Shadow
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  it('are a file each', () => {
    const folder = join(import.meta.dirname, '../../src/rules')
    const files = readdirSync(folder).filter(
      (file) => file.endsWith('.ts') && !['ask.ts', 'index.ts', 'judge.ts'].includes(file),
    )
    expect(rules.map(({ name }) => `${name}.ts`).sort()).to.deep.equal(files.sort())
  })

  for (const rule of rules) {
    it(`${rule.name}: finds what is dangerous, and nothing in what is not`, async function () {
      leaveOut(this, lacking(rule.before.includes('security_invoker') ? 15 : 0))
      const bad = await found(rule, rule.bad)
      expect(bad.map((one) => one.rule)).to.include(rule.name)
      for (const { message, cure } of bad) expect(`${message} ${cure}`).not.to.match(/undefined|\[object/)
      const good = await found(rule, rule.good)
      expect(good.filter((one) => one.rule === rule.name || one.severity === 'error')).to.deep.equal([])
    })
  }

  const found = async ({ before }: Rule, { statements, transaction }: Example) =>
    (await judged(shadow, before, raw(statements), transaction)).findings
})
