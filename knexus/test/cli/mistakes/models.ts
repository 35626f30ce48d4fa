import { knexfile, models, things, THINGS, type Mistake } from './mistake.ts'

/** What is wrong with models. */
export const ofModels: readonly Mistake[] = [
  {
    name: 'The name of a builder is mistyped',
    files: {
      'models/things.ts': `import { integer, tabel, text } from 'knexus'\n${THINGS.replace('table(', 'tabel(')}\n`,
    },
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts:', 'tabel', 'table'],
    cured: { files: models(THINGS) },
  },
  {
    name: 'A builder is not imported',
    files: { 'models/things.ts': `import { table, text } from 'knexus'\n${THINGS}\n` },
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts:2:', `import { integer } from 'knexus'`],
    cured: {
      files: {
        'models/things.ts': `import { integer } from 'knexus'\nimport { table, text } from 'knexus'\n${THINGS}\n`,
      },
    },
  },
  {
    name: 'A method has its name from another library',
    files: things("code: text().notNull().defaultTo('')"),
    args: ['generate', 'codes', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', '"notNull"', 'notNullable()'],
    cured: { files: things("code: text().notNullable().defaultTo('')") },
  },
  {
    name: 'A method of a column is mistyped',
    files: things('code: text().uniqe()'),
    args: ['generate', 'codes', '--dry-run'],
    code: 'bad-model',
    names: ['models/things.ts:2:', '"uniqe"', 'unique'],
    cured: { files: things('code: text().unique()') },
  },
  {
    name: 'A model holds the markers of a merge conflict',
    files: models(`<<<<<<< HEAD\n${THINGS}\n=======\n${THINGS}\n>>>>>>> other`),
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts:2:', 'merge conflict'],
    cured: { files: models(THINGS) },
  },
  {
    name: 'A bracket is not closed',
    files: models('export const things = table('),
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts:'],
    cured: { files: models(THINGS) },
  },
  {
    name: 'A model imports a file that is not there',
    files: models(
      `import { owned } from './mixin.js'\nexport const things = table('things', { id: integer().primary(), ...owned })`,
    ),
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts', './mixin.js'],
    cured: {
      files: {
        ...models(
          `import { owned } from './mixins.js'\nexport const things = table('things', { id: integer().primary(), ...owned })`,
        ),
        'models/mixins.ts': `import { text } from 'knexus'\nexport const owned = { name: text() }\n`,
      },
    },
  },
  {
    name: 'A file is imported in another case',
    files: {
      ...models(
        `import { owned } from './Mixins.js'\nexport const things = table('things', { id: integer().primary(), ...owned })`,
      ),
      'models/mixins.ts': `import { text } from 'knexus'\nexport const owned = { name: text() }\n`,
    },
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts:2:', './Mixins.js', './mixins.js'],
    cured: {
      files: models(
        `import { owned } from './mixins.js'\nexport const things = table('things', { id: integer().primary(), ...owned })`,
      ),
    },
  },
  {
    name: 'A model imports a name that the other file does not export',
    files: {
      ...models(
        `import { owned } from './mixins.js'\nexport const things = table('things', { id: integer().primary(), ...owned })`,
      ),
      'models/mixins.ts': `import { text } from 'knexus'\nexport const Owned = { name: text() }\n`,
    },
    args: ['check'],
    code: 'bad-model',
    names: ['models/things.ts:2:', 'owned', 'models/mixins.ts'],
    cured: { files: { 'models/mixins.ts': `import { text } from 'knexus'\nexport const owned = { name: text() }\n` } },
  },
  {
    name: 'Two models import each other, and one needs the other at once',
    files: {
      ...models(
        `import { owned } from './others.js'\nexport const key = { id: integer().primary() }\nexport const things = table('things', { ...key, ...owned })`,
      ),
      'models/others.ts': `import { table, text } from 'knexus'\nimport { key } from './things.js'\nexport const owned = { name: text() }\nexport const others = table('others', { ...key })\n`,
    },
    args: ['generate', 'others', '--dry-run'],
    code: 'bad-model',
    names: ['models/others.ts', 'import each other'],
    cured: {
      files: {
        ...models(
          `import { owned } from './others.js'\nimport { key } from './keys.js'\nexport const things = table('things', { ...key, ...owned })`,
        ),
        'models/keys.ts': `import { integer } from 'knexus'\nexport const key = { id: integer().primary() }\n`,
        'models/others.ts': `import { table, text } from 'knexus'\nimport { key } from './keys.js'\nexport const owned = { name: text() }\nexport const others = table('others', { ...key })\n`,
      },
    },
  },
  {
    name: 'The export of a table is forgotten',
    files: models(
      `${THINGS.replace('export ', '')}\nexport const others = table('others', { id: integer().primary() })`,
    ),
    args: ['generate', 'others', '--dry-run', '--drop-undeclared'],
    code: 'not-exported',
    names: ['models/things.ts:2', 'things'],
    cured: { files: models(`${THINGS}\nexport const others = table('others', { id: integer().primary() })`) },
  },
  {
    name: 'Two models have one name',
    files: models(`${THINGS}\nexport const others = table('things', { id: integer() })`),
    args: ['generate', 'others', '--dry-run'],
    code: 'declared-twice',
    names: ['TABLE public.things'],
    cured: { files: models(`${THINGS}\nexport const others = table('others', { id: integer() })`) },
  },
  {
    name: 'A type is mistyped',
    files: things(`size: specificType('intger')`, 'integer, specificType, table, text'),
    args: ['generate', 'size', '--dry-run'],
    code: 'declaration-refused',
    names: ['public.things', 'intger'],
    cured: { files: things(`size: specificType('integer')`, 'integer, specificType, table, text') },
  },
  {
    name: 'A reference names a table that is not declared',
    files: things(`parent: integer().references('thing.id')`),
    args: ['generate', 'parent', '--dry-run'],
    code: 'declaration-refused',
    names: ['things_parent_foreign', 'Did you mean things?'],
    cured: { files: things(`parent: integer().references('things.id')`) },
  },
  {
    name: 'A reference names a column that is not there',
    files: things(`parent: integer().references('things.key')`),
    args: ['generate', 'parent', '--dry-run'],
    code: 'declaration-refused',
    names: ['things_parent_foreign', 'key'],
    cured: { files: things(`parent: integer().references('things.id')`) },
  },
  {
    name: 'A reference is of another type than its target',
    files: things(`parent: text().references('things.id')`),
    args: ['generate', 'parent', '--dry-run'],
    code: 'declaration-refused',
    names: ['things_parent_foreign', 'text and integer'],
    cured: { files: things(`parent: integer().references('things.id')`) },
  },
  {
    name: 'A default is of the wrong type',
    files: things(`size: integer().defaultTo(sql\`'many'\`)`),
    args: ['generate', 'size', '--dry-run'],
    code: 'declaration-refused',
    names: ['public.things.size', 'many'],
    cured: { files: things('size: integer().defaultTo(0)') },
  },
  {
    name: 'The default of a json column is no JSON text',
    files: things(`facts: jsonb().defaultTo('none')`, 'integer, jsonb, table, text'),
    args: ['generate', 'facts', '--dry-run'],
    code: 'invalid-json-default',
    names: ['none'],
    cured: { files: things(`facts: jsonb().defaultTo({})`, 'integer, jsonb, table, text') },
  },
  {
    name: 'A check mentions a column that is not there',
    files: things(`size: integer().check('szie > 0')`),
    args: ['generate', 'size', '--dry-run'],
    code: 'declaration-refused',
    names: ['public.things', 'szie'],
    cured: { files: things(`size: integer().check('size > 0')`) },
  },
  {
    name: 'An extension does not exist',
    files: models(`${THINGS}\nexport const words = extension('citxet')`, 'extension, integer, table, text'),
    args: ['generate', 'words', '--dry-run'],
    code: 'extension-missing',
    names: ['citxet'],
    cured: { files: models(`${THINGS}\nexport const words = extension('citext')`, 'extension, integer, table, text') },
  },
  {
    name: 'A naming template has a part that does not exist',
    files: models(
      `const { table } = declareWith({ naming: naming({ uq: '{tabel}_{columns}_key' }) })\n${THINGS}`,
      'declareWith, integer, naming, text',
    ),
    args: ['check'],
    code: 'invalid-naming',
    names: ['tabel', '{table}'],
    cured: {
      files: models(
        `const { table } = declareWith({ naming: naming({ uq: '{table}_{columns}_key' }) })\n${THINGS}`,
        'declareWith, integer, naming, text',
      ),
    },
  },
  {
    name: 'A name is longer than PostgreSQL keeps',
    files: things(`size: integer().index({ name: '${'size_'.repeat(13)}' })`),
    args: ['generate', 'size', '--dry-run'],
    code: 'name-too-long',
    names: ['size_size', '65 bytes', '63'],
    cured: { files: things(`size: integer().index({ name: 'size_index' })`) },
  },
  {
    name: 'Models stand in a namespace that the settings do not name',
    files: {
      ...knexfile(`knexus: { models: 'models', schemas: ['public'] }`),
      ...models(
        `${THINGS}\nexport const app = namespace('app')\nexport const notes = declareWith({ schema: 'app' }).table('notes', { id: integer() })`,
        'declareWith, integer, namespace, table, text',
      ),
    },
    args: ['generate', 'notes', '--dry-run'],
    code: 'outside-schemas',
    names: ['app', 'knexus.schemas'],
    cured: { files: knexfile(`knexus: { models: 'models', schemas: ['public', 'app'] }`) },
  },
]
