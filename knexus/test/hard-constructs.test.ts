import { expect } from 'chai'
import { build } from '../src/build/index.ts'
import { subject } from '../src/change.ts'
import { diff } from '../src/diff.ts'
import { bigInteger, collect, decimal, interval, jsonb, sql, table, text, timestamp } from '../src/index.ts'
import { introspect } from '../src/introspect/index.ts'
import { plan } from '../src/plan/index.ts'
import { addressOf, schemaOf, type Schema } from '../src/schema.ts'
import { runPlan } from './support/run-plan.ts'
import { database, type TestDatabase } from './support/server.ts'

/** What tools that compare texts see changes in where there are none, or none where there are some. */
const FIRST = {
  every: `'1 day 02:00'`,
  tags: `'{a,"b c"}'::text[]`,
  data: `'{"a": [1, 2.50]}'`,
  quoted: `'it''s "so"'`,
  price: '1.50',
  check: `status in ('a', 'b') and not (price < 0)`,
  where: `status = 'a' OR price IS NULL`,
  expression: 'lower(title)',
  order: 'desc' as 'asc' | 'desc',
  include: ['price'],
  byDefault: false,
  generated: 'price * 2',
}

/** One edit of each, as small as they get, and the object that has changed. */
const EDITS: readonly (readonly [object: string, edit: Partial<typeof FIRST>])[] = [
  ['DEFAULT public.orders.every', { every: `'1 day 03:00'` }],
  ['DEFAULT public.orders.tags', { tags: `'{a,b,c}'::text[]` }],
  ['DEFAULT public.orders.data', { data: `'{"a": [1, 2.5]}'` }],
  ['DEFAULT public.orders.quoted', { quoted: `'it''s so'` }],
  ['DEFAULT public.orders.price', { price: '1.5' }],
  ['CONSTRAINT odd ON public.orders', { check: `status in ('a', 'b') and not (price <= 0)` }],
  ['INDEX public.few', { where: `status = 'a'` }],
  ['INDEX public.by_title', { expression: 'upper(title)' }],
  ['INDEX public.newest', { order: 'asc' }],
  ['INDEX public.covering', { include: ['price', 'title'] }],
  ['COLUMN public.orders.id', { byDefault: true }],
  ['COLUMN public.orders.twice', { generated: 'price * 3' }],
]

function orders(v: typeof FIRST): Schema {
  return schemaOf(
    collect([
      {
        models: [
          table(
            'orders',
            {
              id: (v.byDefault
                ? bigInteger().identity({ generation: 'by default' })
                : bigInteger().identity()
              ).primary(),
              title: text(),
              status: text(),
              created_at: timestamp(),
              every: interval().defaultTo(sql.raw(v.every)),
              tags: text().array().defaultTo(sql.raw(v.tags)),
              data: jsonb().defaultTo(sql.raw(v.data)),
              quoted: text().defaultTo(sql.raw(v.quoted)),
              price: decimal(12, 2).defaultTo(sql.raw(v.price)),
              twice: decimal().generatedAs(v.generated),
            },
            (t) => [
              t.check(v.check, { name: 'odd' }),
              t.index(['title'], { name: 'few', where: sql.raw(v.where) }),
              t.index([sql.raw(v.expression)], { name: 'by_title' }),
              t.index([{ key: 'created_at', order: v.order }], { name: 'newest' }),
              t.index(['status'], { name: 'covering', include: v.include }),
            ],
          ),
        ],
      },
    ]).objects,
  )
}

describe('hard constructs', () => {
  const bases: TestDatabase[] = []
  const built = async (declared: Schema) => {
    const base = await database()
    bases.push(base)
    const db = await base.connect()
    await build(declared, db)
    return { db, schema: await introspect(db) }
  }
  after(async () => {
    for (const base of bases) await base.drop()
  })

  it('are no change where there is none, in what models build and in what the planned statements build', async () => {
    const [one, empty] = [await built(orders(FIRST)), await built(new Map())]
    expect(diff(one.schema, (await built(orders(FIRST))).schema)).to.deep.equal([])
    await runPlan(empty.db, plan(empty.schema, one.schema), true)
    expect(diff(await introspect(empty.db), one.schema)).to.deep.equal([])
  })

  for (const [object, edit] of EDITS) {
    it(`are a change where there is one: ${JSON.stringify(edit)}`, async () => {
      const [before, after] = [await built(orders(FIRST)), await built(orders({ ...FIRST, ...edit }))]
      const changes = diff(before.schema, after.schema)
      expect(changes.map((change) => addressOf(subject(change)))).to.deep.equal([object])
      await runPlan(before.db, plan(before.schema, after.schema), true)
      expect(diff(await introspect(before.db), after.schema)).to.deep.equal([])
    })
  }
})
