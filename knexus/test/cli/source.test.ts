import { expect } from 'chai'
import { commandProject, knexfile, type CommandProject } from '../support/command.ts'

/** Gives the files of a folder, by names without an extension, so that plain Knex has nothing to go by but this. */
const KNEXFILE = `
import { readdirSync } from 'node:fs'
const folder = new URL('migrations/', import.meta.url)
const migrationSource = {
  getMigrations: async () => readdirSync(folder).sort(),
  getMigrationName: (name) => name.replace('.js', ''),
  getMigration: (name) => import(new URL(name, folder)),
}
${knexfile('migrations: { migrationSource }')}`

const FIRST = `export const up = (knex) => knex.schema.createTable('notes', (t) => { t.integer('id') })
export const down = (knex) => knex.schema.dropTable('notes')\n`

const model = (columns: string) =>
  `import { integer, table, text } from 'knexus'\nexport const notes = table('notes', { id: integer(), ${columns} })\n`

describe('a migrationSource of the project', function () {
  this.timeout('5m')
  let project: CommandProject
  beforeEach(async () => {
    project = await commandProject({
      'knexfile.mjs': KNEXFILE,
      'migrations/1_first.js': FIRST,
      'models/notes.js': model(''),
    })
  })
  afterEach(() => project.drop())

  it('is replayed, compared and gone on from, in turn with plain Knex', async () => {
    await project.knex('migrate:latest')
    expect((await project.knexus('check')).all).to.contain('agree')
    await project.write({ 'models/notes.js': model('body: text()') })
    expect((await project.knexus('check')).exit).to.equal(1)
    expect((await project.knexus('generate', 'body')).exit).to.equal(0)
    await project.knexus('up')
    expect((await project.knexus('check')).all).to.contain('agree')
    expect((await project.knex('migrate:rollback')).all).to.contain('1 migrations')
    for (const command of ['lint', 'verify']) expect((await project.knexus(command)).exit, command).to.equal(0)
  })

  it('is asked again each time: what its functions do is not kept', async () => {
    await project.knexus('up')
    expect((await project.knexus('check')).all).to.contain('agree')
    await project.write({ 'migrations/1_first.js': FIRST.replace("'id'", "'other'") })
    expect((await project.knexus('check', '--fresh')).all).to.contain('- column other integer')
  })

  it('is told apart from the folder that generate writes to', async () => {
    const knexfileOf = (folder: string) =>
      KNEXFILE.replace('migrationSource }', `migrationSource }, knexus: { migrations: '${folder}' }`)
    await project.write({ 'knexfile.mjs': knexfileOf('elsewhere'), 'models/notes.js': model('body: text()') })
    const { all } = await project.knexus('generate', 'body')
    const [name] = await project.list('elsewhere')
    expect(name).to.match(/_body\.js$/)
    expect(all).to.contain(`does not give ${name}: add it there`)
  })

  it('is not enough for what is about files', async () => {
    await project.write({ 'migrations/2_second.js': FIRST.replaceAll('notes', 'others') })
    expect((await project.knexus('squash')).all).to.contain('error custom-source')
    expect((await project.knexus('lint', '--base', 'HEAD')).all).to.contain('error custom-source')
  })

  it('is put aside by a folder beside it, as under Knex', async () => {
    await project.write({
      'knexfile.mjs': KNEXFILE.replace('migrationSource }', "migrationSource, directory: './others' }"),
      'others/1_first.js': FIRST,
    })
    expect((await project.knexus('up')).all).to.contain('1_first.js')
    expect((await project.knex('migrate:list')).all).to.contain('1_first.js')
  })
})
