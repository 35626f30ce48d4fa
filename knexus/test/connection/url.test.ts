import { expect } from 'chai'
import { checkPlace, databaseAsked, withDatabase } from '../../src/connection/url.ts'

describe('a place of a database', () => {
  const code = (given: unknown) => {
    try {
      checkPlace(given, 'The connection')
      return 'taken'
    } catch (error) {
      expect(String(error)).to.not.include('hunter')
      return (error as { code: string }).code
    }
  }

  for (const given of [
    'postgres://u:hunt/er2@h/db',
    'postgres://u:hunter#2@h/db',
    'postgres://u:1#hunter@h/db',
    'postgres://u:5432/hunter@h/db',
    'postgres://u:hunter?2@h/db',
    'postgres://u:hunter%2@h/db',
    'postgres://u:hunter%zz@h/db',
    'postgres://u:hunter 2@h/db',
    'postgres://u:hunter@h:port/db',
    'postgres://u:hunter@/db',
    'postgres:/u:hunter@h/db',
    'mysql://u:hunter@h/db',
    'hunter',
    { connectionString: 'postgres://u:hunter/2@h/db' },
  ])
    it(`${JSON.stringify(given)} is not read`, () => expect(code(given)).to.equal('bad-url'))

  for (const given of [undefined, null, '', { connectionString: undefined }])
    it(`${JSON.stringify(given)} is none`, () => expect(code(given)).to.equal('no-connection'))

  for (const given of [
    'postgres://u:hunter@h/db',
    'postgresql://u:hunt%2Fer@h:5432/db?sslmode=require&application_name=a@b',
    'postgres://u:p@ss@h/db',
    'postgres://[::1]:5432/db',
    'postgres:///db?host=/tmp',
    '/var/run/postgresql db',
    { host: 'h', database: 'db' },
    {},
  ])
    it(`${JSON.stringify(given)} is taken`, () => expect(code(given)).to.equal('taken'))

  it('names the database that is asked for', () => {
    expect(databaseAsked('postgres://u@h/a%20b?x=1')).to.equal('a b')
    expect(databaseAsked({ connectionString: 'postgres://u@h/a', database: 'b' })).to.equal('a')
    expect(databaseAsked({ host: 'h' })).to.equal(undefined)
    expect(databaseAsked('postgres://u@h')).to.equal(undefined)
  })

  it('leads to another database, however it is written', () => {
    for (const given of ['postgres://u:p@h/a', { connectionString: 'postgres://u:p@h/a', database: 'x' }])
      expect(databaseAsked(withDatabase(given, 'b/c'))).to.equal('b/c')
    expect(withDatabase({ host: 'h' }, 'b')).to.deep.equal({ host: 'h', database: 'b' })
  })
})
