import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { plan } from '../../src/plan/index.ts'
import { database } from '../support/server.ts'
import { ways } from '../support/ways.ts'

/** What is altered on a cycle is made again instead. */
ways('cycles', [
  {
    name: 'a view that leaves one key for another of the same name',
    from: 'CREATE TABLE a (id int CONSTRAINT same PRIMARY KEY, n int); CREATE TABLE b (id int, n int); CREATE VIEW v AS SELECT id, n FROM a GROUP BY id',
    to: 'CREATE TABLE a (id int, n int); CREATE TABLE b (id int CONSTRAINT same PRIMARY KEY, n int); CREATE VIEW v AS SELECT id, n FROM b GROUP BY id',
    there: [
      'DROP VIEW public.v',
      'ALTER TABLE public.a DROP CONSTRAINT same',
      'ALTER TABLE public.a ALTER COLUMN id DROP NOT NULL',
      'ALTER TABLE public.b ALTER COLUMN id SET NOT NULL',
      'ALTER TABLE public.b ADD CONSTRAINT same PRIMARY KEY (id)',
      'CREATE VIEW public.v AS SELECT b.id, b.n FROM public.b GROUP BY b.id',
    ],
  },
])

describe('what is made again on a cycle', () => {
  it('is nothing that rows would go with', async () => {
    const [older, newer] = [await database('CREATE TABLE t (a int)'), await database('CREATE UNLOGGED TABLE t (a int)')]
    const [from, to] = [await introspect(await older.connect()), await introspect(await newer.connect())]
    expect(plan(from, to)).to.have.length(1)
    expect(() => plan(from, to, { replaced: ['TABLE public.t'] }))
      .to.throw()
      .with.property('code', 'dependency-cycle')
  })
})
