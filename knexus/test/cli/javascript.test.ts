import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { styleOf } from '../../src/project/language.ts'
import { database } from '../support/server.ts'

const root = resolve(import.meta.dirname, '../../..')
const execute = promisify(execFile)
const model = (columns: string) =>
  `import { bigIncrements, integer, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigIncrements()${columns} })\n`

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
