import { expect } from 'chai'
import { groups } from '../cases/index.ts'
import { pullSql } from '../support/pulled.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { sampledGroups } from '../support/sample.ts'

/** PULL_SAMPLE=1 takes every case, as the matrix does; each loads, builds and reads two databases. */
const chosen = sampledGroups('PULL_SAMPLE', 2, groups)

/** Every kind and every attribute that the laws have a case for must survive being written as models. That `public` is not there, models cannot say. */
describe('pull writes models that build the same, of', () => {
  for (const { name: group, cases } of chosen) {
    describe(group, () => {
      for (const one of cases) {
        it(one.name, async function () {
          leaveOut(this, lacking(one.since, one.both, one.to))
          const { differences, text } = await pullSql(`${one.both ?? ''};\n${one.to}`)
          expect(differences, text).to.deep.equal(
            one.to.startsWith('DROP SCHEMA public') ? ['SCHEMA public is missing'] : [],
          )
        })
      }
    })
  }
})
