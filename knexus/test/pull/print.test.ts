import { expect } from 'chai'
import { Sql } from '../../src/declare/sql.ts'
import { call, finish, print } from '../../src/pull/print.ts'

describe('printed TypeScript', () => {
  it('begins a line for each option where a text has several lines, however short', () => {
    const options = print({ returns: 'text', body: '\n  SELECT 1\n' }, new Set())
    expect(finish(call('fn', ["'one'", options]))).to.equal(
      ["fn('one', {", "  returns: 'text',", '  body: `', '  SELECT 1', '`,', '})'].join('\n'),
    )
  })

  it('keeps a single text of several lines on the line of its call', () => {
    const uses = new Set<string>()
    expect(finish(call('.comment', [print('a\nb', uses)]))).to.equal('.comment(`a\nb`)')
    expect(finish(call('.check', [print(new Sql('a\n> 1'), uses)]))).to.equal('.check(sql`a\n> 1`)')
  })
})
