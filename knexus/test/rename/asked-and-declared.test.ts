import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { generate } from '../../src/generate/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { database, type TestDatabase } from '../support/server.ts'

interface Case {
  readonly what: string
  readonly before: string
  /** With `renamedFrom`; what `--rename` is compared with is this without it. */
  readonly after: string
  readonly asked: readonly string[]
}

const USERS = (name: string, said = '', column = 'email: text().unique()') =>
  `export const t = table('${name}', { id: increments(), ${column}, age: integer().check(sql\`age > 0\`) }, (t) => [t.comment('who')${said}]);`

const CASES: readonly Case[] = [
  {
    what: 'a table that others refer to',
    before: `${USERS('users')} export const v = table('visits', { id: integer().primary(), user_id: integer().references('users.id').index() })`,
    after: `${USERS('people', ", t.renamedFrom('users')")} export const v = table('visits', { id: integer().primary(), user_id: integer().references('people.id').index() })`,
    asked: ['users=people'],
  },
  {
    what: 'a column of a key, a check and an index',
    before: `export const t = table('t', { a: integer().primary(), b: text().unique(), c: integer().check(sql\`c > 0\`).index() })`,
    after: `export const t = table('t', { a2: integer().primary().renamedFrom('a'), b2: text().unique().renamedFrom('b'), c2: integer().check(sql\`c2 > 0\`).index().renamedFrom('c') })`,
    asked: ['t.a=a2', 't.b=b2', 't.c=c2'],
  },
  {
    what: 'a table and a column of it',
    before: USERS('users'),
    after: USERS('people', ", t.renamedFrom('users')", "mail: text().unique().renamedFrom('email')"),
    asked: ['users=people', 'users.email=mail'],
  },
  {
    what: 'an enum that a column and an array use',
    before: `export const e = enumType('mood', ['a', 'b']); export const t = table('t', { m: e.column().defaultTo('a'), l: e.column().array() })`,
    after: `export const e = enumType('temper', ['a', 'b'], { renamedFrom: 'mood' }); export const t = table('t', { m: e.column().defaultTo('a'), l: e.column().array() })`,
    asked: ['mood=temper'],
  },
  {
    what: 'a column by the new name of its table',
    before: USERS('users'),
    after: USERS('people', ", t.renamedFrom('users')", "mail: text().unique().renamedFrom('email')"),
    asked: ['users=people', 'public.people.email=public.people.mail'],
  },
  {
    what: 'labels of an enum, which get another name as well',
    before: `export const e = enumType('mood', ['sad', 'ok', 'a.b']); export const t = table('t', { m: e.column().defaultTo('sad'), l: e.column().array() })`,
    after: `export const e = enumType('temper', ['low', 'ok', 'c'], { renamedFrom: 'mood', renamedLabels: { low: 'sad', c: 'a.b' } }); export const t = table('t', { m: e.column().defaultTo('low'), l: e.column().array() })`,
    asked: ['mood=temper', 'mood.sad=low', 'public.temper.a.b=c'],
  },
  {
    what: 'a view',
    before: "export const v = view('v', { as: sql`SELECT 1 AS n` })",
    after: "export const v = view('w', { as: sql`SELECT 1 AS n`, renamedFrom: 'v' })",
    asked: ['v=w'],
  },
  {
    what: 'a sequence',
    before: "export const s = sequence('s', { start: 5 })",
    after: "export const s = sequence('r', { start: 5, renamedFrom: 's' })",
    asked: ['s=r'],
  },
  {
    what: 'a function that a trigger calls, and the trigger',
    before: `export const f = fn('f', { body: 'BEGIN RETURN NEW; END' }); export const t = table('t', { a: integer() }, (t) => [t.trigger('g', { timing: 'before', events: ['insert'], execute: f })])`,
    after: `export const f = fn('h', { body: 'BEGIN RETURN NEW; END', renamedFrom: 'f' }); export const t = table('t', { a: integer() }, (t) => [t.trigger('k', { timing: 'before', events: ['insert'], execute: f, renamedFrom: 'g' })])`,
    asked: ['f=h', 't.g=k'],
  },
  {
    what: 'an index and a constraint',
    before: `export const t = table('t', { a: integer(), b: integer() }, (t) => [t.index(['a'], { name: 'one' }), t.check(sql\`a > b\`, { name: 'more' })])`,
    after: `export const t = table('t', { a: integer(), b: integer() }, (t) => [t.index(['a'], { name: 'two', renamedFrom: 'one' }), t.check(sql\`a > b\`, { name: 'greater', renamedFrom: 'more' })])`,
    asked: ['one=two', 't.more=greater'],
  },
  {
    what: 'a table and an unlike column that comes, and one that goes beside it',
    before: `${USERS('users')} export const o = table('other', { x: text() })`,
    after: USERS('people', ", t.renamedFrom('users')", "mail: text().unique().renamedFrom('email'), at: timestamp()"),
    asked: ['users=people', 'users.email=mail'],
  },
]

describe('a rename that is asked for', function () {
  this.timeout('2m')
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  let nth = 0
  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
    root = await mkdtemp(join(import.meta.dirname, '.asked-'))
  })
  after(async () => {
    await shadow.close()
    await rm(root, { recursive: true })
    await live.drop()
  })

  const files = async (history: string, models: string, renames: readonly string[]) => {
    const file = join(root, `models${(nth += 1)}.ts`)
    await writeFile(
      file,
      `import { enumType, fn, increments, integer, sequence, sql, table, text, timestamp, view } from 'knexus'\n${models}\n`,
    )
    const config = { client: 'pg', connection: live.url, migrations: { directory: history, loadExtensions: ['.ts'] } }
    const project = {
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: file,
      settings: {},
      config,
    }
    const made = await generate(project, shadow, { name: 'next', renames, allow: ['data-loss'], now: new Date(0) })
    return made.files.map(({ source }) => source)
  }

  for (const { what, before: models, after: declared, asked } of CASES)
    it(`is made as one that is declared: ${what}`, async () => {
      const history = join(root, `history${(nth += 1)}`)
      await mkdir(history)
      for (const [at, source] of (await files(history, models, [])).entries())
        await writeFile(join(history, `2026010100000${at}_first.ts`), source)
      const plain = declared
        .replaceAll(/, t\.renamedFrom\('\w+'\)|\.renamedFrom\('\w+'\)/g, '')
        .replaceAll(/,? ?renamedFrom: '\w+'/g, '')
        .replaceAll(/,? ?renamedLabels: \{.*?\}/g, '')
      const [one, other] = [await files(history, declared, []), await files(history, plain, asked)]
      expect(one.join('\n')).to.contain(' RENAME ')
      expect(other).to.deep.equal(one)
    })
})
