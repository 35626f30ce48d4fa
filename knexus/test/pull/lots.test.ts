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

  it('leaves the name of another file alone', () => {
    expect(filesByName('views', [lot('a', 1)], ['views']).map(([name]) => name)).to.deep.equal(['views-views'])
  })
})
