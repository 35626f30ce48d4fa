import { migration, models, run, tell, type Story } from './told.ts'

const P = models('integer, table', `export const p = table('p', { id: integer().primary() })`)
const knexfile = (settings: string) =>
  `export default { development: { client: 'pg', connection: process.env.COMMAND_URL, ${settings} } }\n`
const renamed = models(
  'integer, table',
  `export const a = table('new_name', { id: integer().primary() }, (t) => [t.renamedFrom('old_name')])`,
)
const defaulted = (expression: string) =>
  models(
    'integer, sql, table',
    `export const r = table('r', { id: integer().primary(), n: integer().defaultTo(sql\`${expression}\`) })`,
  )

/** Mistakes that a project made over its years, each as small as it can be. */
const STORIES: readonly Story[] = [
  {
    name: '01 a name that the history cannot hold is refused before anything runs',
    steps: [
      { write: { ...P, ...migration(`1_${'c'.repeat(60)}`, 'CREATE TABLE long (id int)', 'DROP TABLE long') } },
      run(`generate ${'a'.repeat(101)}`, 2, 'invalid-name', 'Use up to 100'),
      {
        sql: 'CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(32), batch int, migration_time timestamptz)',
      },
      run('up', 2, 'invalid-name', 'public.knex_migrations.name holds 32', 'nothing was run'),
      { ask: `SELECT to_regclass('long')::text`, are: [[null]] },
    ],
  },
  {
    name: '02 labels in another case are asked about, renamed, and their rows stay',
    steps: [
      {
        write: {
          ...models(
            'enumType, integer, table',
            `export const role = enumType('role', ['admin'])
export const m = table('m', { id: integer().primary(), role: role.column() })`,
          ),
          ...migration(
            '1_base',
            `CREATE TYPE role AS ENUM ('ADMIN'); CREATE TABLE m (id int CONSTRAINT m_pkey PRIMARY KEY, role role)`,
          ),
        },
      },
      run('up', 0),
      { sql: `INSERT INTO m VALUES (1, 'ADMIN')` },
      run('generate labels', 3, 'removed-label', '--rename public.role.ADMIN=admin'),
      run('generate labels --rename public.role.ADMIN=admin', 0),
      run('up', 0),
      { ask: 'SELECT role::text FROM m', are: [['admin']] },
    ],
  },
  {
    name: '03 a default that is no value is refused, and one that fails when it is evaluated is named',
    steps: [
      { write: defaulted(`'x1'`) },
      run('generate a', 2, 'DEFAULT public.r.n', 'invalid input syntax for type integer: "x1"'),
      { write: defaulted('(1/(random()*0)::int)') },
      run('generate b', 0, 'default-fails: the default of public.r.n fails: division by zero'),
    ],
  },
  {
    name: '05 a type that nobody declares is named with its column',
    steps: [
      {
        write: models(
          'integer, specificType, table',
          `export const v = table('v', { id: integer().primary(), lang: specificType('language') })`,
        ),
      },
      run('generate x', 2, 'COLUMN public.v.lang: type "language" does not exist'),
      run('doctor', 1, 'FAILED   models on a shadow'),
    ],
  },
  {
    name: '06 a default that its own check refuses, and 07 a key that is too narrow for a new column, are said',
    steps: [
      {
        write: {
          ...migration(
            '1_base',
            'CREATE TABLE f (id int CONSTRAINT f_pkey PRIMARY KEY, type text NOT NULL, key text NOT NULL, CONSTRAINT f_type_key_unique UNIQUE (type, key))',
          ),
          ...models(
            'enumType, integer, table, text',
            `export const scope = enumType('scope', ['all', 'arm'])
export const f = table('f', { id: integer().primary(), type: text().notNullable(), key: text().notNullable(),
  scope: scope.column().notNullable().defaultTo('all'), by: text().checkIn(['auto']).defaultTo('user') }, (t) => [t.unique(['type', 'key'])])`,
          ),
        },
      },
      run(
        'generate scope --dry-run',
        0,
        'default-fails: the default of public.f.by',
        'unique-too-narrow: public.f.scope',
      ),
    ],
  },
  {
    name: '17 another folder is refused on a database with a history of its own',
    steps: [
      { write: { ...P, ...migration('1_p', 'CREATE TABLE p (id int CONSTRAINT p_pkey PRIMARY KEY)') } },
      run('up', 0),
      {
        write: {
          'other/1_old.js':
            'export const up = (knex) => knex.raw("CREATE TABLE p (id text)"); export const down = () => Promise.resolve()',
          'knexfile.mjs': knexfile(`migrations: { directory: 'other' }`),
        },
      },
      run('up', 2, 'other-application', '1_p.js'),
      run('diff --from migrations --to models', 0, 'type: text -> integer'),
    ],
  },
  {
    name: '18 a way down that leaves something gone, or fails, is found before production',
    steps: [
      {
        write: {
          ...migration('1_base', 'CREATE TABLE a (id int, b text); CREATE INDEX ix_b ON a (b)', 'DROP TABLE a'),
          ...migration('2_hand', 'CREATE INDEX IF NOT EXISTS ix_b ON a (b)', 'DROP INDEX ix_b'),
          ...migration('3_bad', 'CREATE TABLE zz (id int)', 'DROP TABLE zzz'),
        },
      },
      run('verify 2_hand', 1, 'INDEX public.ix_b'),
      run('verify 3_bad', 1, 'table "zzz" does not exist'),
    ],
  },
  {
    name: '19 the first error is shown where a file caught it',
    steps: [
      {
        write: {
          'migrations/1_try.js': `export async function up(knex) {
  await knex.raw('CREATE TABLE c (e text)')
  try { await knex.raw("SELECT '{1,2}'::int") } catch { await knex.raw('SELECT 1') }
}
export const down = (knex) => knex.raw('DROP TABLE c')\n`,
        },
      },
      run('up', 2, 'invalid input syntax for type integer: "{1,2}"', 'knex.transaction'),
    ],
  },
  {
    name: '20 a file that looks at an answer has no offline form, and says where it looks',
    steps: [
      {
        write: {
          'migrations/1_probe.js': `export async function up(knex) {
  const { rows } = await knex.raw("SELECT to_regclass('a') IS NOT NULL AS there")
  if (rows[0].there) await knex.raw('ALTER TABLE a RENAME TO b')
}
export const down = () => Promise.resolve()\n`,
        },
      },
      run('sql', 2, 'depends-on-data', '1_probe.js line 3'),
    ],
  },
  {
    name: '22 a foreign key without an index and indexes that say the same are said',
    steps: [
      {
        write: models(
          'integer, table, text',
          `export const p = table('p', { id: integer().primary() })
export const c = table('c', { id: integer().primary(), p_id: integer().references('p.id'), a: text(), b: text() }, (t) => [
  t.index(['a'], { name: 'ix_a' }), t.index(['a', 'b'], { name: 'ix_a_b' }), t.index(['a', 'b'], { name: 'ix_twin' })])`,
        ),
      },
      run(
        'generate base --dry-run',
        0,
        'foreign-key-without-index: no index of public.c begins with p_id',
        'ix_a is a prefix of ix_a_b',
        'ix_twin is the same as ix_a_b',
      ),
    ],
  },
  {
    name: '23 a password that is not encoded is refused, and not shown',
    steps: [
      {
        write: {
          'knexfile.mjs': `export default { development: { client: 'pg', connection: 'postgres://odd@user:p%a@s/s:w#d?x@127.0.0.1:1/db' } }\n`,
        },
      },
      { run: ['status'], exit: 2, says: ['bad-url', '%23'], never: ['w#d', 's/s'] },
    ],
  },
  {
    name: '25 nothing is dropped because nothing was exported',
    steps: [
      {
        write: migration(
          '1_base',
          'CREATE TABLE a (id int CONSTRAINT a_pkey PRIMARY KEY); CREATE TABLE b (id int CONSTRAINT b_pkey PRIMARY KEY)',
        ),
      },
      run('generate x', 2, 'no-tables-declared'),
      {
        write: models(
          'integer, table',
          `export const a = table('a', { id: integer().primary() })\nconst b = table('b', { id: integer().primary() })`,
        ),
      },
      run('generate x', 0, 'models/index.ts:3 declares "b" and does not export it', 'kept', 'Nothing to write'),
    ],
  },
  {
    name: '26 a rename that was done by hand is named as begun, and nothing is noted as run',
    steps: [
      {
        write: {
          ...renamed,
          ...migration(
            '1_base',
            'CREATE TABLE old_name (id int CONSTRAINT old_name_pkey PRIMARY KEY)',
            'DROP TABLE old_name',
          ),
        },
      },
      run('up', 0),
      run('generate ren', 0, 'TABLE public.old_name -> TABLE public.new_name'),
      { sql: 'ALTER TABLE old_name RENAME TO new_name' },
      run('check', 1, 'Done by hand', '- table old_name', '+ table new_name', 'constraint new_name_pkey'),
      run('up', 2, 'relation "public.old_name" does not exist', 'knexus check'),
      { sql: 'CREATE TABLE old_name (id int)' },
      run('up', 2, 'relation "new_name" already exists'),
      { ask: 'SELECT count(*)::int FROM knex_migrations', are: [[1]] },
    ],
  },
]

describe('mistakes that a project makes over its years', function () {
  this.timeout('5m')
  for (const story of STORIES) it(story.name, () => tell(story))
})
