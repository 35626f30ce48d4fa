import { expect } from 'chai'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { candidates } from '../../src/rename/candidates.ts'
import { database } from '../support/server.ts'

const CASES = [
  {
    what: 'of several columns, the one with the likest name and definition',
    from: 'CREATE TABLE t (doc_code text, amount numeric(10, 2), note text)',
    to: 'CREATE TABLE t (remark text, document_code text, amounts numeric(10, 2))',
    asks: [
      'COLUMN public.t.amount -> COLUMN public.t.amounts: the same definition, a similar name',
      'COLUMN public.t.doc_code -> COLUMN public.t.document_code: the same definition, a similar name',
      'COLUMN public.t.note -> COLUMN public.t.remark: the same definition',
    ],
  },
  {
    what: 'of several tables, the one with the same columns',
    from: 'CREATE TABLE people (id int PRIMARY KEY, name text, mail text); CREATE TABLE visits (id int, at date)',
    to: 'CREATE TABLE visitors (id int, x text); CREATE TABLE users (id int PRIMARY KEY, name text, mail text, age int)',
    asks: [
      'TABLE public.people -> TABLE public.users: 3 of 5 parts alike',
      'TABLE public.visits -> TABLE public.visitors: 1 of 2 parts alike, a similar name',
    ],
  },
  {
    what: 'the same definition rather than a similar name',
    from: 'CREATE TABLE t (code int)',
    to: 'CREATE TABLE t (codes text, x int)',
    asks: ['COLUMN public.t.code -> COLUMN public.t.x: the same definition'],
  },
  {
    what: 'the definition with the fewest differences',
    from: 'CREATE TABLE t (old bigint NOT NULL)',
    to: 'CREATE TABLE t (x text, y bigint)',
    asks: ['COLUMN public.t.old -> COLUMN public.t.y: another notNull'],
  },
  {
    what: 'nothing that was there before',
    from: 'CREATE TABLE t (a int, b int)',
    to: 'CREATE TABLE t (a bigint)',
    asks: [],
  },
  {
    what: 'one question each, however many could be meant',
    from: `CREATE TABLE t (${Array.from({ length: 6 }, (_, at) => `old_${at} int`).join(', ')})`,
    to: `CREATE TABLE t (${Array.from({ length: 5 }, (_, at) => `new_${at} int`).join(', ')})`,
    asks: Array.from(
      { length: 5 },
      (_, at) => `COLUMN public.t.old_${at} -> COLUMN public.t.new_${at}: the same definition`,
    ),
  },
]

describe('what is asked of possible renames', () => {
  for (const { what, from, to, asks } of CASES)
    it(what, async () => {
      const [older, newer] = [await database(from), await database(to)]
      try {
        const changes = diff(await introspect(await older.connect()), await introspect(await newer.connect()))
        const found = candidates(changes).map(
          ({ old, given, evidence }) => `${old} -> ${given}: ${evidence.join(', ')}`,
        )
        expect(found.toSorted()).to.deep.equal(asks)
      } finally {
        await older.drop()
        await newer.drop()
      }
    })
})
