import { expect } from 'chai'
import type { ReviewFinding } from '../../src/review/index.ts'
import { textOfReview } from '../../src/cli/review-text.ts'

describe('a review at a terminal', () => {
  const finding = (severity: ReviewFinding['severity'], rule: string, line: number): ReviewFinding => ({
    rule,
    severity,
    message: `line ${line} is wrong`,
    why: '',
    cure: '',
    line,
  })
  const file = (name: string, findings: readonly ReviewFinding[]) => ({
    name,
    path: name,
    up: { statements: [] },
    findings,
    proof: [],
  })
  const review = (files: readonly ReturnType<typeof file>[]) => ({
    base: null,
    server: '',
    verdict: { status: 'warned' as const, line: 'It changes much', facts: [] },
    files,
    changes: [],
    renamed: [],
    dependents: new Map(),
    before: new Map(),
    after: new Map(),
    undone: undefined,
    edited: [],
    models: '',
  })

  it('shows the worst findings first, and counts by rule those that do not fit', () => {
    const notes = Array.from({ length: 300 }, (_, at) => finding('note', 'json-type', at))
    const text = textOfReview(review([file('a.ts', notes), file('b.ts', [finding('error', 'drop-column', 7)])]), 12)
    const lines = text.split('\n')
    expect(lines).to.have.length(7)
    expect(lines[1]).to.equal('  error drop-column: line 7 is wrong (b.ts:7)')
    expect(lines[6]).to.equal('  ... and 296 more (296 json-type): --all prints them')
  })
})
