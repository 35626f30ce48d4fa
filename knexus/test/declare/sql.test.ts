import { expect } from 'chai'
import { array, assert, asyncProperty, option, string as anyText } from 'fast-check'
import { Client } from 'pg'
import { jsonb, sql } from '../../src/index.ts'
import { literal } from '../../src/declare/sql.ts'
import { serverUrl } from '../support/server.ts'

describe('sql', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['plain text', sql`now()`.text, 'now()'],
    ['a value as a literal', sql`a = ${"it's"}`.text, "a = 'it''s'"],
    ['a number', sql`a > ${-1.5}`.text, 'a > -1.5'],
    ['null and booleans', sql`${null}, ${true}`.text, 'NULL, true'],
    ['SQL as it is', sql`(${sql`lower(a)`}) = b`.text, '(lower(a)) = b'],
    ['a quoted name', sql`${sql.name('public', 'Or"der')}`.text, 'public."Or""der"'],
    ['a list', sql`a IN (${sql.list(['x', 2])})`.text, "a IN ('x', 2)"],
    ['raw SQL', sql`${sql.raw('a + b')}`.text, 'a + b'],
  ]
  for (const [name, given, expected] of cases)
    it(`writes ${name}`, () => {
      expect(given).to.equal(expected)
    })

  it('refuses SQL inside an array', () => {
    expect(() => literal([sql`now()`]))
      .to.throw()
      .with.property('code', 'invalid-literal')
  })

  it('refuses a json default that is not JSON', () => {
    expect(() => jsonb().defaultTo('{oops'))
      .to.throw()
      .with.property('code', 'invalid-json-default')
  })
})

describe('a literal', () => {
  let client: Client
  before(async () => {
    client = new Client({ connectionString: serverUrl() })
    await client.connect()
  })
  after(() => client.end())

  const day = new Date('2026-02-03T04:05:06.789Z')
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['text', "it's \\ a $1 ? `x` ${y} é", "it's \\ a $1 ? `x` ${y} é"],
    ['integer', -7, -7],
    ['bigint', 9007199254740993n, '9007199254740993'],
    ['double precision', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['boolean', false, false],
    ['text', null, null],
    ['timestamptz', day, day],
    ['bytea', Buffer.from([0, 255, 92]), Buffer.from([0, 255, 92])],
    ['text[]', ['a', 'b,"c"', '\\', null, ''], ['a', 'b,"c"', '\\', null, '']],
    [
      'integer[]',
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['text[]', [], []],
    ['jsonb[]', [{ a: 'it"s' }], [{ a: 'it"s' }]],
    ['timestamptz[]', [day], [day]],
  ]
  for (const [type, value, expected] of cases) {
    it(`of ${type} is read back by PostgreSQL: ${literal(value)}`, async () => {
      const { rows } = await client.query<{ value: unknown }>(`SELECT ${literal(value)}::${type} AS value`)
      expect(rows[0]?.value).to.deep.equal(expected)
    })
  }

  it('of any text, and of any array of texts, is read back by PostgreSQL', async () => {
    const word = anyText({ unit: 'binary' }).filter((value) => value.isWellFormed() && !value.includes('\0'))
    await assert(
      asyncProperty(word, array(option(word)), async (value, list) => {
        const { rows } = await client.query<{ value: string; list: string[] }>(
          `SELECT ${literal(value)}::text AS value, ${literal(list)}::text[] AS list`,
        )
        expect(rows[0]).to.deep.equal({ value, list })
      }),
      { numRuns: 60 },
    )
  })
})
