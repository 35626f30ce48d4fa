import { models, THINGS, things, type Mistake } from './mistake.ts'

/** What is given to the builders of models that they do not take, as JavaScript lets anybody. */
export const ofDeclarations: readonly Mistake[] = [
  {
    name: 'A text is the default of a time, in place of SQL',
    files: things(`at: timestamp().defaultTo('now()')`, 'integer, table, text, timestamp'),
    args: ['generate', 'at', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', 'sql`now()`'],
    cured: { files: things('at: timestamp().defaultTo(sql`now()`)', 'integer, sql, table, text, timestamp') },
  },
  {
    name: 'A text is the default of a uuid, in place of SQL',
    files: things(`key: uuid().defaultTo('gen_random_uuid()')`, 'integer, sql, table, text, uuid'),
    args: ['generate', 'key', '--dry-run'],
    code: 'declaration-refused',
    names: ['public.things.key', 'defaultTo(sql`'],
    cured: { files: things('key: uuid().defaultTo(sql`gen_random_uuid()`)', 'integer, sql, table, text, uuid') },
  },
  {
    name: 'Columns are a list',
    files: models(`${THINGS}\nexport const more = table('more', [integer().primary()])`),
    args: ['generate', 'more', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:3:', 'table("more")', '{ id: integer().primary() }'],
    cured: { files: models(`${THINGS}\nexport const more = table('more', { id: integer().primary() })`) },
  },
  {
    name: 'A mixin is spread and not called',
    files: models(`${THINGS}\nexport const more = table('more', { ...uuidKey })`, 'integer, table, text, uuidKey'),
    args: ['generate', 'more', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:3:', 'write ...uuidKey()'],
    cured: {
      files: models(`${THINGS}\nexport const more = table('more', { ...uuidKey() })`, 'integer, table, text, uuidKey'),
    },
  },
  {
    name: 'A type stands where a column is wanted',
    files: models(
      `export const mood = enumType('mood', ['sad'])\n${THINGS}\nexport const more = table('more', { mood })`,
      'enumType, integer, table, text',
    ),
    args: ['generate', 'more', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:4:', 'mood.column()'],
    cured: {
      files: models(
        `export const mood = enumType('mood', ['sad'])\n${THINGS}\nexport const more = table('more', { mood: mood.column() })`,
        'enumType, integer, table, text',
      ),
    },
  },
  {
    name: 'The labels of an enum are no list',
    files: models(`export const mood = enumType('mood', 'sad', 'happy')\n${THINGS}`, 'enumType, integer, table, text'),
    args: ['generate', 'mood', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', "['open', 'closed']"],
    cured: {
      files: models(`export const mood = enumType('mood', ['sad'])\n${THINGS}`, 'enumType, integer, table, text'),
    },
  },
  {
    name: 'A domain is made of a name of a type',
    files: models(`export const price = domain('price', 'numeric')\n${THINGS}`, 'domain, integer, table, text'),
    args: ['generate', 'price', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', "domain('price', decimal(10, 2))"],
    cured: {
      files: models(
        `export const price = domain('price', decimal(10, 2))\n${THINGS}`,
        'decimal, domain, integer, table, text',
      ),
    },
  },
  {
    name: 'An index has a name in place of options',
    files: things(`size: integer().index('by_size')`),
    args: ['generate', 'size', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', "index({ name: 'by_size' })"],
    cured: { files: things(`size: integer().index({ name: 'by_size' })`) },
  },
  {
    name: 'The columns of an index are no list',
    files: models(`${THINGS.slice(0, -1)}, (t) => [t.index('name')])`),
    args: ['generate', 'name_index', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', "t.index(['email'])"],
    cured: { files: models(`${THINGS.slice(0, -1)}, (t) => [t.index(['name'])])`) },
  },
  {
    name: 'A view is given its query without a name',
    files: models(
      `${THINGS}\nexport const all = view('all_things', 'SELECT 1 AS a')`,
      'integer, sql, table, text, view',
    ),
    args: ['generate', 'all_things', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:3:', "view('all_things', { as: sql`"],
    cured: {
      files: models(
        `${THINGS}\nexport const all = view('all_things', { as: sql\`SELECT 1 AS a\` })`,
        'integer, sql, table, text, view',
      ),
    },
  },
  {
    name: 'A JavaScript model is CommonJS, and the project is not',
    files: {
      'models/more.js': `const { integer, table } = require('knexus')\nexports.more = table('more', { id: integer() })\n`,
    },
    args: ['generate', 'more', '--dry-run'],
    code: 'bad-model',
    names: ['models/more.js', 'more.cjs'],
    cured: {
      files: {
        'models/more.js': null,
        'models/more.cjs': `const { integer, table } = require('knexus')\nexports.more = table('more', { id: integer() })\n`,
      },
    },
  },
]
