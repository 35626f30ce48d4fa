import { expect } from 'chai'
import { namedFiles, slugOf } from '../../src/emit/names.ts'
import type { Migration } from '../../src/emit/index.ts'
import type { KnexusError } from '../../src/index.ts'

const one = {} as Migration
const now = new Date('2026-03-04T05:06:07.891Z')
const named = (
  count: number,
  history: readonly string[] = [],
  directory: string | readonly string[] | undefined = 'db/migrations',
) =>
  namedFiles(
    Array.from({ length: count }, () => one),
    { slug: 'add_notes', extension: '.ts', now },
    directory,
    history.map((name) => ({ name })),
  ).map(({ path }) => path)

describe('the names of generated files', () => {
  it('begin with the second of their making, and are a second apart', () => {
    expect(named(3)).to.deep.equal([
      'db/migrations/20260304050607_add_notes.ts',
      'db/migrations/20260304050608_add_notes_2.ts',
      'db/migrations/20260304050609_add_notes_3.ts',
    ])
    expect(named(0)).to.deep.equal([])
  })

  it('come after the newest file that is there, over the end of a minute and of a year', () => {
    const history = ['20261231235958_b.ts', '20261231235959_c.ts', '20250101000000_a.ts', 'notes.ts', '2027_d.ts']
    expect(named(1, history)).to.deep.equal(['db/migrations/20270101000000_add_notes.ts'])
    expect(named(1, ['20260304050607_a.ts'])).to.deep.equal(['db/migrations/20260304050608_add_notes.ts'])
    expect(named(1, ['20260304050606_a.ts'])).to.deep.equal(['db/migrations/20260304050607_add_notes.ts'])
    expect(named(1, ['20260304050605_a.ts'])).to.deep.equal(['db/migrations/20260304050607_add_notes.ts'])
  })

  it('go to the last of several folders, and to that of Knex where none is named', () => {
    expect(named(1, [], ['old', 'new'])).to.deep.equal(['new/20260304050607_add_notes.ts'])
    const [path] = namedFiles([one], { slug: 'a', extension: '.cjs', now }, undefined, [])
    expect(path!.path).to.equal('migrations/20260304050607_a.cjs')
    expect(path!.migration).to.equal(one)
  })

  it('hold letters and digits of every language, and "_" for the rest', () => {
    expect(slugOf('  add notes, and more ')).to.equal('add_notes_and_more')
    expect(slugOf('größe-2_ß')).to.equal('größe-2_ß')
    expect(slugOf('../../etc')).to.equal('_etc')
    expect(slugOf('a'.repeat(100))).to.have.length(100)
  })

  it('are refused when empty or too long', () => {
    for (const wrong of ['', ' -_', '…', 'a'.repeat(101)])
      try {
        slugOf(wrong)
        expect.fail(`${wrong} was taken`)
      } catch (error) {
        expect((error as KnexusError).code, wrong).to.equal('invalid-name')
        expect((error as KnexusError).message).to.equal(`"${wrong}" is not a valid name for a migration.`)
        expect((error as KnexusError).cure).to.contain('100 letters')
      }
  })
})
