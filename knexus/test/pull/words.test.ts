import { expect } from 'chai'
import { Sql } from '../../src/declare/sql.ts'
import { defaultValue } from '../../src/pull/defaults.ts'
import { readKey } from '../../src/pull/keys.ts'
import { readNames, readPath, splitList, stripParentheses } from '../../src/pull/lexer.ts'
import { camelCase, fileName, Names } from '../../src/pull/names.ts'
import { finish, print } from '../../src/pull/print.ts'
import { valuesOf } from '../../src/pull/values.ts'
import { typeCall } from '../../src/pull/types.ts'

describe('SQL is read as far as it must be', () => {
  it('cuts a list at its own commas', () => {
    expect(splitList(`a, f(b, c), 'd, e', "f, g", ARRAY[1, 2], E'it\\'s, h'`)).to.deep.equal([
      'a',
      'f(b, c)',
      "'d, e'",
      '"f, g"',
      'ARRAY[1, 2]',
      "E'it\\'s, h'",
    ])
    expect(splitList('')).to.deep.equal([])
  })

  it('takes the parentheses around the whole away, and no others', () => {
    expect(stripParentheses('((a > 0))')).to.equal('(a > 0)')
    expect(stripParentheses('(a) OR (b)')).to.equal('(a) OR (b)')
    expect(stripParentheses("(a = ')')")).to.equal("a = ')'")
  })

  it('reads names and paths without their quotes', () => {
    expect(readPath('public."Order".id')).to.deep.equal(['public', 'Order', 'id'])
    expect(readPath('a"b')).to.equal(undefined)
    expect(readNames('a, "b, c", "d""e"')).to.deep.equal(['a', 'b, c', 'd"e'])
    expect(readNames('lower(a)')).to.equal(undefined)
  })

  it('reads the keys of an index', () => {
    const columns = ['a', 'b c']
    expect(readKey('a', columns)).to.equal('a')
    expect(readKey('"b c" DESC NULLS LAST', columns)).to.deep.equal({ key: 'b c', order: 'desc', nulls: 'last' })
    expect(readKey('a COLLATE "C" text_pattern_ops', columns)).to.deep.equal({
      key: 'a',
      collate: 'C',
      opclass: 'text_pattern_ops',
    })
    expect(readKey('a public.gin_trgm_ops', columns)).to.deep.equal({ key: 'a', opclass: 'gin_trgm_ops' })
    expect(readKey("a app.tsvector_ops (siglen='100')", columns)).to.equal(undefined)
    expect(readKey("COALESCE(a, ')'::text) DESC", columns)).to.deep.equal({
      key: new Sql("COALESCE(a, ')'::text)"),
      order: 'desc',
    })
    expect(readKey('((a || a))', columns)).to.deep.equal(new Sql('(a || a)'))
  })
})

describe('a default is a value where PostgreSQL makes the same of it', () => {
  const cases: readonly (readonly [expression: string, type: string, value: unknown])[] = [
    ['0', 'integer', 0],
    ["'-1'::integer", 'bigint', -1],
    ["'0'::numeric", 'numeric(10,2)', '0'],
    ["'0'::bigint", 'integer', new Sql("'0'::bigint")],
    ['1.5', 'numeric(4,1)', 1.5],
    ['1.50', 'numeric(4,2)', new Sql('1.50')],
    ['9223372036854775807', 'bigint', new Sql('9223372036854775807')],
    ['true', 'boolean', true],
    ["'it''s'::text", 'text', "it's"],
    ["'x'::character varying", 'character varying(20)', 'x'],
    ["'x'::bpchar", 'character(1)', 'x'],
    ["'x'::text", 'character varying(20)', new Sql("'x'::text")],
    ["'active'::public.status", 'public.status', 'active'],
    ["'{}'::text[]", 'text[]', []],
    ["'{a}'::text[]", 'text[]', new Sql("'{a}'::text[]")],
    ['\'{"a": 1}\'::jsonb', 'jsonb', { a: 1 }],
    ['\'{"a": 1}\'::json', 'json', new Sql('\'{"a": 1}\'::json')],
    ["'[]'::json", 'json', []],
    ["'1'::jsonb", 'jsonb', new Sql("'1'::jsonb")],
    ['now()', 'timestamp with time zone', new Sql('now()')],
    ['NULL::character varying', 'character varying', new Sql('NULL::character varying')],
  ]
  for (const [expression, type, value] of cases)
    it(`${expression} of ${type}`, () => {
      expect(defaultValue(expression, type)).to.deep.equal(value)
    })
})

