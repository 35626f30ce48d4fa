import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { ERRORS } from '../../src/base/error-codes.ts'
import { KnexusError } from '../../src/base/errors.ts'

const source = join(import.meta.dirname, '../../src')

describe('the table of error codes', () => {
  it('holds no code that nothing throws', () => {
    const text = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('error-codes.ts'))
      .map((file) => readFileSync(join(source, file), 'utf8'))
      .join('\n')
    expect(Object.keys(ERRORS).filter((code) => !text.includes(`'${code}'`))).to.deep.equal([])
  })

  it('is in the order of the alphabet', () => {
    expect(Object.keys(ERRORS)).to.deep.equal(Object.keys(ERRORS).sort())
  })

  it('says meaning and cure of each in sentences', () => {
    for (const [code, texts] of Object.entries(ERRORS))
      for (const text of texts) expect(text, code).to.match(/^[A-Z`g].*\.$/)
  })

  it('lets no other code compile', () => {
    // @ts-expect-error: a code that the table does not hold
    expect(new KnexusError('typo', '', '').code).to.equal('typo')
  })
})
