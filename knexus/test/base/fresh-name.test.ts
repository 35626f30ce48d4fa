import { expect } from 'chai'
import fc from 'fast-check'
import { fitName, freshName } from '../../src/base/fresh-name.ts'

const SUFFIXES = ['__old', '__new', '__not_null']
const anyName = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 })

describe('a name for a while', () => {
  it('fits in 63 bytes, is whole letters, ends in its suffix and is not taken, whatever the name', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom(...SUFFIXES), fc.nat(3), (base, suffix, crowd) => {
        const taken = new Set<string>()
        for (let n = 0; n <= crowd; n += 1) {
          const name = freshName(base, suffix, (candidate) => taken.has(candidate))
          expect(Buffer.byteLength(name)).to.be.at.most(63)
          expect(Buffer.from(name).toString()).to.equal(name)
          expect(name).to.match(new RegExp(`${suffix}\\d*$`))
          expect(taken.has(name)).to.equal(false)
          taken.add(name)
        }
      }),
    )
  })

  it('keeps two long names two', () => {
    const long = 'é'.repeat(40)
    expect(fitName(`${long}a`)).not.to.equal(fitName(`${long}b`))
    expect(freshName(`${long}a`, '__old')).not.to.equal(freshName(`${long}b`, '__old'))
  })

  it('leaves a name that fits as it is', () => {
    expect(freshName('status', '__old')).to.equal('status__old')
    expect(fitName('a'.repeat(63))).to.equal('a'.repeat(63))
  })
})
