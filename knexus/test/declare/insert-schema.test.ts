import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  bigInteger,
  boolean,
  char,
  columns,
  date,
  decimal,
  double,
  enumType,
  insertSchema,
  rowSchema,
  updateSchema,
  integer,
  jsonb,
  smallint,
  sql,
  string,
  table,
  text,
  timestamp,
  uuid,
} from '../../src/index.ts'
import type { ValueSchema } from '../../src/declare/value-schema.ts'
import { database } from '../support/server.ts'

const mood = enumType('mood', ['glad', 'sad'])

const rows = table('rows', {
  id: integer().identity().primary(),
  number: integer().identity({ generation: 'by default' }),
  mood: mood.column().notNullable(),
  moods: mood.column().array(),
  code: string(5).notNullable(),
  pair: char(2),
  body: text().notNullable().defaultTo(''),
  small: smallint(),
  whole: integer(),
  big: bigInteger(),
  share: decimal(3, 2),
  tiny: decimal(2, 2),
  any: decimal(),
  wide: double(),
  yes: boolean(),
  key: uuid(),
  on: date(),
  at: timestamp().notNullable(),
  data: jsonb(),
  words: text().array(),
  twice: integer().generatedAs(sql`whole / 2`),
  kind: text().notNullable().defaultTo('a').checkIn(['a', 'b']),
  rank: integer().checkIn([1, 2, 3]),
  part: double().checkBetween([0, 1]),
  above: integer().checkPositive(),
  below: smallint().checkNegative(),
  short: string(9).checkLength('<=', 4).checkLength('>', 1),
})

const TYPES: Readonly<Record<string, string>> = {
  number: 'integer',
  mood: 'mood',
  moods: 'mood[]',
}

/** Values that a schema takes. */
function valuesOf(schema: ValueSchema): fc.Arbitrary<unknown> {
  const { type = [], enum: labels, format, items, pattern, minLength = 0, maxLength = 20 } = schema
  const { exclusiveMinimum, exclusiveMaximum } = schema
  const minimum = exclusiveMinimum === undefined ? schema.minimum : exclusiveMinimum + 1
  const maximum = exclusiveMaximum === undefined ? schema.maximum : exclusiveMaximum - 1
  if (labels) return fc.constantFrom(...labels)
  return fc.oneof(
    ...[type].flat().map((one): fc.Arbitrary<unknown> => {
      if (one === 'null') return fc.constant(null)
      if (one === 'boolean') return fc.boolean()
      if (one === 'integer')
        return fc.oneof(
          fc.constantFrom(minimum, maximum),
          fc.integer({ min: Math.max(minimum!, -(2 ** 31)), max: Math.min(maximum!, 2 ** 31 - 1) }),
        )
      if (one === 'number')
        return fc.double({
          noNaN: true,
          noDefaultInfinity: true,
          ...(minimum !== undefined && { min: minimum, max: maximum! }),
        })
      if (one === 'array') return fc.array(valuesOf(items!), { maxLength: 3 })
      if (one === 'object')
        return fc.dictionary(
          fc.string().map((key) => key.replaceAll('\0', '')),
          fc.integer(),
        )
      if (format === 'uuid') return fc.uuid()
      if (format !== undefined)
        return fc
          .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
          .map((day) => (format === 'date' ? day.toISOString().slice(0, 10) : day.toISOString()))
      return pattern?.includes('u0000')
        ? fc.string({ minLength, maxLength, unit: 'binary' }).map((word) => word.replaceAll('\0', '-'))
        : fc.stringMatching(new RegExp(pattern!))
    }),
  )
}

