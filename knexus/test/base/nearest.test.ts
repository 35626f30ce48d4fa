import { expect } from 'chai'
import { nearestOf } from '../../src/base/nearest.ts'

describe('the nearest name', () => {
  const names = ['data-loss', 'required-column'] as const

  it('is the one with the fewest other letters, whatever their case', () => {
    expect(nearestOf(names, 'DATA-LOS', { within: 2 })).to.equal('data-loss')
    expect(nearestOf(names, 'require-colum', { within: 2 })).to.equal('required-column')
    expect(nearestOf(['abcd', 'abce'], 'abcf', { within: 1 }), 'the first of equals').to.equal('abcd')
  })

  it('is none where too many letters differ, or nothing is there', () => {
    expect(nearestOf(names, 'data-lo', { within: 1 })).to.equal(undefined)
    expect(nearestOf([], 'data-loss', { within: 9 })).to.equal(undefined)
  })

  it('may be written in several ways', () => {
    const spellings = (name: string) => [name, name.replace(/^\d+_/, '')]
    expect(nearestOf(['20260101_add_phase'], 'ad_phase', { within: 1, spellings })).to.equal('20260101_add_phase')
  })
})
