import { expect } from 'chai'
import { restore } from '../support/restore.ts'
import { commandProject } from '../support/command.ts'
import { leaveOut } from '../support/leave-out.ts'
import { serverFacts } from '../support/server.ts'
import { expectSaid, migration, models, run, tell, type Story } from './told.ts'

const NAMED = (table: string, more = '') => ({
  'models/index.ts': `import { declareWith, naming, integer, text } from 'knexus'
const { table } = declareWith({ naming: naming({ pk: 'pk_{table}', uq: 'uq_{table}_{columns}', ck: 'ck_{table}_{name}',
  fk: 'fk_{table}_{columns}_{references}', ix: 'ix_{table}_{columns}' }) })
export const w = table('w', { id: integer().primary() })
export const s = table('${table}', { id: integer().primary(), w_id: integer().references('w.id').index(), k: text().unique().check("k <> ''") }${more})
export const u = table('users_of', { id: integer().primary(), s_id: integer().references('${table}.id') })
`,
})

/** The parts of a table that a convention names, with the foreign key of another one. */
const PARTS = ['pk_maps', 'uq_maps_k', 'ck_maps_k', 'fk_maps_w_id_w', 'fk_users_of_s_id_maps', 'ix_maps_w_id']
const after = (name: string) => name.replace('maps', 'target_maps')

const CONTRACTS = (table: string, column: string) =>
  models(
    'integer, table, text',
    `export const c = table('${table}', { id: integer().primary(), ${column}: text().notNullable() })`,
  )

const CHUNKS = (column: string) =>
  models(
    'extension, integer, specificType, table, vector',
    `export const v = extension('vector')
export const c = table('chunks', { id: integer().primary(), e: ${column} }, (t) => [
  t.index(['e'], { using: 'hnsw', opclass: 'vector_cosine_ops', name: 'ix_e' })])`,
  )

/** More mistakes that a project made over its years: with the names of parts, types, and folders. */
const STORIES: readonly Story[] = [
  {
    name: '12 a default that the history has and no model is a difference',
    steps: [
      {
        write: {
          ...models(
            'enumType, integer, table',
            `export const scope = enumType('fact_scope', ['global', 'arm'])
export const facts = table('facts', { id: integer().primary(), scope: scope.column().notNullable() })`,
          ),
          ...migration(
            '1_base',
            `CREATE TYPE fact_scope AS ENUM ('global', 'arm'); CREATE TABLE facts (id int CONSTRAINT facts_pkey PRIMARY KEY, scope fact_scope NOT NULL DEFAULT 'global')`,
          ),
        },
      },
      run('up', 0),
      run('check', 1, 'only in the migrations', `facts: - default scope 'global'::public.fact_scope`),
    ],
  },
  {
    name: '13 the names of all parts follow a renamed table, and rows stay',
    steps: [
      { write: NAMED('maps') },
      run('generate base', 0),
      run('up', 0),
      { sql: `INSERT INTO w VALUES (1); INSERT INTO maps VALUES (1, 1, 'k'); INSERT INTO users_of VALUES (1, 1)` },
      { write: NAMED('target_maps', `, (t) => [t.renamedFrom('maps')]`) },
      run('generate follow', 0, 'every value came back'),
      { file: '_follow', says: PARTS.map((name) => `TO ${after(name)}`), never: ['DROP ', 'CREATE ', 'ADD '] },
      run('up', 0),
      run('check', 0, 'agree'),
      {
        ask: 'SELECT (SELECT k FROM target_maps), (SELECT count(*)::int FROM users_of)',
        are: [['k', 1]],
      },
    ],
  },
  {
    name: '13 names that a renamed table left are told, and renamed',
    steps: [
      { write: NAMED('maps') },
      run('generate base', 0),
      { write: NAMED('target_maps') },
      {
        write: migration(
          '30000101000000_by_hand',
          'ALTER TABLE maps RENAME TO target_maps',
          'ALTER TABLE target_maps RENAME TO maps',
        ),
      },
      run('up', 0),
      run('check', 1, ...PARTS.map((name) => ` ${name}`), ...PARTS.map((name) => ` ${after(name)}`)),
      run('generate follow', 0),
      { file: '_follow', says: PARTS.map((name) => `TO ${after(name)}`), never: ['DROP ', 'CREATE ', 'ADD '] },
    ],
  },
  {
    name: '21 a rename is asked about and never guessed, and nothing is written until it is answered',
    steps: [
      { write: CONTRACTS('contracts', 'section_key') },
      run('generate base', 0),
      run('up', 0),
      { sql: `INSERT INTO contracts VALUES (1, 'a')` },
      { write: CONTRACTS('contracts', 'target_section') },
      run('generate asked', 3, '--rename public.contracts.section_key=public.contracts.target_section'),
      run(
        'generate asked --json',
        3,
        '"status": "question"',
        '"public.contracts.section_key=public.contracts.target_section"',
      ),
      { file: '_asked', says: [] },
      run('generate told --rename contracts.section_key=target_section', 0),
      { file: '_told', says: ['RENAME COLUMN section_key TO target_section'], never: ['DROP ', 'ADD '] },
      run('up', 0),
      { ask: 'SELECT target_section FROM contracts', are: [['a']] },
      { write: CONTRACTS('target_contracts', 'target_section') },
      run('generate table', 3, '--rename public.contracts=public.target_contracts'),
      run('generate table --rename contracts=target_contracts', 0),
      {
        file: '_table',
        says: ['RENAME TO target_contracts', 'RENAME CONSTRAINT contracts_pkey TO target_contracts_pkey'],
        never: ['DROP ', 'ADD '],
      },
      run('up', 0),
      { ask: 'SELECT target_section FROM target_contracts', are: [['a']] },
      run('check', 0, 'agree'),
    ],
  },
  {
    name: '24 every folder gives the same answer, and relative ones count from the knexfile',
    steps: [
      {
        write: {
          'knexfile.mjs': `export default { development: { client: 'pg', connection: process.env.COMMAND_URL, migrations: { directory: './migrations' }, knexus: { models: 'models' } } }\n`,
          'src/deep/empty.txt': '',
          ...models('integer, table', `export const p = table('p', { id: integer().primary() })`),
          ...migration('1_p', 'CREATE TABLE p (id int CONSTRAINT p_pkey PRIMARY KEY)', 'DROP TABLE p'),
        },
      },
      { ...run('up', 0, 'Ran 1 migration as batch'), at: 'src/deep' },
      { ...run('check', 0, 'agree'), at: 'src/deep' },
      { ...run('generate none', 0, 'Nothing to write'), at: 'src/deep' },
      { ...run('status', 2, 'no-knexfile', '--knexfile'), at: '/' },
    ],
  },
]

