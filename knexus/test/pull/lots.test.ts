import { expect } from 'chai'
import { filesByName } from '../../src/pull/lots.ts'

describe('files of many functions', () => {
  const lot = (name: string, lines: number, schema = 'public') => ({ schema, name, lines, units: [] })

  it('are called after what is in them', () => {
    const names = (lots: Parameters<typeof filesByName>[1]) => filesByName('functions', lots, []).map(([name]) => name)
    expect(names([lot('a', 100), lot('b', 100)])).to.deep.equal(['functions'])
    expect(names([lot('get_user', 100), lot('get_team', 100), lot('other', 100)])).to.deep.equal([
      'functions-get',
      'functions-other',
    ])
    expect(names([lot('a', 200, 'app'), lot('b', 200, 'hidden')])).to.deep.equal(['functions-app', 'functions-hidden'])
    expect(names([lot('get_user', 200), lot('get_user', 200)])).to.deep.equal([
      'functions-get-user',
      'functions-get-user-get-user',
    ])
  })

  it('keep the functions of triggers apart where no word divides them and one file is too long', () => {
    const lots = ['ab', 'cd', 'ef', 'gh'].map((name, at) => ({
      ...lot(name, 59),
      ...(at % 2 === 1 && { role: 'triggers' }),
      units: [{ address: '', id: name, code: '', uses: new Set<string>() }],
    }))
    const files = filesByName('functions', lots, []).map(([name, units]) => [name, units.map(({ id }) => id)])
    expect(files).to.deep.equal([
      ['functions', ['ab', 'ef']],
      ['functions-triggers', ['cd', 'gh']],
    ])
  })

  it('leaves the name of another file alone', () => {
    expect(filesByName('views', [lot('a', 1)], ['views']).map(([name]) => name)).to.deep.equal(['views-views'])
  })
})
