import { migration, models, run, tell, type Story } from './told.ts'

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
]

describe('what no other tool does whole', function () {
  this.timeout('5m')
  for (const story of STORIES) it(story.name, () => tell(story))
})