describe('mistakes that a project makes over its years, with names, types and folders', function () {
  this.timeout('5m')
  for (const story of STORIES) it(story.name, () => tell(story))

  it('15 both prints of a check, before and after a dump, are the same', async function () {
    const { major, dumps } = serverFacts()
    leaveOut(this, dumps < major ? `needs the pg_dump of PostgreSQL ${major}` : undefined)
    const project = await commandProject({
      'models/index.ts': `import { integer, sql, string, table, text } from 'knexus'
export const c = table('c', { id: integer().primary(), m: string(20).notNullable().checkIn(['auto', 'assist', 'manual']), n: text().checkIn(['a', 'b']) }, (t) => [
  t.index(['m'], { name: 'ix_part', where: sql\`m IN ('auto', 'assist')\` }), t.check(sql\`m <> 'x' AND (id BETWEEN 1 AND 10 OR n LIKE 'q%')\`, 'odd')])\n`,
    })
    const others = []
    try {
      await expectSaid(project, run('generate base', 0))
      await expectSaid(project, run('up', 0))
      let from = project.live.url
      for (const _ of ['once', 'twice']) {
        const copy = await restore(from)
        others.push(copy)
        from = copy.url
        await project.write({
          'knexfile.mjs': `export default { development: { client: 'pg', connection: ${JSON.stringify(copy.url)} } }\n`,
        })
        await expectSaid(project, run('check', 0, 'agree'))
        await expectSaid(project, run('generate none', 0, 'Nothing to write'))
      }
    } finally {
      await project.drop()
      for (const other of others) await other.drop()
    }
  })

  it('16 a vector without a dimension is another type, and an index on it is refused', async function () {
    const project = await commandProject({
      'knexfile.mjs': `export default { development: { client: 'pg', connection: 'postgres://nobody@127.0.0.1:1/none', knexus: { shadow: 'embedded' } } }\n`,
      ...CHUNKS('vector(3)'),
      ...migration(
        '1_base',
        'CREATE EXTENSION vector; CREATE TABLE chunks (id int CONSTRAINT chunks_pkey PRIMARY KEY, e vector)',
        'DROP TABLE chunks; DROP EXTENSION vector',
      ),
    })
    try {
      await expectSaid(project, run('diff --from migrations --to models', 0, 'type: public.vector -> public.vector(3)'))
      await expectSaid(project, run('generate dim', 0))
      await project.write(CHUNKS(`specificType('vector')`))
      await expectSaid(project, run('generate none', 2, 'INDEX public.ix_e', 'column does not have dimensions'))
      expect((await project.list('migrations')).filter((name) => name.includes('_none'))).to.deep.equal([])
    } finally {
      await project.drop()
    }
  })
})
