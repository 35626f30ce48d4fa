import { expect } from 'chai'
import { groups, type Case } from '../cases/index.ts'
import { pullSql } from '../support/pulled.ts'
import { serverFacts } from '../support/server.ts'

/** PULL_SAMPLE=1 takes every case; each loads, builds and reads two databases. */
const sample = Number(process.env['PULL_SAMPLE'] ?? 8)

/** Every kind and every attribute that the laws have a case for must survive being written as models. That `public` is not there, models cannot say. */
describe('pull writes models that build the same, of', () => {
  for (const { name: group, cases } of groups) {
    describe(group, () => {
      for (const one of cases.filter((_, index) => index % sample === 0)) {
        it(one.name, async function () {
          if (isMissing(one)) this.skip()
          const { differences, text } = await pullSql(`${one.both ?? ''};\n${one.to}`)
          expect(differences, text).to.deep.equal(one.to.startsWith('DROP SCHEMA public') ? ['SCHEMA public is too much'] : [])
        })
      }
    })
  }
})

function isMissing({ since = 0, both = '', to }: Case): boolean {
  const { major, extensions } = serverFacts()
  const wanted = [...`${both};${to}`.matchAll(/CREATE EXTENSION (?:IF NOT EXISTS )?"?([\w-]+)/g)].map(([, extension]) => extension!)
  return since > major || wanted.some((extension) => !extensions.includes(extension))
}
