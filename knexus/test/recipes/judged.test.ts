import { basename } from 'node:path'
import { expect } from 'chai'
import { lint } from '../../src/lint.ts'
import { verify } from '../../src/verify/index.ts'
import { changedProject } from '../support/change.ts'
import { lacking, leaveOut, tooNew } from '../support/leave-out.ts'
import { RECIPES } from './in-use.ts'

describe('the files that recipes write', function () {
  this.timeout('2m')
  for (const [what, { since, before, both = '', from, to, finds = [] }] of Object.entries(RECIPES)) {
    it(`pass lint and verify: ${what}`, async function () {
      leaveOut(this, lacking(since) ?? tooNew(before))
      const all = { allow: ['data-loss', 'removed-label'] }
      const made = await changedProject(import.meta.dirname, `${both};${from}`, `${both};${to}`, all)
      try {
        const names = made.generated.files.map(({ path }) => basename(path))
        expect(names).not.to.deep.equal([])
        const linted = await lint(made.project, made.shadow, names)
        const verified = await verify(made.project, made.shadow, names)
        const found = [
          ...linted.flatMap(({ findings }) => findings),
          ...verified.flatMap(({ findings }) => findings),
        ].filter(({ allowed, severity }) => allowed === undefined && severity !== 'note')
        expect(found.map(({ rule }) => rule)).to.deep.equal(finds, JSON.stringify(found, undefined, 2))
      } finally {
        await made.close()
      }
    })
  }
})
