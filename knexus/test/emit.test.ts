import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { Knex } from 'knex'
import { rows } from '../src/connection/connection.ts'
import { emit, segments } from '../src/emit/index.ts'
import type { Step } from '../src/plan/index.ts'
import { withKnex } from '../src/migrations/replay.ts'
import { database, type TestDatabase } from './support/server.ts'

const none = { statements: [], settings: [] }

describe('emit', () => {
  let target: TestDatabase
  before(async () => {
    target = await database()
  })
  after(() => target.drop())

  const hostile = [
    'a ? b',
    'back\\slash',
    'a \\? b',
    '`tick` ${value} $1',
    'it\'s "quoted"',
    'line\nbreak ?',
    ':name ??',
    '¿ \\?',
    'Ünïcødé 漢字',
  ]

  for (const text of hostile) {
    it(`hands ${JSON.stringify(text)} to the server as it is`, async () => {
      const sql = `COMMENT ON SCHEMA public IS $body$${text}$body$`
      const source = emit({
        up: { ...none, statements: [{ sql }] },
        down: none,
        transaction: true,
        notes: ['a note\nof two lines'],
      })
      const folder = await mkdtemp(join(tmpdir(), 'knexus-emit-'))
      const file = join(folder, 'migration.mts')
      await writeFile(file, source)
      const { up } = (await import(pathToFileURL(file).href)) as { up: (knex: Knex) => Promise<void> }
      await withKnex(target.url, up)
      await rm(folder, { recursive: true })
      const client = await target.connect()
      const [comment] = await rows<{ text: string }>(client, "SELECT obj_description('public'::regnamespace) AS text")
      expect(comment?.text).to.equal(text)
    })
  }

  it('writes a direction that is refused as a function that says why', () => {
    const source = emit({
      up: none,
      down: { ...none, refused: "the value 'x' cannot go" },
      transaction: true,
      notes: [],
    })
    expect(source).to.contain("throw new Error('the value \\'x\\' cannot go')")
  })

  it('indents a statement of several lines, unless a text or a body spans them', () => {
    const statements = [{ sql: 'CREATE TABLE t (\n  a int\n)' }, { sql: "COMMENT ON TABLE t IS 'one\ntwo'" }]
    const source = emit({ up: { ...none, statements }, down: none, transaction: true, notes: [] })
    expect(source).to.contain('`\n    CREATE TABLE t (\n      a int\n    )\n  `')
    expect(source).to.contain("`\nCOMMENT ON TABLE t IS 'one\ntwo'\n  `")
  })

  it('cuts files where a transaction has to end, and puts what is late behind', () => {
    const step = (sql: string, more: Partial<Step> = {}, boundary?: 'outside' | 'commit'): Step => ({
      changes: [],
      statements: [{ sql, ...(boundary && { boundary }) }],
      settings: [],
      ...more,
    })
    const cut = segments([
      step('a'),
      step('b'),
      step('c', {}, 'commit'),
      step('d'),
      step('e', { late: true }),
      step('f', { late: true }, 'outside'),
    ])
    expect(
      cut.map(({ steps, transaction }) => [steps.map(({ statements }) => statements[0]!.sql).join(''), transaction]),
    ).to.deep.equal([
      ['ab', true],
      ['c', false],
      ['d', true],
      ['e', true],
      ['f', false],
    ])
  })
})
