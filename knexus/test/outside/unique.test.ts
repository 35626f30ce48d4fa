import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { commandProject } from '../support/command.ts'
import { expectSaid, migration, models, run, tell, type Story } from './told.ts'

const LABELS = (labels: string, more = '') =>
  models(
    'enumType, integer, table',
    `export const st = enumType('st', [${labels}]${more})
export const t = table('t', { id: integer().primary(), s: st.column().notNullable().defaultTo('a'), l: st.column().array() })`,
  )

const PAIR = (name: string) =>
  models(
    'integer, table, text',
    `export const a = table('${name}', { id: integer().primary(), k: text().unique() })
export const b = table('b', { id: integer().primary(), a_id: integer().references('${name}.id').index() })`,
  )

/** What no other tool does whole. */
const STORIES: readonly Story[] = [
  {
    name: '01 the labels of an enum come, change places and go with what their rows become',
    steps: [
      { write: LABELS(`'a', 'b', 'c'`) },
      run('generate base', 0),
      run('up', 0),
      { sql: `INSERT INTO t VALUES (1, 'a', NULL), (2, 'b', '{a,b}'), (3, 'c', NULL)` },
      { write: LABELS(`'a', 'aa', 'b', 'c'`) },
      run('generate add', 0, 'a, b, c -> a, aa, b, c'),
      { write: LABELS(`'c', 'a', 'aa', 'b'`) },
      run('generate reorder', 0, 'every value came back'),
      { write: LABELS(`'c', 'a', 'aa'`) },
      run('generate remove', 3, 'removed-label', '--map public.st.b='),
      run('generate remove --map st.b=aa', 0),
      run('up', 0),
      {
        ask: 'SELECT id, s::text, l::text FROM t ORDER BY id',
        are: [
          [1, 'a', null],
          [2, 'aa', '{a,aa}'],
          [3, 'c', null],
        ],
      },
      run('check', 0, 'agree'),
    ],
  },
  {
    name: '02 a widening is told from a change that reads all rows and from one that loses',
    steps: [
      {
        sql: 'CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b int NOT NULL, d numeric(10,2), e varchar(50))',
      },
      {
        write: {
          'wide.sql': 'CREATE TABLE t (id int PRIMARY KEY, a varchar(40), b int NOT NULL, d numeric(12,2), e text)',
        },
      },
      {
        run: 'diff --from db --to wide.sql --sql'.split(' '),
        exit: 0,
        says: ['numeric(12,2)'],
        never: ['loses', 'rewrites'],
      },
      {
        write: {
          'narrow.sql':
            'CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b int NOT NULL, d numeric(10,2), e varchar(10))',
        },
      },
      run(
        'diff --from db --to narrow.sql --sql',
        0,
        'loses data: the values of public.t.e (blanks past the limit)',
        'long texts',
      ),
    ],
  },
  {
    name: '04 a late file runs where the order does not matter, and a squash reaches a database in the middle of it',
    steps: [
      {
        write: {
          ...models(
            'integer, table',
            `export const a = table('a', { id: integer().primary(), x: integer() })
export const b = table('b', { id: integer().primary() })`,
          ),
          ...migration('1_a', 'CREATE TABLE a (id integer CONSTRAINT a_pkey PRIMARY KEY)', 'DROP TABLE a'),
          ...migration('3_x', 'ALTER TABLE a ADD COLUMN x int', 'ALTER TABLE a DROP COLUMN x'),
        },
      },
      run('up', 0, 'Ran 2 migrations as batch'),
      { write: migration('2_b', 'CREATE TABLE b (id integer CONSTRAINT b_pkey PRIMARY KEY)', 'DROP TABLE b') },
      run('up', 0, 'the order does not matter', 'Ran 1 migration as batch'),
      { write: migration('4_late', 'ALTER TABLE b ADD COLUMN late int', 'ALTER TABLE b DROP COLUMN late') },
      run('squash', 0, '4 files are in squashed/ now'),
      run('status', 0, 'stands for 4 squashed files, some of which ran'),
      run('up', 0, 'took the place of 4 squashed files, 1 of which ran now'),
      {
        ask: `SELECT attname::text FROM pg_attribute WHERE attrelid = 'b'::regclass AND attnum > 0 ORDER BY 1`,
        are: [['id'], ['late']],
      },
    ],
  },
  {
    name: '06 values that change without getting fewer are asked about',
    steps: [
      {
        write: {
          ...models(
            'date, decimal, integer, table',
            `export const t = table('t', { id: integer().primary(), price: decimal(10, 2), at: date() })`,
          ),
          ...migration(
            '1_t',
            'CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY, price numeric(10,4), at timestamptz)',
            'DROP TABLE t',
          ),
        },
      },
      run('generate narrow', 3, 'public.t.price (fractions', 'public.t.at (times of day'),
    ],
  },
  {
    name: '07 a table that others refer to is renamed with its parts, by the option that the question offers',
    steps: [
      { write: PAIR('a') },
      run('generate base', 0),
      { write: PAIR('aa') },
      run('generate ren', 3, '--rename public.a=public.aa'),
      {
        run: 'generate ren --rename public.a=public.aa --dry-run'.split(' '),
        exit: 0,
        says: ['ALTER TABLE public.a RENAME TO aa', 'RENAME CONSTRAINT a_k_unique TO aa_k_unique'],
        never: ['DROP ', 'CREATE '],
      },
    ],
  },
  {
    name: '08 arrays of numbers become vectors by the cast that the extension has, and their rows stay',
    steps: [
      {
        write: {
          'knexfile.mjs': `export default { development: { client: 'pg', connection: 'postgres://nobody@127.0.0.1:1/none', knexus: { shadow: 'embedded' } } }\n`,
          ...models(
            'extension, integer, table, vector',
            `export const v = extension('vector')
export const c = table('chunks', { id: integer().primary(), e: vector(3).check('vector_norm(e) > 0') })`,
          ),
          ...migration(
            '1_base',
            'CREATE EXTENSION vector; CREATE TABLE chunks (id int CONSTRAINT chunks_pkey PRIMARY KEY, e float8[])',
            'DROP TABLE chunks; DROP EXTENSION vector',
          ),
        },
      },
      run('generate vec', 0, 'type: double precision[] -> public.vector(3)', 'every value came back'),
      {
        file: '_vec',
        says: ['ALTER COLUMN e TYPE public.vector(3)', 'NOT VALID', 'VALIDATE CONSTRAINT'],
        never: ['DROP '],
      },
    ],
  },
  {
    name: 'D a unique constraint that rows refuse can be gone back from, and run again when they are mended',
    steps: [
      { write: migration('1_t', 'CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY, v text)', 'DROP TABLE t') },
      run('up', 0),
      { sql: `INSERT INTO t VALUES (1, 'x'), (2, 'x')` },
      {
        write: models(
          'integer, table, text',
          `export const t = table('t', { id: integer().primary(), v: text().unique() })`,
        ),
      },
      run('generate one', 0),
      run('up', 2, 'migration-failed', 'left public.t_v_unique half-built', 'knexus down` drops it'),
      { ask: `SELECT count(*)::int FROM pg_index WHERE NOT indisvalid`, are: [[1]] },
      run('down', 0),
      { ask: `SELECT count(*)::int FROM pg_index WHERE NOT indisvalid`, are: [[0]] },
    ],
  },
]

