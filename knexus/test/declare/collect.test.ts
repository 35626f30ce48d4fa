import { expect } from 'chai'
import { collect, declareWith, enumType, extension, integer, table, text } from '../../src/index.ts'

const users = table('users', { id: integer().primary() })
const state = enumType('state', ['on', 'off'])

describe('collect', () => {
  it('gathers what modules export, in order, once', () => {
    const { objects } = collect([{ users, helper: () => 1, LIMIT: 3 }, { all: [users, { state }], again: users }, {}])
    expect(objects).to.deep.equal([...users.objects, ...state.objects])
  })

  it('gathers the renames', () => {
    const { renames } = collect([
      {
        people: table('people', { full_name: text().renamedFrom('name').unique(), id: integer().primary() }, (t) => [
          t.renamedFrom('users'),
          t.index(['id'], { name: 'new_ix', renamedFrom: 'old_ix' }),
        ]),
        mood: enumType('mood', ['glad', 'sad'], { renamedFrom: 'temper', renamedLabels: { glad: 'happy' } }),
      },
    ])
    expect(renames).to.deep.equal([
      { from: 'TABLE public.users', to: 'TABLE public.people' },
      { from: 'COLUMN public.users.name', to: 'COLUMN public.people.full_name' },
      { from: 'INDEX public.old_ix', to: 'INDEX public.new_ix' },
      { from: 'TYPE public.temper', to: 'TYPE public.mood' },
      { from: 'TYPE public.temper', to: 'TYPE public.mood', part: ['happy', 'glad'] },
    ])
  })

  it('does not lose itself in a ring', () => {
    const ring: Record<string, unknown> = { users }
    ring.self = ring
    expect(collect([{ ring }]).objects).to.have.length(users.objects.length)
  })

  const refusals: readonly (readonly [string, string, Readonly<Record<string, unknown>>[], readonly RegExp[]])[] = [
    ['nothing', 'no-tables-declared', [{ LIMIT: 3 }, {}], [/No tables were declared in a\.ts, b\.ts/]],
    [
      'two declarations of one address',
      'declared-twice',
      [{ users }, { people: table('users', { id: integer() }) }],
      [/TABLE public\.users/, /users in a\.ts/, /people in b\.ts/],
    ],
    [
      'a column constraint and a table constraint of one name',
      'declared-twice',
      [{ t: table('t', { a: integer().unique() }, (t) => [t.unique(['a'])]) }, {}],
      [/t_a_unique/],
    ],
    [
      'an index named like a table',
      'name-taken',
      [{ users }, { t: table('t', { a: integer() }, (t) => [t.index(['a'], { name: 'users' })]) }],
      [/relation public\.users/],
    ],
    ['an enum named like a table', 'name-taken', [{ users }, { e: enumType('users', ['a']) }], [/type public\.users/]],
  ]
  for (const [what, code, modules, messages] of refusals) {
    it(`refuses ${what}`, () => {
      for (const message of messages)
        expect(() => collect(modules, ['a.ts', 'b.ts']))
          .to.throw(message)
          .with.property('code', code)
    })
  }

  it('keeps namespaces apart', () => {
    const app = declareWith({ schema: 'app' }).table('users', { id: integer().primary() })
    expect(app.key).to.equal('app.users')
    expect(collect([{ users, app, vector: extension('vector') }]).objects).to.have.length(users.objects.length * 2 + 1)
  })

  it("refuses a reference's option without a reference", () => {
    expect(() => integer().onDelete('cascade'))
      .to.throw()
      .with.property('code', 'no-reference')
    expect(() => table('t', { a: integer().references('id') }))
      .to.throw(/a of t/)
      .with.property('code', 'no-reference')
    expect(() => table('t', { a: integer() }, (t) => [t.foreign('a')]))
      .to.throw()
      .with.property('code', 'no-reference')
  })
})
