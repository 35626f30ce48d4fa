import { expect } from 'chai'
import knex from 'knex'
import type { Tables } from 'knex/types/tables.js'
import {
  bigInteger,
  boolean,
  date,
  decimal,
  declareWith,
  domain,
  enumType,
  integer,
  jsonb,
  point,
  sql,
  string,
  table,
  text,
  timestamp,
  timestamps,
  tsvector,
  uuid,
  uuidKey,
  vector,
  view,
  type Insert,
  type KnexTables,
  type Label,
  type Row,
  type Update,
  insertSchema,
  updateSchema,
  rowSchema,
} from '../../src/index.ts'

// Read by the compiler: every line under an @ts-expect-error must not compile, every other line must.

const state = enumType('typed_state', ['draft', 'done'])
const reports = table('typed_reports', {
  ...uuidKey(),
  ...timestamps(),
  number: bigInteger().identity(),
  order: integer().identity({ generation: 'by default' }),
  title: string(64).notNullable(),
  summary: text(),
  state: state.column().notNullable().defaultTo('draft'),
  states: state.column().array(),
  origin: text().checkIn(['auto', 'manual']),
  rank: bigInteger().checkIn([1, 2]),
  pages: integer().notNullable(),
  price: decimal(10, 2),
  starts_on: date(),
  done: boolean().notNullable().defaultTo(false),
  meta: jsonb<{ pages: number }>().notNullable(),
  tags: text().array().notNullable(),
  items: jsonb<string[]>(),
  embedding: vector(3),
  words: tsvector().generatedAs(sql`to_tsvector('english', title)`),
})
const amount = domain('typed_amount', decimal(10, 2))
const price = table('typed_prices', {
  net: amount.column().notNullable(),
  all: amount.column().array(),
  spot: point(),
  words: text().typed<'a' | 'b'>().notNullable(),
})
const shown = view('typed_shown', {
  columns: { id: uuid().notNullable(), title: text() },
  as: sql`SELECT id, title FROM typed_reports`,
})
const unsaid = view('typed_unsaid', { as: 'SELECT 1' })
const models = {
  amount,
  price,
  shown,
  unsaid,
  reports,
  state,
  visits: declareWith({ schema: 'typed_app' }).table('visits', { at: timestamp().notNullable() }),
}

declare module 'knex/types/tables.js' {
  interface Tables extends KnexTables<typeof models> {}
}

type IsAny<A> = 0 extends A & 1 ? true : false
type Equal<A, B> = [IsAny<A>, IsAny<B>] extends [false, false] ? ([A, B] extends [B, A] ? true : false) : false

const db = knex({ client: 'pg' })
const required = { title: 'a', pages: 1, meta: { pages: 1 }, tags: ['x'] }

