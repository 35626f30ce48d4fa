import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { TracedStatement } from '../../src/trace/statement.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { database, serverFacts } from '../support/server.ts'
import { LOCK_CASES, lockCases, measureCases, sayMeasured, SETUP } from './lock-cases.ts'

describe('the locks of a trace', function () {
  this.timeout('5m')
  let seen = new Map<string, TracedStatement>()

  before(async () => {
    const { url } = await database(SETUP)
    seen = await measureCases(url, lockCases(serverFacts().major))
  })

  for (const { sql, locks: wanted, effect, outside, since } of Object.values(LOCK_CASES).flat())
    it(`are what PostgreSQL documents: ${sql}`, function () {
      leaveOut(this, lacking(since))
      const { sql: ran, locks, rewrites, scans } = seen.get(sql)!
      expect(ran).to.equal(sql)
      const held = Object.fromEntries(locks.map(({ relation, mode }) => [relation, mode]))
      for (const [relation, mode] of Object.entries(wanted)) expect(held, relation).to.have.property(relation, mode)
      const tables = Object.keys(held).filter((relation) => relation.startsWith('TABLE '))
      expect(tables.toSorted()).to.deep.equal(
        Object.keys(wanted)
          .filter((one) => one.startsWith('TABLE '))
          .toSorted(),
      )
      const table = (relation: string) => relation === 'TABLE public.t'
      if (outside || sql.startsWith('REFRESH')) return
      expect(rewrites.some(table), 'rewrites the table').to.equal(effect === 'rewrites')
      if (effect !== 'rewrites')
        expect(
          scans.some((scan) => table(scan.relation)),
          'reads the table',
        ).to.equal(effect === 'scans')
    })

  it('are those of docs/locks.md', () => {
    const { major } = serverFacts()
    const page = readFileSync(join(import.meta.dirname, '../../../docs/locks.md'), 'utf8')
    for (const one of lockCases(major)) {
      const told = page.split('\n').flatMap((line) => {
        const [, sql, versions = '', ...rest] = line
          .split(' | ')
          .flatMap((cell, at) => (at === 0 ? ['', cell.slice(2)] : cell))
        const [from = 0, to = from] = versions.split('-').map(Number)
        return sql === `\`${one.sql}\`` && from <= major && major <= to ? [rest.join(' | ').replace(/ ?\|$/, '')] : []
      })
      expect(told, one.sql).to.deep.equal([sayMeasured(one, seen.get(one.sql)!)])
    }
  })

  it('are looked at for some eighty statements', () => {
    expect(seen.size).to.equal(lockCases(serverFacts().major).length)
    expect(Object.values(LOCK_CASES).flat()).to.have.length.above(79)
  })
})
