import { expect } from 'chai'
import fc from 'fast-check'
import { contentOf, leadingWords, meaning, statements, tokens } from '../../src/base/tokens.ts'

const PIECES = [
  "'",
  '"',
  '$',
  '$a$',
  '$1',
  '/*',
  '*/',
  '--',
  '\n',
  '\\',
  ';',
  ' ',
  "E'",
  "u&'",
  'U&"',
  "''",
  '""',
  'x',
  'é',
  '1.5e3',
  '1..2',
  '::',
  '->>',
  '(',
  'BEGIN ATOMIC',
  'END',
]

describe('tokens', () => {
  it('make up the whole text, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(
        text,
        (sql) =>
          tokens(sql)
            .map((token) => token.text)
            .join('') === sql && tokens(sql).every((token) => token.text !== ''),
      ),
      { numRuns: 500 },
    )
  })

  const cases: readonly (readonly [sql: string, shown: string])[] = [
    ['SELECT 1', 'word:SELECT number:1'],
    ['/* a /* b */ c */ x', 'word:x'],
    [`-- 'a\n"B""c".d`, 'name:"B""c" sign:. word:d'],
    [`E'it\\'s' || 'it''s'`, `string:E'it\\'s' operator:|| string:'it''s'`],
    [`'\\' x`, `string:'\\' word:x`],
    [`'a' -- b\n 'c' 'd'`, `string:'a' -- b\n 'c' string:'d'`],
    [
      `U&'\\0061' U&"\\0061" n'a' B'01' X'ff'`,
      `string:U&'\\0061' name:U&"\\0061" string:n'a' string:B'01' string:X'ff'`,
    ],
    ['$$a$b$$ $t$ $$ $t$ a$b$c $1 $12', 'string:$$a$b$$ string:$t$ $$ $t$ word:a$b$c parameter:$1 parameter:$12'],
    ['1.5e-3 .5 0x1F 1_000 1..2', 'number:1.5e-3 number:.5 number:0x1F number:1_000 number:1 sign:. number:.2'],
    ['a->>b::int--c', 'word:a operator:->> word:b operator::: word:int'],
    ['größe=1', 'word:größe operator:= number:1'],
    [`'not closed`, `string:'not closed`],
  ]
  for (const [sql, shown] of cases)
    it(JSON.stringify(sql), () =>
      expect(
        meaning(sql)
          .map(({ type, text }) => `${type}:${text}`)
          .join(' '),
      ).to.equal(shown),
    )

  it('cut a long string without running out of stack', () => {
    const long = "''\\\\".repeat(200_000)
    expect(tokens(`E'${long}' '${long}'`)).to.have.length(3)
  })

  it('end a statement at a semicolon, but not inside of an SQL body', () => {
    const sql = `/* ; */ SELECT ';'; CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; BEGIN;`
    expect(statements(sql).map((statement) => leadingWords(statement))).to.deep.equal([
      'SELECT',
      'CREATE FUNCTION F',
      'BEGIN',
    ])
  })

  it('end a statement at a semicolon, but not among the actions of a rule', () => {
    const sql = `CREATE RULE r AS ON UPDATE TO a DO ALSO (INSERT INTO b VALUES (1); DELETE FROM c); SELECT (1); TABLE a`
    expect(statements(sql).map((statement) => leadingWords(statement, 1))).to.deep.equal(['CREATE', 'SELECT', 'TABLE'])
  })

  it('give the content of a string', () => {
    for (const sql of ["'a''b'", "E'a''b'", "$x$a'b$x$", "U&'a''b'"])
      expect(contentOf(meaning(sql)[0]!)).to.equal("a'b")
  })
})
