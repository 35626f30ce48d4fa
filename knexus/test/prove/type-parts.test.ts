import { expect } from 'chai'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { NO_RENAMES } from '../../src/rename/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { compareRows, seeRows } from '../../src/prove/seen.ts'
import { seedRows } from '../../src/prove/rows.ts'
import { emptied } from '../../src/prove/doubts.ts'
import { leaveOut } from '../../src/prove/left-out.ts'
import { reshaped, seedUnusual } from '../../src/prove/unusual-rows.ts'
import { database } from '../support/server.ts'

/** Ways in which a column holds a type: what is made before its table, the type of the column, and what stands behind it. */
const CARRIERS: Readonly<
  Record<string, (type: string, n: number) => readonly [column: string, first?: string, rest?: string]>
> = {
  'a column that is not null': (type) => [`${type} NOT NULL`],
  'a column of a partitioned table': (type, n) => [
    type,
    '',
    `, k int) PARTITION BY LIST (k); CREATE TABLE p${n} PARTITION OF t${n} DEFAULT; CREATE TABLE o${n} (a int`,
  ],
  'a column that is inherited': (type, n) => [type, '', `); CREATE TABLE i${n} (more int) INHERITS (t${n}`],
  'a domain': (type, n) => [`d${n}`, `CREATE DOMAIN d${n} AS ${type}`],
  'a domain over a domain': (type, n) => [`d${n}`, `CREATE DOMAIN e${n} AS ${type}; CREATE DOMAIN d${n} AS e${n}`],
  'an array of a domain': (type, n) => [`d${n}[]`, `CREATE DOMAIN d${n} AS ${type}`],
  'a composite': (type, n) => [`d${n}`, `CREATE TYPE d${n} AS (other text, v ${type})`],
  'a composite that is not null': (type, n) => [`d${n} NOT NULL`, `CREATE TYPE d${n} AS (other text, v ${type})`],
  'a composite in a composite': (type, n) => [
    `d${n}`,
    `CREATE TYPE e${n} AS (v ${type}); CREATE TYPE d${n} AS (other text, v e${n})`,
  ],
  'an array of a composite': (type, n) => [`d${n}[]`, `CREATE TYPE d${n} AS (other text, v ${type})`],
}

/** Changes of a type that a column holds in one of those ways, with what they lose or refuse. */
const INSIDE = [
  ['numeric(10,4)', 'numeric(10,2)', 'fractions'],
  ['timestamp with time zone', 'timestamp(0) with time zone', 'fractions of a second'],
  ['character varying(50)', 'character varying(10)', 'blanks past the limit'],
  ['timestamp without time zone', 'date', 'times of day'],
  ['double precision', 'real', 'fractions'],
  ['json', 'jsonb', 'duplicate keys'],
  ['numeric(10,2)', 'numeric(12,2)', undefined],
  ['numeric(10,2)', 'numeric(12,4)', undefined],
  ['character varying(10)', 'character varying(20)', undefined],
  ['integer', 'bigint', undefined],
  ['date', 'timestamp without time zone', undefined],
  ['timestamp with time zone', 'timestamp without time zone', undefined],
] as const

/** Composite types whose attributes move, with what a column of them loses, and one of an array of them. */
const MOVED = [
  ['a text, b text', 'b text, a text', undefined, 'capital letters'],
  ['a integer, b integer', 'a integer, x integer, b integer', undefined, 'large numbers'],
  ['a integer, b numeric(10,4)', 'b numeric(10,2), a integer', 'fractions', 'fractions'],
] as const

describe('the values of columns that hold a type which changes', function () {
  this.timeout('4m')
  const composite =
    (list: '' | '[]') =>
    (attributes: string, n: number): readonly [string, string] => [
      `d${n}${list}`,
      `CREATE TYPE d${n} AS (${attributes})`,
    ]
  const cases = [
    ...Object.entries(CARRIERS).flatMap(([carrier, make]) =>
      INSIDE.map(([from, to, what]) => ({ carrier, make, from, to, what })),
    ),
    ...MOVED.flatMap(([from, to, what, inArray]) => [
      { carrier: 'a composite', make: composite(''), from, to, what },
      { carrier: 'an array of a composite', make: composite('[]'), from, to, what: inArray },
    ]),
  ]
  let found: ReadonlyMap<string, ReadonlySet<string>>
  let refused: ReadonlyMap<string, ReadonlySet<string>>
  let unmeasured: readonly string[]

  before(async () => {
    const db = await (await database()).connect()
    const tables = (side: 'from' | 'to') =>
      cases
        .map((one, n) => {
          const [column, first = '', rest = ''] = one.make(one[side], n)
          return `${first}; CREATE TABLE t${n} (c ${column}${rest})`
        })
        .join(';')
    const target = await introspect(await (await database(tables('to'))).connect())
    await db.query(tables('from'))
    const from = await introspect(db)
    await seedRows(db)
    const unusual = await seedUnusual(db, reshaped(from, target))
    const seen = await seeRows(db)
    const stuck = new Map<string, ReadonlySet<string>>()
    const way = (to: typeof target, refusals = unusual.refusals) =>
      rehearse(
        NO_RENAMES,
        to,
        Object.assign(db, { settings: {} }) as never,
        {},
        {
          leaveOut: (sql) => leaveOut(db, [sql], seen, unusual, refusals),
        },
      )
    await db.query(`SET timezone = 'Asia/Kathmandu'`)
    await way(target)
    await db.query('RESET timezone')
    unmeasured = [...unusual.unknown, ...emptied(seen, unusual)]
    const up = compareRows(seen, await seeRows(db), unusual.special).lost
    await db.query(`SET timezone = 'America/New_York'`)
    await way(from, stuck)
    await db.query('RESET timezone')
    expect(diff(await introspect(db), from)).to.deep.equal([])
    found = new Map([...up, ...stuck, ...compareRows(seen, await seeRows(db), unusual.special).lost])
    refused = unusual.refusals
  })

  it('are measured in each way', () => expect(unmeasured).to.deep.equal([]))

  for (const [n, { carrier, from, to, what }] of cases.entries())
    it(`${what === undefined ? 'come back' : 'are lost or refused'}: ${from} to ${to}, in ${carrier}`, () => {
      const all = [...(found.get(`public.t${n}.c`) ?? []), ...(refused.get(`public.t${n}.c`) ?? [])]
      if (what === undefined) expect(all).to.deep.equal([])
      else expect(all).to.include(what)
    })
})
