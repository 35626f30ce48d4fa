import { expect } from 'chai'
import { diff } from '../../src/diff.ts'
import { enumType, integer, table, text, view, type Declaration } from '../../src/index.ts'
import { schemaOf } from '../../src/schema.ts'
import { changeAsData, sayChanges } from '../../src/tell/changes.ts'

const between = (before: readonly Declaration[], after: readonly Declaration[]) =>
  diff(schemaOf(before.flatMap(({ objects }) => objects)), schemaOf(after.flatMap(({ objects }) => objects)))

const language = enumType('document_language', ['unknown', 'en'])
const documents = table('documents', { id: integer().primary() })

describe('changes in words', () => {
  it('say what comes in one line, with the default that comes with it', () => {
    const after = table('documents', {
      id: integer().primary(),
      language: language.column().notNullable().defaultTo('unknown'),
    })
    expect(sayChanges(between([language, documents], [language, after]))).to.deep.equal([
      "documents: + column language public.document_language DEFAULT 'unknown' NOT NULL",
    ])
  })

  it('say values before and after, and group by table', () => {
    const before = table('documents', { id: integer().primary(), size: integer() })
    const after = table('documents', { id: integer().primary(), size: text().notNullable().defaultTo('x') })
    expect(sayChanges(between([before], [after]))).to.deep.equal([
      'documents:',
      '  ~ column size, type: integer -> text; not null: false -> true',
      "  + default size 'x'",
    ])
  })

  it('call a name that PostgreSQL chooses its usual one', () => {
    const named = table('documents', { id: integer().notNullable({ name: 'old' }) })
    const usual = table('documents', { id: integer().notNullable() })
    expect(sayChanges(between([named], [usual]))).to.deep.equal([
      'documents: ~ column id, not null name: old -> its usual one',
    ])
  })

  it('count what belongs to a table that comes or goes, and spell it out when asked to', () => {
    const changes = between([documents], [])
    expect(sayChanges(changes)).to.deep.equal(['- table documents (1 column, 1 constraint)'])
    expect(sayChanges(changes, { all: true })).to.have.length(3)
  })

  it('cut a long list, and say what was left out', () => {
    const many = Array.from({ length: 30 }, (_, at) => table(`t${at}`, { id: integer() }))
    const told = sayChanges(between([], many), { lines: 10 })
    expect(told).to.have.length(10)
    expect(told.at(-1)).to.equal('... and 21 more lines: --all prints them')
  })

  it('print long values one below the other', () => {
    const sized = (limit: number) =>
      table('documents', { title: text() }, (t) => [
        t.check(`length(title) < ${limit} AND title <> ''`, { name: 'title' }),
      ])
    expect(sayChanges(between([sized(100)], [sized(200)]))).to.deep.equal([
      'documents: ~ constraint title, definition:',
      "  - CHECK (length(title) < 100 AND title <> '')",
      "  + CHECK (length(title) < 200 AND title <> '')",
    ])
  })

  it('show texts of several lines as a unified diff, in JSON too', () => {
    const query = (limit: number) => view('recent', { as: `SELECT id\nFROM documents\nLIMIT ${limit}` })
    const changes = between([query(1)], [query(2)])
    expect(sayChanges(changes)).to.deep.equal([
      '~ view recent, definition:',
      '  @@ -1,3 +1,3 @@',
      '   SELECT id',
      '   FROM documents',
      '  -LIMIT 1',
      '  +LIMIT 2',
    ])
    expect(changeAsData(changes[0]!).values![0]!.diff).to.contain('-LIMIT 1\n+LIMIT 2')
  })
})