describe('the schema of a row to insert', () => {
  const schema = insertSchema(rows)

  it('has what may be written, and asks for what has no default', () => {
    expect(Object.keys(schema.properties)).to.deep.equal(
      Object.keys(rows.columns).filter((name) => !['id', 'twice'].includes(name)),
    )
    expect(schema.required).to.deep.equal(['mood', 'code', 'at'])
    expect(schema.properties.mood).to.deep.equal({ type: 'string', enum: ['glad', 'sad'] })
    expect(schema.properties.moods.items).to.deep.equal({ type: 'string', enum: ['glad', 'sad'] })
    expect(schema.properties.code).to.include({ type: 'string', maxLength: 5 })
    expect(schema.properties.small).to.deep.equal({ type: ['integer', 'null'], minimum: -32768, maximum: 32767 })
    expect(schema.properties.share).to.include({ minimum: -9.99, maximum: 9.99 })
  })

  it('has what checks ask of texts and numbers', () => {
    const { kind, rank, part, above, below, short } = schema.properties
    expect(kind.enum).to.deep.equal(['a', 'b'])
    expect(rank.enum).to.deep.equal([1, 2, 3, null])
    expect(part).to.deep.equal({ type: ['number', 'null'], minimum: 0, maximum: 1 })
    expect(above).to.include({ exclusiveMinimum: 0, maximum: 2147483647 })
    expect(below).to.include({ exclusiveMaximum: 0, minimum: -32768 })
    expect(short).to.include({ minLength: 2, maxLength: 4 })
    const left = table('t', {
      price: decimal(6, 2).checkIn([1, 2]),
      padded: char(3).checkIn(['a']),
      at: timestamp().checkBetween(['2026-01-01', '2026-02-01']),
      words: text()
        .array()
        .checkIn([['a']]),
    })
    const plain = table('t', { price: decimal(6, 2), padded: char(3), at: timestamp(), words: text().array() })
    expect(insertSchema(left), 'where PostgreSQL takes more for the same than JSON').to.deep.equal(insertSchema(plain))
  })

  it('asks an update for something, and for nothing by name', () => {
    const update = updateSchema(rows)
    expect(update.properties).to.deep.equal(schema.properties)
    expect(update).to.include({ minProperties: 1, additionalProperties: false })
    expect(update.required).to.deep.equal([])
  })

  it('says nothing of a type that it does not know', () => {
    expect(insertSchema(table('t', { span: columns.specificType('tstzrange') })).properties.span).to.deep.equal({})
  })

  it('takes nothing that PostgreSQL refuses, and asks for nothing that it does not', async function () {
    this.timeout(120_000)
    const names = Object.entries(rows.columns).map(
      ([name, { draft }]) =>
        `"${name}" ${TYPES[name] ?? draft.type}${draft.notNull ? ' NOT NULL' : ''}${draft.defaultTo === null ? '' : ` DEFAULT ${draft.defaultTo}`}` +
        (draft.identity ? ` GENERATED ${draft.identity.generation.toUpperCase()} AS IDENTITY` : '') +
        (draft.generated ? ` GENERATED ALWAYS AS (${draft.generated.expression}) STORED` : '') +
        draft.checks.map((check) => ` CHECK (${check(name).condition})`).join(''),
    )
    const made = await database(`CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE TABLE rows (${names.join(', ')})`)
    const client = await made.connect()
    const insert = async (row: Record<string, unknown>) => {
      const keys = Object.keys(row)
      return await client.query(
        `INSERT INTO rows (${keys.map((key) => `"${key}"`).join(', ')}) VALUES (${keys.map((_, at) => `$${at + 1}`).join(', ')})`,
        Object.values(row),
      )
    }
    const { number: _number, ...properties } = schema.properties
    const arbitrary = fc.record(
      Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, valuesOf(of)])),
      { requiredKeys: [...schema.required] },
    )
    await fc.assert(
      fc.asyncProperty(arbitrary, async (row) => void (await insert(row))),
      { numRuns: 150 },
    )
    const { rows: held } = await client.query('SELECT *, "on"::text FROM rows')
    const whole = rowSchema(rows)
    const ajv = new Ajv({ allowUnionTypes: true })
    formats.default(ajv)
    const fits = ajv.compile(whole)
    for (const row of held) expect(fits(JSON.parse(JSON.stringify(row))), JSON.stringify(fits.errors)).to.equal(true)
    expect(held).to.have.length(150)
    expect(whole.required).to.deep.equal(Object.keys(rows.columns))
    const least: Record<string, unknown> = { mood: 'glad', code: 'a', at: '2026-01-10T00:00:00Z' }
    await insert(least)
    for (const name of schema.required) {
      const { [name]: _left, ...rest } = least
      expect(
        await insert(rest).then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
        name,
      ).to.equal('23502')
    }
    for (const [name, value] of Object.entries({
      small: 32768,
      code: 'abcdef',
      share: 10,
      kind: 'c',
      rank: 4,
      part: 2,
      above: 0,
      below: 0,
      short: 'a',
      body: 'a\0b',
      mood: 'bad',
    }))
      expect(
        await insert({ ...least, [name]: value }).then(
          () => 'taken',
          () => 'refused',
        ),
        name,
      ).to.equal('refused')
  })
})
