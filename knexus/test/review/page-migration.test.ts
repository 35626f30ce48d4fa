import { expect } from 'chai'
import type { ReviewedFile } from '../../src/review/index.ts'
import { migration } from '../../src/review/page-migration.ts'

const DETAIL = { lines: 500, tables: 10, sql: 100, patch: 100 }

describe('a migration on the page of a review', () => {
  const file = (statements: number, findings: number): ReviewedFile => ({
    name: 'many.ts',
    path: 'migrations/many.ts',
    up: {
      statements: Array.from({ length: statements }, (_, at) => ({
        sql: `SELECT ${at}`,
        inTransaction: true,
        locks: at === 5 ? [{ relation: 'TABLE public.t', mode: 'SHARE' as const }] : [],
        rewrites: [],
        scans: [],
        renames: [],
        ms: 1,
        wal: 0,
      })),
    },
    findings: Array.from({ length: findings }, (_, at) => ({
      rule: 'table-without-key',
      severity: 'warning' as const,
      message: `public.t${at} has no primary key`,
      why: 'Why it matters.',
      cure: 'Add one.',
      line: at + 1,
    })),
    proof: [],
  })

  it('folds many statements, after those that others wait for, and tells a cure once for all its places', () => {
    const html = migration(file(61, 4), 0, DETAIL)
    expect(html).to.contain('1 statement that others wait for').and.contain('<summary>All 61 statements</summary>')
    expect(html.split('SELECT 5<')).to.have.length(3)
    expect(html.split('Add one.')).to.have.length(2)
    expect(html).to.contain('in 4 places').and.contain('line 4: public.t3 has no primary key')
  })

  it('explains once what has the same reason, where each place has a cure of its own', () => {
    const many = file(1, 4)
    const html = migration(
      { ...many, findings: many.findings.map((one) => ({ ...one, cure: `CREATE INDEX ON t${one.line}` })) },
      0,
      DETAIL,
    )
    expect(html.split('Why it matters.')).to.have.length(2)
    expect(html).to.contain('public.t3 has no primary key<br>→ CREATE INDEX ON t4')
  })

  it('folds also the statements that others wait for, where they are many', () => {
    const many = file(70, 0)
    const statements = many.up.statements.map((one) => ({ ...one, locks: many.up.statements[5]!.locks }))
    const html = migration({ ...many, up: { statements } }, 0, DETAIL)
    expect(html).to.contain('<details><summary>70 statements that others wait for</summary>')
  })

  it('shows few of them as they are', () => {
    const html = migration(file(60, 3), 0, DETAIL)
    expect(html).not.to.contain('<details>')
    expect(html.split('Add one.')).to.have.length(4)
  })
})