describe('the types of declared tables', () => {
  it('says what a row holds, as the driver gives it', () => {
    const row: Equal<
      Row<typeof reports>,
      {
        id: string
        created_at: Date
        updated_at: Date
        number: string
        order: number
        title: string
        summary: string | null
        state: 'draft' | 'done'
        states: string | null
        origin: 'auto' | 'manual' | null
        rank: string | null
        pages: number
        price: string | null
        starts_on: Date | null
        done: boolean
        meta: { pages: number }
        tags: string[]
        items: string[] | null
        embedding: string | null
        words: string | null
      }
    > = true
    const label: Equal<Label<typeof state>, 'draft' | 'done'> = true
    const viewed: Equal<Row<typeof shown>, { id: string; title: string | null }> = true
    const priced: Equal<
      Row<typeof price>,
      { net: string; all: string | null; spot: { x: number; y: number } | null; words: 'a' | 'b' }
    > = true
    const tables: Equal<
      Extract<keyof Tables, `typed_${string}`>,
      'typed_reports' | 'typed_prices' | 'typed_shown' | 'typed_app.visits'
    > = true
    expect([row, label, viewed, priced, tables]).to.deep.equal([true, true, true, true, true])
  })

  it('asks an insert for what has no default', () => {
    const ok: Insert<typeof reports> = required
    const full: Insert<typeof reports> = {
      ...required,
      price: 1.5,
      states: ['done'],
      items: '["a"]',
      embedding: '[1,2,3]',
      starts_on: '2026-01-01',
      summary: null,
      order: 1,
    }
    // @ts-expect-error title is missing
    const missing: Insert<typeof reports> = { pages: 1, meta: { pages: 1 }, tags: [] }
    // @ts-expect-error a generated column
    const generated: Insert<typeof reports> = { ...required, words: 'a' }
    // @ts-expect-error an identity that is always generated
    const identity: Insert<typeof reports> = { ...required, number: 1 }
    // @ts-expect-error not a label
    const label: Insert<typeof reports> = { ...required, state: 'open' }
    // @ts-expect-error not one of the values of checkIn()
    const among: Insert<typeof reports> = { ...required, origin: 'user' }
    // @ts-expect-error null in a column that refuses it
    const none: Insert<typeof reports> = { ...required, title: null }
    // @ts-expect-error an array would reach PostgreSQL as an array, not as JSON
    const array: Insert<typeof reports> = { ...required, items: ['a'] }
    expect([ok, full, missing, generated, identity, label, among, none, array]).to.have.length(9)
  })

  it('lets an update change anything but what PostgreSQL writes', () => {
    const ok: Update<typeof reports> = { summary: null, title: 'b', created_at: db.fn.now() }
    // @ts-expect-error a generated column
    const generated: Update<typeof reports> = { words: 'a' }
    // @ts-expect-error a wrong value
    const wrong: Update<typeof reports> = { pages: '1' }
    expect([ok, generated, wrong]).to.have.length(3)
  })

  it('knows the columns of each schema', () => {
    const inserted = insertSchema(reports).properties
    const updated = updateSchema(reports).properties
    const read = rowSchema(reports).properties
    // @ts-expect-error a generated column is not inserted
    const words = inserted.words
    // @ts-expect-error nor updated
    const changed = updated.words
    // @ts-expect-error a column that is not there
    const none = read.nope
    expect([words, changed, none]).to.deep.equal([undefined, undefined, undefined])
    expect([inserted.title, updated.title, read.words]).to.not.include(undefined)
  })

  it('types Knex itself', () => {
    const queries = [
      db('typed_reports').insert(required),
      db('typed_reports').insert([{ ...required, created_at: db.fn.now(), pages: db.raw('1 + 1') }]),
      db('typed_reports').where({ id: 'x' }).update({ done: true, price: '1.5' }),
      db('typed_app.visits').insert({ at: new Date() }),
      // @ts-expect-error a column that is not there
      db('typed_reports').insert({ ...required, nope: 1 }),
      // @ts-expect-error a wrong value
      db('typed_reports').insert({ ...required, pages: 'many' }),
      // @ts-expect-error a required column is missing
      db('typed_reports').insert({ title: 'a' }),
      // @ts-expect-error a wrong value in one of many
      db('typed_reports').insert([required, { ...required, title: 1 }]),
      // @ts-expect-error a wrong label
      db('typed_reports').update({ state: 'open' }),
      // @ts-expect-error a generated column
      db('typed_reports').update({ words: 'a' }),
      // @ts-expect-error a wrong value in a table of another namespace
      db('typed_app.visits').insert({ at: true }),
    ]
    const select = async () => {
      const [row] = await db('typed_reports').select('id', 'price', 'state')
      const some: Equal<NonNullable<typeof row>, { id: string; price: string | null; state: 'draft' | 'done' }> = true
      const first = await db('typed_reports').where('pages', '>', 3).first()
      const whole: Equal<NonNullable<typeof first>['meta'], { pages: number }> = true
      return [some, whole]
    }
    expect(select).to.be.a('function')
    for (const query of queries) expect(query.toSQL().sql).to.match(/^(insert|update)/)
  })

  it('knows the columns a part of the table may name, and the values a column may default to', () => {
    const declare = [
      () =>
        table('a', { id: uuid().notNullable(), b: text() }, (t) => [
          t.primary(['id']),
          t.unique(['b']),
          t.index(['b', sql`lower(b)`]),
          t.foreign('b').references('c.d'),
        ]),
      // @ts-expect-error no such column
      () => table('a', { id: uuid() }, (t) => [t.unique(['nope'])]),
      // @ts-expect-error a primary key's column must refuse null
      () => table('a', { id: uuid() }, (t) => [t.primary(['id'])]),
      // @ts-expect-error no such column
      () => table('a', { id: uuid() }, (t) => [t.index([{ key: 'nope', order: 'desc' }])]),
      // @ts-expect-error no such column
      () => table('a', { id: uuid() }, (t) => [t.foreign(['nope']).references('b', ['id'])]),
      // @ts-expect-error not a number
      () => integer().defaultTo('one'),
      // @ts-expect-error not a label
      () => state.column().defaultTo('open'),
      () => text().checkIn(['auto', 'manual']).defaultTo('auto'),
      // @ts-expect-error not one of the values
      () => text().checkIn(['auto', 'manual']).defaultTo('user'),
      // @ts-expect-error no such action
      () => uuid().references('a.id').onDelete('vanish'),
    ]
    for (const make of declare) expect(make).to.be.a('function')
  })
})
