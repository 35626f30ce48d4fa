import { expect } from 'chai'
import { build, elaborate } from '../../src/build/index.ts'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { NO_RENAMES, pendingRenames } from '../../src/rename/index.ts'
import { schemaOf } from '../../src/schema.ts'
import { collect, declareWith, enumType, integer, naming, sql, text, type Declaration } from '../../src/index.ts'
import { database } from '../support/server.ts'

const { table } = declareWith({ naming: naming({ fk: 'fk_{table}_{columns}_{references}', ck: 'ck_{table}_{name}' }) })

const before: readonly Declaration[] = [
  enumType('mood', ['happy', 'sad']),
  table(
    'studies',
    {
      id: integer().primary(),
      code: text().notNullable().unique().checkLength('>', 2),
      kept: text().index(),
      parent: integer().references('studies.id'),
    },
    (t) => [t.index([sql`lower(code)`]), t.unique(['kept'], { name: 'once' })],
  ),
  table('visits', { id: integer().primary(), study_id: integer().references('studies.id').index() }),
]

const after: readonly Declaration[] = [
  enumType('temper', ['glad', 'sad'], { renamedFrom: 'mood', renamedLabels: { glad: 'happy' } }),
  table(
    'trials',
    {
      id: integer().primary(),
      key: text().notNullable().unique().checkLength('>', 2).renamedFrom('code'),
      kept: text().index(),
      parent: integer().references('trials.id'),
    },
    (t) => [
      t.renamedFrom('studies'),
      t.index([sql`lower(key)`]),
      t.unique(['kept'], { name: 'only_once', renamedFrom: 'once' }),
    ],
  ),
  table('visits', {
    id: integer().primary(),
    trial_id: integer().renamedFrom('study_id').references('trials.id').index(),
  }),
]

describe('renamedFrom', () => {
  it('renames a table, its columns, its labels and all that the convention named after them', async () => {
    const [live, shadow] = [await database(), await database()]
    try {
      const [connection, empty] = [await live.connect(), await shadow.connect()]
      await build(schemaOf(collect([{ before }]).objects), connection)
      await connection.query("INSERT INTO studies (id, code) VALUES (1, 'abc')")
      const { objects, renames } = collect([{ after }])
      const target = await elaborate(schemaOf(objects), empty)
      const pending = pendingRenames(renames, await introspect(connection), target)
      const scratch = Object.assign(connection, { settings: {}, close: () => connection.end() })
      const migrations = await rehearse(pending, target, scratch, {})
      const statements = migrations.flatMap(({ up }) => up.statements.map(({ sql: text }) => text))
      expect(statements.filter((text) => !text.includes(' RENAME '))).to.deep.equal([])
      const renamed = await introspect(connection)
      expect(diff(renamed, target)).to.deep.equal([])
      expect(pendingRenames(renames, renamed, target)).to.deep.equal(NO_RENAMES)
      expect((await connection.query('SELECT key FROM trials')).rows).to.deep.equal([{ key: 'abc' }])
      for (const { down } of migrations.toReversed())
        for (const { sql: text } of down.statements) await connection.query(text)
      expect((await connection.query('SELECT code FROM studies')).rows).to.deep.equal([{ code: 'abc' }])
    } finally {
      await Promise.all([live.drop(), shadow.drop()])
    }
  })
})