describe('a check of a list of values', () => {
  const cases: readonly [condition: string, type: string, values: readonly unknown[] | undefined][] = [
    [`state = ANY (ARRAY['a'::text, 'b, it''s'::text])`, 'text', ['a', "b, it's"]],
    [
      `(state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])`,
      'character varying(9)',
      ['a', 'b'],
    ],
    ['state = ANY (ARRAY[1, 2])', 'integer', [1, 2]],
    ['state = ANY (ARRAY[1, 2])', 'bigint', undefined],
    [`state = ANY (ARRAY['a'::text, f('b'::text)])`, 'text', undefined],
    [`(state = ANY (ARRAY['a'::text, 'b'::text])) OR (other = ANY (ARRAY['a'::text, 'b'::text]))`, 'text', undefined],
    [`state = ANY (ARRAY['a'::text, 'b'::text]) OR other = ANY (ARRAY['c'::text, 'd'::text])`, 'text', undefined],
    [`state = ANY (ARRAY['\\x'::text, 'b'::text])`, 'text', undefined],
  ]
  for (const [condition, type, values] of cases)
    it(`${condition} of ${type}`, () => {
      expect(valuesOf(condition, 'state', type)).to.deep.equal(values)
    })
})

describe('names of declarations and files', () => {
  it('are camel case and what TypeScript takes', () => {
    expect(['study_sites', 'Order Items', 'userID', '2fa', 'größe', '__', 'APIKey'].map(camelCase)).to.deep.equal([
      'studySites',
      'orderItems',
      'userId',
      '_2fa',
      'größe',
      '_',
      'apikey',
    ])
    expect(['StudySites', 'a/b.c', '✓'].map(fileName)).to.deep.equal(['study-sites', 'a-b-c', 'models'])
  })

  it('are taken once, and never from the language or the package', () => {
    const names = new Names()
    expect([
      names.take('users', 'Table'),
      names.take('Users', 'View'),
      names.take('users', 'View'),
      names.take('text', 'Table'),
      names.take('class', 'Table'),
    ]).to.deep.equal(['users', 'usersView', 'usersView2', 'textTable', 'classTable'])
  })
})

describe('values in TypeScript', () => {
  const printed = (value: unknown) => finish(print(value, new Set()))

  it('are what they were when they are read again', () => {
    const value = {
      "it's": "it's \\ \u0001",
      __proto__x: ['a\n`${b}`\r\n', 1, true, null],
      'a b': 12345678901234567890n,
    }
    // oxlint-disable-next-line eslint/no-eval -- whether a compiler reads the text as the value is the question
    expect((0, eval)(`(${printed(value)})`)).to.deep.equal(value)
  })

  it('keep the lines of a text as they are, however deep they stand', () => {
    expect(printed({ a: { b: 'one\n  two', c: 'x'.repeat(140) } })).to.include('`one\n  two`')
  })
})

describe('types', () => {
  const context = {
    types: new Map([['public.status', 'status']]),
    extensions: new Set(['vector']),
    uses: new Set<string>(),
  }
  const cases: readonly (readonly [type: string, call: string])[] = [
    ['character varying(64)', 'string(64)'],
    ['character varying', 'varchar()'],
    ['character varying(255)[]', 'string().array()'],
    ['numeric(10,2)', 'decimal(10, 2)'],
    ['numeric(10,0)', 'decimal(10)'],
    ['timestamp(3) without time zone', 'timestamp({ useTz: false, precision: 3 })'],
    ['time with time zone', 'time({ useTz: true })'],
    ['public.status[]', 'status.column().array()'],
    ['public.vector(3)', 'vector(3)'],
    ['public.citext', "specificType('public.citext')"],
    ['public."Mood"', `specificType('public."Mood"')`],
    ['interval day to second(3)', "specificType('interval day to second(3)')"],
  ]
  for (const [type, call] of cases)
    it(type, () => {
      expect(typeCall(type, context)).to.equal(call)
    })
})