describe('what no other tool does whole', function () {
  this.timeout('5m')
  for (const story of STORIES) it(story.name, () => tell(story))

  it('09 a migration that has to wait says for whom, and runs when they are done', async () => {
    const project = await commandProject(migration('1_a', 'CREATE TABLE a (id int)', 'DROP TABLE a'))
    const other = await project.live.connect()
    try {
      await expectSaid(project, run('up', 0))
      await project.write(migration('2_b', 'ALTER TABLE a ADD COLUMN b int', 'ALTER TABLE a DROP COLUMN b'))
      await other.query(`SET application_name = 'billing'`)
      const { pid } = (await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!
      await other.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE')
      const watcher = await project.live.connect()
      const ended = project.knexus('up')
      const blocked = `SELECT FROM pg_stat_activity WHERE ${pid} = ANY (pg_blocking_pids(pid))`
      while ((await watcher.query(blocked)).rowCount === 0) await setTimeout(20)
      // It gives way again and again, so that others are not kept waiting behind it.
      await setTimeout(1_500)
      await other.query('COMMIT')
      const { exit, all } = await ended
      expect(exit, all).to.equal(0)
      expect(all).to.contain(`by pid ${pid} (billing`).and.contain('LOCK TABLE a IN ACCESS SHARE MODE')
    } finally {
      await project.drop()
    }
  })
})
