import { expect } from 'chai'
import { enumType } from '../../src/index.ts'
import { historyOf, type History } from './history.ts'

const HEAD = `import { decimal, domain, enumType, integer, sql, table, text, view } from 'knexus'\n`
const BEFORE = `${HEAD}
export const state = enumType('state', ['draft', 'cancelled', 'a b', 'sent', 'open', 'paid', 'late', 'closed'])
export const kept = domain('kept', state.column())
export const orders = table('orders', {
  id: integer().primary(),
  state: state.column().notNullable().defaultTo('cancelled'),
  past: state.column().array().defaultTo(sql\`'{cancelled,"a b"}'::state[]\`),
  kept: kept.column(),
  price: decimal(10, 4),
}, (t) => [
  t.check("state <> 'cancelled' OR id > 0", { name: 'cancelled_late' }),
  t.index(['id'], { name: 'cancelled_ones', where: "state = 'cancelled' OR state = 'a b'" }),
])
export const lines = table('lines', { state: state.column().unique(), list: state.column().array() })
export const open = view('open_orders', { columns: { id: integer() }, as: "SELECT id FROM orders WHERE state <> 'cancelled'" })
`
const AFTER = BEFORE.replace(
  `['draft', 'cancelled', 'a b', 'sent', 'open', 'paid', 'late', 'closed']`,
  `['draft', 'sent', 'open', 'paid', 'late', 'closed'], { removed: { cancelled: 'closed', 'a b': 'sent' } }`,
)
  .replace(`defaultTo('cancelled')`, `defaultTo('draft')`)
  .replace(`'{cancelled,"a b"}'`, `'{closed}'`)
  .replace("state <> 'cancelled' OR id > 0", "state <> 'closed' OR id > 0")
  .replace("state = 'cancelled' OR state = 'a b'", "state = 'closed'")
  .replace("state <> 'cancelled'\"", "state <> 'closed'\"")

describe('the values of a removed label', function () {
  this.timeout('2m')
  let history: History
  before(async () => {
    history = await historyOf(BEFORE)
  })
  after(() => history.drop())

  const made: History['made'] = (models, allow) => history.made(models, allow)

  it('become what the model says, in columns, arrays and domains, and everything that mentions the label follows', async () => {
    const { files, notes } = await made(AFTER)
    const text = files.map(({ source }) => source).join('\n')
    const one = (column: string, type: string) =>
      `ALTER COLUMN ${column} TYPE public.${type} USING (CASE ${column}::text WHEN 'cancelled' THEN 'closed' WHEN 'a b' THEN 'sent' ELSE ${column}::text END)::public.${type}`
    const list = (column: string) =>
      `ALTER COLUMN ${column} TYPE public.state[] USING array_replace(array_replace(${column}::text[], 'cancelled', 'closed'), 'a b', 'sent')::public.state[]`
    expect(text).to.include(`ALTER TABLE public.orders ${one('state', 'state')}`)
    expect(text).to.include(`ALTER TABLE public.orders ${one('kept', 'kept')}`)
    expect(text).to.include(`ALTER TABLE public.orders ${list('past')}`)
    expect(text).to.include(`ALTER TABLE public.lines ${list('list')}`)
    expect(text).to.include(
      `// 'cancelled' becomes 'closed', 'a b' becomes 'sent', as the model says; down cannot tell these rows from those that had the new value before`,
    )
    expect(notes.join('\n')).to.match(
      /every value came back, but for those that become others, as the models say: .*public\.orders\.state/,
    )
    expect(notes[0]).to.match(/^Proved on /)
    // Rows hold the labels that go, alone and in arrays, and all pass but where two become one under UNIQUE.
    expect(Number(/rows: (\d+)/.exec(notes.join())?.[1])).to.be.greaterThan(16)
    expect(notes.filter((note) => /fail/.test(note))).to.have.length(1)
  })

  it('are left alone inside composite types, and the statements that they make fail are named', async () => {
    const pair = `${HEAD.replace('domain', 'composite, domain')}
export const mood = enumType('mood', ['sad', 'ok'])
export const pair = composite('pair', { mood: mood.column(), n: integer() })
export const t = table('t', { mood: mood.column(), one: pair.column() })
export const u = table('u', { list: pair.column().array() })`
    const own = await historyOf(pair)
    try {
      const { files, notes } = await own.made(pair.replace(`['sad', 'ok']`, `['ok'], { removed: { sad: 'ok' } }`))
      const text = files.map(({ source }) => source).join('\n')
      expect(text).to.include("USING (CASE mood::text WHEN 'sad' THEN 'ok'")
      expect(text).to.include('USING one::text::public.pair').and.include('USING list::text[]::public.pair[]')
      expect(notes.join('\n')).to.match(/as the models say: public\.t\.mood\.$/m)
      for (const column of ['one', 'list'])
        expect(notes.join('\n')).to.match(new RegExp(`It can fail .* COLUMN ${column} `))
    } finally {
      await own.drop()
    }
  })

  it('become what they were on the way down, where a new label took their place', async () => {
    const { files, notes } = await made(
      AFTER.replace(`['draft', 'sent',`, `['draft', 'dropped', 'sent',`).replace(
        `cancelled: 'closed'`,
        `cancelled: 'dropped'`,
      ),
    )
    const text = files.map(({ source }) => source).join('\n')
    expect(text).to.include("  // 'dropped' becomes 'cancelled', which it was before\n")
    expect(text).to.match(
      /ALTER COLUMN past TYPE public\.state\[\] USING array_replace\(past::text\[\], 'dropped', 'cancelled'\)/,
    )
    expect(notes[0]).to.match(/^Proved on /)
    expect(notes.join('\n'))
      .to.match(/up and down .*every value came back/)
      .and.not.match(/way back/)
  })

  it('may collide where they are unique, which is said', async () => {
    const { notes } = await made(AFTER)
    expect(notes.join('\n')).to.match(/It can fail on existing rows: .*public\.lines.*\bstate\b/)
  })

  it('are all that may differ: another loss in the same file is refused by its own name', async () => {
    const refusal = await made(AFTER.replace('decimal(10, 4)', 'decimal(10, 2)')).then(
      () => undefined,
      (error: { code: string; message: string }) => error,
    )
    expect(refusal?.code).to.equal('data-loss')
    expect(refusal?.message).to.include('public.orders.price').and.not.to.include('state')
  })

  it('become a label that is there, of one that is not', () => {
    // @ts-expect-error: no label.
    expect(() => enumType('s', ['a'], { removed: { b: 'c' } })).to.throw(/become 'c', which is not a label/)
    expect(() => enumType('s', ['a'], { removed: { a: 'a' } })).to.throw(/'a' is removed, and it is among the labels/)
  })
})
