/** Something a person gets wrong, and the error that says so. */
export interface BadInput {
  readonly name: string
  /** Files of the project that are otherwise there, by their paths; null takes one away. */
  readonly files?: Readonly<Record<string, string | null>>
  readonly args: readonly string[]
  /** Changes the URL of the database. */
  readonly url?: (url: URL) => void
  readonly code: string
  /** What the message must name. */
  readonly says: readonly string[]
}

const model = (body: string) => ({
  'models/things.ts': `import { extension, integer, sql, table, text } from 'knexus'\n${body}`,
})
const migrations = (name: string, up: string) => ({ [`migrations/${name}.ts`]: up })
const asUser = (user: string) => (url: URL) => {
  Object.assign(url, { username: user, password: 'secret' })
}

const production = {
  'knexfile.ts': `export default { development: { client: 'pg', connection: process.env.BAD_INPUT_URL, migrations: { directory: './migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models', production: true } } }`,
}

/** On a project with one table, one applied migration, and rows. */
export const badInputs: readonly BadInput[] = [
  { name: 'a command that does not exist', args: ['chekc'], code: 'unknown-command', says: ['chekc', 'check'] },
  { name: 'an option that does not exist', args: ['check', '--shdow'], code: 'unknown-option', says: ['--shadow'] },
  { name: 'no argument where one is needed', args: ['generate'], code: 'missing-argument', says: ['name'] },
  { name: 'an argument too many', args: ['check', 'all'], code: 'unexpected-argument', says: ['check'] },
  {
    name: 'no database listens',
    args: ['status'],
    url: (url) => {
      url.port = '1'
      asUser('postgres')(url)
    },
    code: 'database-unreachable',
    says: ['127.0.0.1:1'],
  },
  {
    name: 'the database is not there',
    args: ['status'],
    url: (url) => {
      url.pathname = '/no_such_database'
    },
    code: 'database-missing',
    says: ['no_such_database'],
  },
  {
    name: 'the database is not there, for up',
    args: ['up'],
    url: (url) => {
      url.pathname = '/no_such_database'
    },
    code: 'database-missing',
    says: ['no_such_database'],
  },
  {
    name: 'the password is wrong',
    args: ['status'],
    url: asUser('bad_input_user'),
    code: 'wrong-password',
    says: ['bad_input_user'],
  },
  {
    name: 'the password is wrong, for up',
    args: ['up'],
    url: asUser('bad_input_user'),
    code: 'wrong-password',
    says: ['bad_input_user'],
  },
  {
    name: 'a model does not compile',
    files: model('export const things = table('),
    args: ['generate', 'x'],
    code: 'bad-model',
    says: ['things.ts'],
  },
  {
    name: 'a model that another one imports misspells a builder: the place is named',
    files: {
      ...model(`export * from './users.js'`),
      'models/users.ts': `import { tabel } from 'knexus'\nexport const users = tabel('users', {})`,
    },
    args: ['check'],
    code: 'bad-model',
    says: ['models/users.ts:2:22', 'there is no "tabel"', 'Did you mean table?'],
  },
  {
    name: 'a model uses what it does not import',
    files: { 'models/things.ts': `import { table } from 'knexus'\nexport const a = table('a', { id: text() })` },
    args: ['check'],
    code: 'bad-model',
    says: ['models/things.ts:2:35', `import { text } from 'knexus'`],
  },
  {
    name: 'a foreign key of another type',
    files: model(
      `export const a = table('a', { id: text().primary() })\nexport const b = table('b', { a_id: integer().references('a.id') })`,
    ),
    args: ['generate', 'x'],
    code: 'declaration-refused',
    says: ['b_a_id_foreign', 'incompatible types: integer and text'],
  },
  {
    name: 'a model throws',
    files: model(`throw new Error('on purpose')`),
    args: ['check'],
    code: 'bad-model',
    says: ['things.ts', 'on purpose'],
  },
  {
    name: 'models declare nothing',
    files: model('export const nothing = 1'),
    args: ['generate', 'x'],
    code: 'no-tables-declared',
    says: ['models'],
  },
  {
    name: 'models are not there',
    files: { 'models/things.ts': null },
    args: ['generate', 'x'],
    code: 'no-models-folder',
    says: ['models'],
  },
  {
    name: 'one address is declared twice',
    files: model(
      `export const a = table('things', { id: integer() })\nexport const b = table('things', { id: integer() })`,
    ),
    args: ['check'],
    code: 'declared-twice',
    says: ['TABLE public.things'],
  },
  {
    name: 'a default is invalid',
    files: model(
      `export const things = table('things', { id: integer().primary(), size: integer().defaultTo(sql\`no_such_function()\`) })`,
    ),
    args: ['generate', 'x'],
    code: 'declaration-refused',
    says: ['public.things.size', 'no_such_function() does not exist'],
  },
  {
    name: 'a check is invalid',
    files: model(
      `export const things = table('things', { id: integer().primary() }, (t) => [t.check('nothing > 0', 'odd')])`,
    ),
    args: ['generate', 'x'],
    code: 'declaration-refused',
    says: ['odd', 'column "nothing" does not exist'],
  },
  {
    name: 'an extension is missing',
    files: model(
      `export const e = extension('no_such_extension')\nexport const things = table('things', { id: integer().primary() })`,
    ),
    args: ['generate', 'x'],
    code: 'extension-missing',
    says: ['no_such_extension'],
  },
  {
    name: 'a migration fails half-way',
    files: migrations(
      '20260102000000_half',
      `export const up = (knex) => knex.raw('CREATE TABLE half (id int); SELECT 1 / 0')\nexport const down = (knex) => knex.raw('DROP TABLE half')`,
    ),
    args: ['up'],
    code: 'migration-failed',
    says: ['20260102000000_half.ts', 'division by zero'],
  },
  {
    name: 'a migration does not compile',
    files: migrations('20260102000000_half', 'export async function up(knex) {'),
    args: ['up'],
    code: 'bad-migration',
    says: ['20260102000000_half.ts'],
  },
  {
    name: 'a migration has no up',
    files: migrations('20260102000000_half', 'export const app = 1'),
    args: ['up'],
    code: 'bad-migration',
    says: ['20260102000000_half.ts', 'up'],
  },
  {
    name: 'an applied migration is gone, and down needs it',
    files: { 'migrations/20260101000000_first.ts': null, 'migrations/.keep': '' },
    args: ['down'],
    code: 'migration-missing',
    says: ['20260101000000_first.ts'],
  },
  {
    name: 'there is no folder of migrations',
    files: { 'migrations/20260101000000_first.ts': null },
    args: ['up'],
    code: 'no-migrations-folder',
    says: ['migrations'],
  },
  {
    name: 'there is no knexfile',
    files: { 'knexfile.ts': null },
    args: ['status', '--knexfile', 'knexfile.ts'],
    code: 'no-knexfile',
    says: ['knexfile.ts'],
  },
  {
    name: 'the knexfile exports nothing',
    files: { 'knexfile.ts': 'export const development = {}' },
    args: ['status'],
    code: 'bad-knexfile',
    says: ['knexfile.ts'],
  },
  {
    name: 'the environment is unknown',
    args: ['status', '--env', 'prodution'],
    code: 'unknown-environment',
    says: ['prodution', 'development'],
  },
  {
    name: 'the environment names no connection',
    files: { 'knexfile.ts': `export default { development: { client: 'pg' } }` },
    args: ['check'],
    code: 'no-connection',
    says: ['development'],
  },
  {
    name: 'up to a migration that is not there',
    args: ['up', '--to', 'nope'],
    code: 'unknown-migration',
    says: ['nope'],
  },
  {
    name: 'a history up to a migration that is not there',
    args: ['diff', '--from', 'migrations@nope', '--to', 'models'],
    code: 'unknown-migration',
    says: ['nope'],
  },
  {
    name: 'something that is no source',
    args: ['diff', '--from', 'everything', '--to', 'models'],
    code: 'bad-source',
    says: ['everything'],
  },
  {
    name: 'a script that is not there',
    args: ['diff', '--from', 'gone.sql', '--to', 'models'],
    code: 'no-sql-file',
    says: ['gone.sql'],
  },
  {
    name: 'a script that PostgreSQL refuses',
    files: { 'odd.sql': 'CREATE TABEL t ()' },
    args: ['diff', '--from', 'odd.sql', '--to', 'models'],
    code: 'sql-refused',
    says: ['odd.sql', 'TABEL'],
  },
  { name: 'a name of no letters', args: ['generate', '!!!'], code: 'invalid-name', says: ['!!!'] },
  { name: 'a rename that is none', args: ['generate', 'x', '--rename', 'a'], code: 'bad-rename', says: ['a'] },
  {
    name: 'a shadow that is not there',
    args: ['check', '--shadow', 'postgres://postgres:secret@127.0.0.1:1/x'],
    code: 'database-unreachable',
    says: ['127.0.0.1:1'],
  },
  { name: 'no folder of seeds', args: ['seed'], code: 'no-seeds-folder', says: ['seeds'] },
  {
    name: 'a list of databases that is not there',
    args: ['fleet', 'up', '--list', 'gone.txt'],
    code: 'no-list',
    says: ['gone.txt'],
  },
  {
    name: 'a seed that is not there',
    files: { 'seeds/one.ts': 'export const seed = () => Promise.resolve()' },
    args: ['seed', '--only', 'two'],
    code: 'no-such-seed',
    says: ['two', 'one.ts'],
  },
  {
    name: 'a seed that is none',
    files: { 'seeds/one.ts': 'export const sead = 1' },
    args: ['seed'],
    code: 'bad-seed',
    says: ['one.ts'],
  },
  {
    name: 'production, and nobody to ask',
    files: {
      ...production,
      ...migrations('20260102000000_more', 'export const up = (knex) => knex.raw(`CREATE TABLE more ()`)'),
    },
    args: ['up'],
    code: 'not-confirmed',
    says: ['production', '1 pending', '--yes'],
  },
  {
    name: 'all in one transaction, with a migration that wants none',
    args: ['up', '--single-transaction'],
    code: 'needs-no-transaction',
    says: ['20260102000000_more.ts'],
    files: migrations(
      '20260102000000_more',
      'export const config = { transaction: false }\nexport const up = (knex) => knex.raw(`CREATE TABLE more ()`)',
    ),
  },
  {
    name: 'down to a migration that did not run',
    files: migrations('20260102000000_more', 'export const up = (knex) => knex.raw(`CREATE TABLE more ()`)'),
    args: ['down', '--to', '20260102000000_more'],
    code: 'not-applied',
    says: ['20260102000000_more'],
  },
  { name: 'one migration to squash', args: ['squash'], code: 'nothing-to-squash', says: ['two migrations'] },
  {
    name: 'a source of migrations of its own',
    files: {
      'knexfile.ts': `export default { development: { client: 'pg', connection: process.env.BAD_INPUT_URL, migrations: { migrationSource: {} } } }`,
    },
    args: ['check'],
    code: 'custom-source',
    says: ['migrationSource'],
  },
  ...(
    [['status'], ['up', '--yes'], ['check'], ['generate', 'x'], ['diff', '--from', 'empty', '--to', 'db']] as const
  ).map((args): BadInput => ({
    name: `a URL with a raw / in its password, for ${args[0]}`,
    files: {
      'knexfile.ts': `export default { development: { client: 'pg', connection: 'postgres://u:secret/1@127.0.0.1/postgres', migrations: { directory: './migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models' } } }`,
    },
    args,
    code: 'bad-url',
    says: ['%2F'],
  })),
  {
    name: 'a shadow whose URL cannot be read',
    args: ['check', '--shadow', 'postgres://u:secret#1@127.0.0.1/postgres'],
    code: 'bad-url',
    says: ['The shadow', '%23'],
  },
  {
    name: 'a source whose URL cannot be read',
    args: ['diff', '--from', 'postgres://u:secret#1@127.0.0.1/postgres', '--to', 'empty'],
    code: 'bad-url',
    says: ['%23'],
  },
  {
    name: 'a variable that is not set',
    files: {
      'knexfile.ts': `export default { development: { client: 'pg', connection: process.env.NOT_SET_AT_ALL, migrations: { directory: './migrations', loadExtensions: ['.ts'] } } }`,
    },
    args: ['status'],
    code: 'no-connection',
    says: ['DATABASE_URL'],
  },
  {
    name: 'another database',
    files: {
      'knexfile.ts': `export default { development: { client: 'mysql2', connection: 'mysql://u:secret@h/d' } }`,
    },
    args: ['up'],
    code: 'not-postgresql',
    says: ['mysql2', 'development'],
  },
  {
    name: 'a schema of the history that is not there',
    files: {
      'knexfile.ts': `export default { development: { client: 'pg', connection: process.env.BAD_INPUT_URL, migrations: { directory: './migrations', loadExtensions: ['.ts'], schemaName: 'not_made' } } }`,
    },
    args: ['up'],
    code: 'no-history-schema',
    says: ['not_made', 'CREATE SCHEMA'],
  },
  {
    name: 'a shadow of another version',
    args: ['check', '--shadow', 'embedded'],
    code: 'shadow-major',
    says: ['PostgreSQL 15', '--shadow'],
  },
  { name: 'an empty value', args: ['status', '--env', ''], code: 'bad-option', says: ['empty'] },
]
