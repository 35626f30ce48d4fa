import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { styleOf } from '../../src/project/language.ts'
import { commandProject } from '../support/command.ts'
import { database } from '../support/server.ts'

const root = resolve(import.meta.dirname, '../../..')
const execute = promisify(execFile)
const model = (columns: string) =>
  `import { bigIncrements, integer, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigIncrements()${columns} })\n`

/** What models share in every way that there is: a namespace, a convention, mixins, row security, a type and a view. */
const SHARING = `
  CREATE SCHEMA app;
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  ${['public.cups', 'public.plates', 'public.knives', 'public.forks', 'app.chairs', 'app.desks']
    .map((name) => {
      const [schema, table = ''] = name.split('.')
      return `
  CREATE TABLE ${name} (id uuid CONSTRAINT pk_${table} PRIMARY KEY DEFAULT uuidv4(), mood mood, size int,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(), updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT uq_${table}_size UNIQUE (size), CONSTRAINT ck_${table}_size CHECK (size > 0));
  ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own_${table} ON ${name} USING (size = 1);
  CREATE INDEX ix_${table}_mood ON ${schema}.${table} (mood);`
    })
    .join('')}
  CREATE VIEW red AS SELECT size FROM cups`.replaceAll('uuidv4', 'gen_random_uuid')

describe('a project in JavaScript', function () {
  this.timeout(600_000)

  for (const type of ['commonjs', 'module'] as const) {
    it(`gets migrations that plain Knex loads, and a baseline of them: ${type}`, async () => {
      const live = await database()
      const folder = await mkdtemp(join(import.meta.dirname, '.javascript-'))
      const run = (...words: readonly string[]) =>
        execute(process.execPath, words, { cwd: folder, env: { ...process.env, NODE_ENV: '' } })
      const knex = (...words: readonly string[]) => run(join(root, 'node_modules/knex/bin/cli.js'), ...words)
      const knexus = (...words: readonly string[]) => run(join(root, 'knexus/bin/knexus.js'), ...words)
      const files = async () => (await readdir(join(folder, 'migrations'))).filter((name) => name !== 'squashed')
      try {
        await mkdir(join(folder, 'models'))
        await mkdir(join(folder, 'migrations'))
        await writeFile(join(folder, 'package.json'), JSON.stringify({ type }))
        await writeFile(
          join(folder, 'knexfile.js'),
          `${type === 'module' ? 'export default' : 'module.exports ='} { development: { client: 'pg', connection: '${live.url}' } }`,
        )
        await writeFile(join(folder, 'models/notes.ts'), model(''))
        await knexus('generate', 'first')
        await knex('migrate:latest')
        await writeFile(join(folder, 'models/notes.ts'), model(', size: integer().notNullable().defaultTo(1).index()'))
        await knexus('generate', 'second')
        expect((await files()).every((name) => name.endsWith('.js'))).to.equal(true)
        await knex('migrate:latest')
        expect((await knexus('check')).stdout).to.contain('agree')
        await knex('migrate:rollback')
        await knex('migrate:latest')
        await knexus('squash')
        expect(await files()).to.have.length(1)
        await knexus('up')
        expect((await knexus('check')).stdout).to.contain('agree')
      } finally {
        await rm(folder, { recursive: true })
        await live.drop()
      }
    })
  }

  for (const type of ['commonjs', 'module'] as const)
    it(`gets models in JavaScript, which the application can load: ${type}`, async () => {
      const knexfile = { client: 'pg', knexus: { schemas: ['public', 'app'] } }
      const word = type === 'module' ? 'export default' : 'module.exports ='
      const project = await commandProject({
        'package.json': JSON.stringify({ type }),
        'knexfile.js': `${word} { development: { ...${JSON.stringify(knexfile)}, connection: process.env.COMMAND_URL } }\n`,
      })
      try {
        await rm(join(project.folder, 'knexfile.mjs'))
        await rm(join(project.folder, 'models'), { recursive: true })
        await (await project.live.connect()).query(SHARING)
        const adopted = await project.knexus('adopt')
        expect(adopted.exit, adopted.all).to.equal(0)
        const files = ['app.js', 'base.js', 'database.js', 'index.js', 'public.js', 'types.js', 'views.js']
        expect(await project.list('models')).to.deep.equal(files)
        expect(await project.list('migrations')).to.satisfy(([name]: string[]) => name?.endsWith('_baseline.js'))
        expect((await project.knexus('check')).all).to.contain('agree')
        const texts = await Promise.all(files.map((name) => project.read(`models/${name}`)))
        const imports = /^(?:import .* from|const .* = require\()/m
        for (const text of texts) expect(text).to.match(type === 'module' ? /^(?:im|ex)port /m : /^module\.exports = /m)
        expect(texts.join('\n'))
          .to.match(imports)
          .and.not.match(/import type|: SharedParts|\.ts'/)
        const loaded = type === 'module' ? "await import('./models/index.js')" : "require('./models')"
        await project.write({ 'app.js': `console.log(Object.keys(${loaded}).sort().join())\n` })
        const { stdout } = await execute(process.execPath, ['--import', 'tsx', 'app.js'], { cwd: project.folder })
        expect(stdout.trim()).to.equal('chairs,cups,databaseNamespaces,desks,forks,knives,mood,plates,red')
        const written = await project.knexus('pull', '--from', 'migrations', '--out', 'pulled')
        expect(written.all, 'as the models are').to.contain('pulled/public.js')
      } finally {
        await project.drop()
      }
    })

  it('keeps models in TypeScript, where a project in JavaScript has them so', async () => {
    const project = await commandProject({
      'package.json': '{ "type": "commonjs" }',
      'models/notes.ts': model(''),
      'migrations/20200101000000_notes.js': "exports.up = (knex) => knex.raw('CREATE TABLE notes (a int)')\n",
    })
    try {
      expect((await project.knexus('pull', '--from', 'migrations', '--out', 'pulled')).out).to.contain(
        'pulled/notes.ts',
      )
    } finally {
      await project.drop()
    }
  })

  const asks = (knexfile: string, migrations = {}) => ({
    knexfile,
    root,
    environment: 'test',
    models: '',
    settings: {},
    config: { migrations },
  })
  for (const [told, project, newest, extension] of [
    ['as the knexfile says', asks('knexfile.js', { extension: 'ts' }), '1_a.js', '.ts'],
    ['as the newest file is', asks('knexfile.ts'), '1_a.cjs', '.cjs'],
    ['as the knexfile is', asks('knexfile.ts'), undefined, '.ts'],
    ['as the knexfile is, in JavaScript', asks('knexfile.mjs'), undefined, '.js'],
    ['as what is loaded is', asks('knexfile.js', { loadExtensions: ['.ts'] }), undefined, '.ts'],
    ['where Knex would make an odd one', asks('knexfile.ts', { extension: 'coffee' }), undefined, '.ts'],
  ] as const) {
    it(`writes ${extension} ${told}`, async () => {
      expect((await styleOf(project, newest)).extension).to.equal(extension)
    })
  }
})
