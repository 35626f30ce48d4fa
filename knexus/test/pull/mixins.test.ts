import { expect } from 'chai'
import { findMixins, mixinCode } from '../../src/pull/mixins.ts'
import type { TableCode } from '../../src/pull/tables.ts'

const tableOf = (...lines: readonly string[]): TableCode => ({
  head: '',
  columns: lines.map((line) => ({ name: line.split(':')[0]!, line, uses: new Set<string>() })),
  lines: [],
})

describe('mixins of pulled tables', () => {
  it('are the moments of creation and change, whatever a project calls them', () => {
    for (const [first, second] of [
      ['created_at', 'updated_at'],
      ['creation_time', 'update_time'],
      ['createdOn', 'modifiedOn'],
    ]) {
      const two = [`${first}: timestamp()`, `${second}: timestamp()`]
      const found = findMixins([tableOf('id: integer()', ...two), tableOf('name: text()', ...two)])
      expect(found.map(mixinCode), first).to.deep.equal([`() => ({\n  ${two.join(',\n  ')},\n})`])
    }
  })

  it('are none where only one table has them, or where two differ', () => {
    const [at, on] = ['created_at: timestamp()', 'updated_at: timestamp()']
    expect(findMixins([tableOf(at, on)])).to.deep.equal([])
    expect(findMixins([tableOf(at, on), tableOf(at, 'updated_at: date()')])).to.deep.equal([])
  })
})
