import { expect } from 'chai'
import type { Client } from 'pg'
import { introspect } from '../../src/introspect/index.ts'
import { plan } from '../../src/plan/index.ts'
import { applyRecipes } from '../../src/recipes/index.ts'
import { database } from '../support/server.ts'

const TYPES = [
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'numeric(10,2)',
  'numeric(12,2)',
  'numeric(12,4)',
  'real',
  'double precision',
  'text',
  'varchar',
  'varchar(10)',
  'varchar(20)',
  'char(10)',
  'char(20)',
  'json',
  'jsonb',
  'date',
  'timestamp',
  'timestamp(3)',
  'time',
  'time(3)',
  'interval',
  'interval(3)',
  'bit varying(4)',
  'bit varying(8)',
  'inet',
  'cidr',
  'varchar(10)[]',
  'varchar(20)[]',
  'integer[]',
  'bigint[]',
]

describe('the types between which a column is built beside the old one', function () {
  this.timeout('3m')
  const pairs = TYPES.flatMap((from) => TYPES.filter((to) => to !== from).map((to) => ({ from, to })))
  /** Pairs whose files build the column beside, and those that one ALTER writes again. */
  const [beside, rewritten] = [new Set<string>(), new Set<string>()]

  before(async () => {
    const tables = (side: 'from' | 'to') => pairs.map((pair, n) => `CREATE TABLE t${n} (c ${pair[side]})`).join(';')
    const [older, newer] = [await database(tables('from')), await database(tables('to'))]
    const db: Client = await older.connect()
    const [from, to] = [await introspect(db), await introspect(await newer.connect())]
    for (const { statements } of applyRecipes(plan(from, to), from))
      for (const { sql, boundary } of statements) if (boundary === 'outside') beside.add(/\bt\d+\b/.exec(sql)![0])
    for (const [n, { to: type }] of pairs.entries()) {
      const file = async () => {
        const { rows } = await db.query<{ file: number }>(`SELECT pg_relation_filenode('t${n}') AS file`)
        return rows[0]!.file
      }
      const before = await file()
      const changed = await db.query(`ALTER TABLE t${n} ALTER c TYPE ${type}`).then(
        () => true,
        () => false,
      )
      if (changed && (await file()) !== before) rewritten.add(`t${n}`)
    }
    await older.drop()
    await newer.drop()
  })

  const named = (tables: Iterable<string>) =>
    [...tables].map((table) => {
      const { from, to } = pairs[Number(table.slice(1))]!
      return `${from} to ${to}`
    })

  it('are some, and PostgreSQL writes the table again for each', () => {
    expect(beside.size).to.be.greaterThan(50)
    expect(named([...beside].filter((table) => !rewritten.has(table)))).to.deep.equal([])
  })

  it('are all numbers, all texts of limited length, and json: others are changed in place', () => {
    const families = [
      /^(smallint|integer|bigint|numeric.*|real|double precision)$/,
      /^(text|varchar(\(\d+\))?)$/,
      /^jsonb?$/,
    ]
    const left = named([...rewritten].filter((table) => !beside.has(table)))
    const within = left.filter((pair) => {
      const [from = '', to = ''] = pair.split(' to ')
      return families.some((family) => family.test(from) && family.test(to))
    })
    expect(within).to.deep.equal([])
    expect(left).to.include.members(['integer to text', 'timestamp to date'])
  })
})
