import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import { up } from '../../src/run/runner.ts'
import { SECRET_FORMS } from '../support/secrets.ts'
import { migration, project, type Project } from './project.ts'

const run = promisify(execFile)
const program = resolve(import.meta.dirname, '../../bin/knexus.js')

/** Another one in every run; it is told when the test fails. */
const [SECRET = ''] = fc
  .sample(fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ0189@:%&+=!_-.')), minLength: 8, maxLength: 20 }), 1)
  .map((middle) => `Plant${middle.replaceAll('--', '-')}tnalP`)

describe('what stands secret in a migration', function () {
  this.timeout(600_000)
  let p: Project
  before(async () => {
    p = await project({
      '1_a.ts': migration([
        'CREATE TABLE accounts (id int PRIMARY KEY, password text, note text)',
        'CREATE TABLE api_keys (value text)',
      ]),
    })
    await up(p.config)
  })
  after(async () => {
    await p.query('ALTER SUBSCRIPTION planted SET (slot_name = NONE)').catch(() => {})
    await p.query('DROP SUBSCRIPTION IF EXISTS planted')
    await p.drop()
  })

  /** Everything that a run shows or keeps. */
  async function shown(): Promise<string> {
    const error: unknown = await up(p.config, { on: p.on }).catch((error: unknown) => error)
    const { message = '', cure = '' } = error as { message?: string; cure?: string }
    const journal = await p.query('SELECT * FROM knexus_journal')
    return JSON.stringify([message, cure, p.events.splice(0), journal])
  }

  const files = (sql: string): Readonly<Record<string, string>> => ({
    'runs.ts': migration([sql]),
    'fails.ts': migration(['SELECT 1', `${sql} nonsense`]),
    'fails_alone.ts': migration([sql, 'SELECT 1 / 0'], [], false),
    'by_knex.ts': `let n = 0\n${migration([sql])}`,
  })

  for (const [at, form] of SECRET_FORMS.entries())
    it(`is in no event, error or row of the journal: ${form('…').replaceAll('\n', ' ')}`, async () => {
      for (const [kind, text] of Object.entries(files(form(SECRET)))) {
        const name = `2_${at}_${kind}`
        await p.write({ [name]: text })
        expect(await shown(), kind).to.not.include(SECRET)
        await p.query(`DELETE FROM knex_migrations WHERE name = '${name}'`)
        await p.query(`DELETE FROM knexus_journal WHERE migration = '${name}'`)
        await p.remove(name)
      }
    })

  it('is not in an error about values that were bound, or about a row', async () => {
    const bodies = [
      `knex('accounts').insert({ id: 'x', password: '${SECRET}' })`,
      `knex('accounts').insert([{ id: 1, password: '${SECRET}' }, { id: 1, password: '${SECRET}' }])`,
      `knex('accounts').insert({ id: null, password: '${SECRET}' })`,
      `knex('accounts').insert({ id: '${SECRET}', password: 'x' })`,
      `knex.raw("INSERT INTO accounts (id, password) SELECT ?::int, 'x'", ['${SECRET}'])`,
      `Promise.reject(new Error("insert into accounts (password) values ('${SECRET}') - no"))`,
    ]
    for (const [at, body] of bodies.entries())
      for (const alone of [false, true]) {
        const name = `3_${at}_${alone}.ts`
        await p.write({
          [name]: `export const config = { transaction: ${!alone} }\nexport const up = (knex) => ${body}\nexport const down = () => {}\n`,
        })
        const all = await shown()
        expect(all).to.include('failed')
        expect(all, body).to.not.include(SECRET)
        await p.query(`DELETE FROM knexus_journal WHERE migration = '${name}'`)
        await p.remove(name)
      }
  })

  it('is in no output of any command', async () => {
    const sql = `UPDATE accounts SET password = '${SECRET}'`
    const name = '4_update.ts'
    await p.write({ [name]: migration([sql, 'CREATE TABLE late ()'], [sql, 'DROP TABLE late']) })
    await writeFile(
      join(p.directory, 'knexfile.mjs'),
      `export default { development: { client: 'pg', connection: '${p.url}', migrations: { directory: '.', loadExtensions: ['.ts'] }, seeds: { directory: '.', loadExtensions: ['.seed'] }, knexus: { schemas: ['public'] } } }`,
    )
    for (const args of [
      ['up', '--dry-run'],
      ['up'],
      ['status'],
      ['show', name],
      ['down', '--dry-run'],
      ['redo'],
      ['doctor'],
      ['down'],
    ])
      for (const json of [[], ['--json']]) {
        const { stdout, stderr } = await run(process.execPath, [program, ...args, ...json], {
          cwd: p.directory,
          env: { ...process.env, NODE_ENV: '', DEBUG: '1', LOG_LEVEL: 'debug' },
        }).catch((error: { stdout: string; stderr: string }) => error)
        expect(stdout + stderr, args.join(' ')).to.not.include(SECRET)
        expect(stdout + stderr).to.not.equal('')
      }
  })
})
