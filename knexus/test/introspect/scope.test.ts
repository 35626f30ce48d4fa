import { expect } from 'chai'
import type { Client } from 'pg'
import { introspect, type Scope } from '../../src/introspect/index.ts'
import { database } from '../support/server.ts'

describe('the scope of a reading', () => {
  let db: Client
  before(async () => {
    db = await (
      await database(
        `CREATE TABLE tmp_a (id int); CREATE TABLE tmp_b (id int); CREATE TABLE tmpXa (id int); CREATE TABLE "a+b" (id int); CREATE TABLE "aab" (id int);
         CREATE TABLE "(x|y)" (id int); CREATE TABLE "$s^" (id int); CREATE SCHEMA other; CREATE TABLE other.tmp_a (id int); CREATE TABLE "publicXt" (id int)`,
      )
    ).connect()
  })
  after(() => db.end())

  const tables = async (scope: Scope) =>
    [...(await introspect(db, scope)).keys()].flatMap((address) =>
      address.startsWith('TABLE ') ? [address.slice(6)] : [],
    )

  it('takes a star for any text, and every other letter for itself', async () => {
    expect(await tables({ include: ['TABLE public.tmp_*'] })).to.deep.equal(['public.tmp_a', 'public.tmp_b'])
    expect(await tables({ include: ['TABLE public."a+b"'] })).to.deep.equal(['public."a+b"'])
    expect(await tables({ include: ['TABLE public."(x|y)"', 'TABLE public."$s^"'] })).to.deep.equal([
      'public."$s^"',
      'public."(x|y)"',
    ])
    expect(await tables({ include: ['TABLE public.t.p_a', 'TABLE publicXt', 'TABLE .*'] })).to.deep.equal([])
  })

  it('fits the whole address', async () => {
    expect(await tables({ include: ['TABLE public.tmp', 'public.tmp_a', '*.tmp_a'] })).to.deep.equal([
      'other.tmp_a',
      'public.tmp_a',
    ])
  })

  it('leaves out what an exclusion fits, also of what is included', async () => {
    expect(await tables({ include: ['TABLE public.tmp_*'], exclude: ['*_b'] })).to.deep.equal(['public.tmp_a'])
  })

  it('takes the parts of a table along, and leaves them out with it', async () => {
    const addresses = [
      ...(await introspect(db, { include: ['TABLE public.tmp_*'], exclude: ['TABLE public.tmp_b'] })).keys(),
    ]
    expect(addresses).to.include('COLUMN public.tmp_a.id').and.not.include('COLUMN public.tmp_b.id')
  })

  it('is of some namespaces only', async () => {
    expect(await tables({ schemas: ['other'] })).to.deep.equal(['other.tmp_a'])
  })

  it('is without some kinds', async () => {
    const addresses = [...(await introspect(db, { schemas: ['other'], without: ['column'] })).keys()]
    expect(addresses).to.deep.equal(['SCHEMA other', 'TABLE other.tmp_a'])
  })
})
