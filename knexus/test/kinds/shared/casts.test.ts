import { expect } from 'chai'
import type { Client } from 'pg'
import { conversion, retypes, throughText, type CastType } from '../../../src/kinds/shared/casts.ts'
import { database } from '../../support/server.ts'

const NAMES = [
  'smallint',
  'integer',
  'bigint',
  'numeric(10,2)',
  'real',
  'double precision',
  'money',
  'text',
  'character varying(20)',
  'character(5)',
  'boolean',
  'date',
  'timestamp(3) without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
  'interval',
  'uuid',
  'json',
  'jsonb',
  'bytea',
  'xml',
  'inet',
  'cidr',
  'macaddr',
  'bit(8)',
  'bit varying(8)',
  'point',
  'int4range',
  'oid',
  'tsvector',
  'text[]',
  'integer[]',
  'bigint[]',
  'jsonb[]',
  'date[]',
  'public.mood',
  'public.weather',
  'public.mood[]',
  'public.weather[]',
  'public.pair',
]

describe('the conversion of a column', function () {
  this.timeout('2m')
  let db: Client
  let types: CastType[]

  before(async () => {
    db = await (
      await database(
        `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TYPE weather AS ENUM ('good', 'rain'); CREATE TYPE pair AS (a int, b int)`,
      )
    ).connect()
    const { rows } = await db.query<CastType>(
      `
      SELECT name AS type, t.typcategory AS category FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place)
      JOIN pg_type t ON t.oid = regexp_replace(name, '\\([0-9,]+\\)', '')::regtype ORDER BY place`,
      [NAMES],
    )
    types = rows
  })

  it('is accepted by PostgreSQL from every type to every other', async () => {
    expect(types.map(({ type }) => type)).to.deep.equal(NAMES)
    const refused: string[] = []
    for (const from of types) {
      for (const to of types) {
        const { using } = conversion('c', from, to)
        await db.query(`BEGIN; CREATE TABLE t (c ${from.type})`)
        await db
          .query(`ALTER TABLE t ALTER COLUMN c TYPE ${to.type}${using === null ? '' : ` USING ${using}`}`)
          .catch((error: Error) => refused.push(`${from.type} to ${to.type} USING ${using}: ${error.message}`))
        await db.query('ROLLBACK')
      }
    }
    expect(refused).to.deep.equal([])
  })

  it('says USING only where PostgreSQL has no cast of its own, and loses values only where it has none at all', async () => {
    const { rows: casts } = await db.query<{ from: string; to: string; context: string }>(
      `SELECT format_type(castsource, NULL) AS from, format_type(casttarget, NULL) AS to, castcontext AS context FROM pg_cast`,
    )
    const context = new Map(casts.map((cast) => [`${cast.from}>${cast.to}`, cast.context]))
    const base = ({ type }: CastType) => type.replace(/\([0-9,]+\)/, '')
    const needless: string[] = []
    const lossy: string[] = []
    for (const from of types) {
      for (const to of types) {
        const { using, loses } = conversion('c', from, to)
        const has = context.get(`${base(from)}>${base(to)}`)
        if ((has === 'i' || has === 'a') && using !== null) needless.push(`${from.type} to ${to.type} USING ${using}`)
        if (has !== undefined && loses) lossy.push(`${from.type} to ${to.type}`)
      }
    }
    expect(needless, 'needless USING').to.deep.equal([])
    expect(lossy, 'needless loss').to.deep.equal([])
  })

  const values = [
    ['42', 'integer', 'boolean', 'true'],
    ['0', 'bigint', 'boolean', 'false'],
    ['true', 'boolean', 'bigint', '1'],
    ['42', 'integer', 'text', '42'],
    ['42', 'text', 'integer', '42'],
    ['good', 'public.mood', 'public.weather', 'good'],
    ['good', 'text', 'public.mood', 'good'],
    ['{good}', 'public.mood[]', 'public.weather[]', '{good}'],
    ['{1,2}', 'integer[]', 'jsonb', '[1, 2]'],
    ['{"a": 1}', 'json', 'jsonb', '{"a": 1}'],
    ['{"a":1}', 'text', 'jsonb', '{"a": 1}'],
    ['7', 'integer', 'jsonb', '7'],
    ['a', 'text', 'text[]', '{a}'],
    ['1', 'json', 'jsonb[]', '{1}'],
    ['7', 'json', 'smallint', '7'],
    ['{1,2}', 'integer[]', 'bigint[]', '{1,2}'],
    ['{1,2}', 'integer[]', 'text[]', '{1,2}'],
    ['{1,2}', 'integer[]', 'integer', '1'],
    ['2026-01-02 03:04:05', 'timestamp without time zone', 'date', '2026-01-02'],
    ['2026-01-02', 'date', 'boolean', null],
    ['2026-01-02 23:30:00+00', 'timestamp with time zone', 'date', '2026-01-02'],
    ['2026-01-02 23:30:00', 'timestamp without time zone', 'timestamp with time zone', '2026-01-03 12:30:00+13'],
    ['{a}', 'text[]', 'text', 'a'],
    ['{a,b}', 'text[]', 'text', '{a,b}'],
    ['08:00:2b:ff:fe:01:02:03', 'macaddr8', 'macaddr', '08:00:2b:01:02:03'],
  ] as const
  it('goes by UTC between texts or arrays and times with a zone', () => {
    const zoned = (from: string, to: string) =>
      conversion('c', { type: from, category: 'U' }, { type: to, category: 'U' }).setting !== undefined
    expect(zoned('text', 'timestamp with time zone')).to.equal(true)
    expect(zoned('timestamp(3) with time zone[]', 'timestamp without time zone[]')).to.equal(true)
    expect(zoned('timestamp(3) with time zone', 'timestamp with time zone')).to.equal(false)
  })

  // In a session far from UTC, since none of it may depend on the session.
  for (const [value, from, to, wanted] of values) {
    it(`makes ${wanted === null ? 'nothing' : `"${wanted}"`} of "${value}", from ${from} to ${to}`, async () => {
      const {
        rows: [category],
      } = await db.query<{ from: string; to: string }>(
        'SELECT (SELECT typcategory FROM pg_type WHERE oid = $1::regtype) AS from, (SELECT typcategory FROM pg_type WHERE oid = $2::regtype) AS to',
        [from, to],
      )
      const { using, loses, setting } = conversion(
        'c',
        { type: from, category: category!.from },
        { type: to, category: category!.to },
      )
      await db.query('BEGIN')
      try {
        await db.query("SET LOCAL TimeZone = 'Etc/GMT-13'")
        await db.query(`CREATE TABLE t (c ${from})`)
        await db.query('INSERT INTO t VALUES ($1)', [value])
        if (setting !== undefined) await db.query(`SET LOCAL ${setting}`)
        await db.query(`ALTER TABLE t ALTER COLUMN c TYPE ${to}${using === null ? '' : ` USING ${using}`}`)
        await db.query("SET LOCAL TimeZone = 'Etc/GMT-13'")
        const { rows } = await db.query<{ c: string | null }>('SELECT c::text FROM t')
        expect(rows).to.deep.equal([{ c: wanted }])
        expect(loses).to.equal(wanted === null || (to === 'integer' && from === 'integer[]'))
      } finally {
        await db.query('ROLLBACK')
      }
    })
  }

  it('takes the casts that an extension brings, also by way of an array', () => {
    const vector = {
      type: 'public.vector(3)',
      category: 'U',
      casts: {
        'double precision[]>public.vector': 'a',
        'public.vector>real[]': 'i',
        'public.vector>public.halfvec': 'e',
      },
    }
    const [floats, half] = [
      { type: 'double precision[]', category: 'A' },
      { type: 'public.halfvec(3)', category: 'U' },
    ]
    expect(conversion('c', floats, vector)).to.deep.equal({ using: null, loses: false })
    expect(conversion('c', vector, floats)).to.deep.equal({ using: 'c::real[]::double precision[]', loses: false })
    expect(conversion('c', vector, half)).to.deep.equal({ using: 'c::public.halfvec(3)', loses: false })
  })

  it('goes through text from a type to another of the same name', () => {
    const [one, list] = [
      { type: 'public.mood', category: 'E' },
      { type: 'public.mood[]', category: 'A' },
    ]
    expect(throughText('c', one)).to.equal('c::text::public.mood')
    expect(throughText('c', list)).to.equal('c::text[]::public.mood[]')
    const gone = { bad: 'ok', "o'd": 'ok' }
    expect(throughText('c', one, gone)).to.equal(
      "(CASE c::text WHEN 'bad' THEN 'ok' WHEN 'o''d' THEN 'ok' ELSE c::text END)::public.mood",
    )
    expect(throughText('c', list, gone)).to.equal(
      "array_replace(array_replace(c::text[], 'bad', 'ok'), 'o''d', 'ok')::public.mood[]",
    )
  })
})

describe('a type that cannot be compared with the one before', () => {
  const pairs = [
    ['integer', 'N', 'bigint', 'N', false],
    ['integer', 'N', 'text', 'S', true],
    ['character varying(10)', 'S', 'text', 'S', false],
    ['uuid', 'U', 'jsonb', 'U', true],
    ['public.vector(3)', 'U', 'public.vector(4)', 'U', false],
    ['public.mood', 'E', 'public.weather', 'E', true],
    ['date', 'D', 'timestamp with time zone', 'D', false],
    ['timestamp without time zone', 'D', 'date', 'D', false],
  ] as const
  for (const [from, fromCategory, to, toCategory, wanted] of pairs) {
    it(`${from} to ${to}: ${wanted ? 'yes' : 'no'}`, () => {
      expect(retypes({ type: from, category: fromCategory }, { type: to, category: toCategory })).to.equal(wanted)
    })
  }
})
