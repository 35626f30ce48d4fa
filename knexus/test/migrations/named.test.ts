import { expect } from 'chai'
import type { KnexusError } from '../../src/base/errors.ts'
import { named } from '../../src/migrations/named.ts'

const FILES = ['20260101090000_first.ts', '20260102090000_add_phase.ts', '20260103090000_add_phase_note.ts', '7_odd.js']

/** What a person may type, and the file that is meant. */
const MEANT: Readonly<Record<string, string>> = {
  '20260101090000_first.ts': FILES[0]!,
  '20260101090000_first': FILES[0]!,
  '20260101090000': FILES[0]!,
  first: FILES[0]!,
  irs: FILES[0]!,
  'db/migrations/20260101090000_first.ts': FILES[0]!,
  add_phase: FILES[1]!,
  phase_note: FILES[2]!,
  '0103': FILES[2]!,
  7: FILES[3]!,
}

/** What means no file or several, what is said of it, and the cure. */
const REFUSED: readonly (readonly [wanted: string, message: string, cure: string])[] = [
  ['frist', 'There is no migration frist', 'Did you mean 20260101090000_first.ts?'],
  ['Add_Phase', 'There is no migration Add_Phase', 'Did you mean 20260102090000_add_phase.ts?'],
  ['20260101090000_frist.ts', 'There is no migration 20260101090000_frist.ts', 'Did you mean 20260101090000_first.ts?'],
  ['nowhere_near', 'There is no migration nowhere_near', 'Give the file name; `knexus status` lists them.'],
  ['phase', `phase may mean ${FILES[1]} or ${FILES[2]}`, 'Give more of the file name.'],
  ['', 'There is no migration ', 'Give the file name; `knexus status` lists them.'],
  ['1', 'There is no migration 1', 'Give the file name; `knexus status` lists them.'],
  ['.ts', 'There is no migration .ts', 'Give the file name; `knexus status` lists them.'],
]

describe('the name of a migration', () => {
  for (const [wanted, file] of Object.entries(MEANT))
    it(`${wanted} means ${file}`, () => {
      expect(named(FILES, wanted)).to.equal(file)
    })

  for (const [wanted, message, cure] of REFUSED)
    it(`"${wanted}" is refused: ${cure}`, () => {
      expect(() => named(FILES, wanted))
        .to.throw(message)
        .that.satisfies((error: KnexusError) => error.code === 'unknown-migration' && error.cure === cure)
    })

  it('that stands in two folders means the one name', () => {
    expect(named([FILES[0]!, FILES[0]!], 'first')).to.equal(FILES[0])
  })
})
