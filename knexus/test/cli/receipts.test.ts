import { exec } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { database, type TestDatabase } from '../support/server.ts'

const program = `'${process.execPath}' '${resolve(import.meta.dirname, '../../bin/knexus.js')}'`
const run = promisify(exec)

describe('receipts on the command line', function () {
  this.timeout('5m')
  let folder: string
  let live: TestDatabase
  const knexus = async (words: string) =>
    JSON.parse(
      (
        await run(`${program} ${words} --json`, {
          cwd: folder,
          env: { ...process.env, RECEIPTS_URL: live.url, NODE_ENV: '' },
        })
      ).stdout,
    )
  const write = (name: string, text: string) => writeFile(join(folder, name), text)

  before(async () => {
    live = await database()
    folder = await mkdtemp(join(import.meta.dirname, '.receipts-'))
    await mkdir(join(folder, 'models'))
    await mkdir(join(folder, 'migrations'))
    await write(
      'knexfile.ts',
      `export default { development: { client: 'pg', connection: process.env.RECEIPTS_URL, migrations: { directory: 'migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models' } } }`,
    )
    await write(
      'models/m.ts',
      `import { bigInteger, table, text } from 'knexus'\nexport const t = table('t', { id: bigInteger().primary(), note: text() })`,
    )
    await write(
      'migrations/20260101000000_first.ts',
      `export const up = (knex) => knex.raw('CREATE TABLE t (id int, CONSTRAINT t_pkey PRIMARY KEY (id))')\nexport const down = (knex) => knex.raw('DROP TABLE t')\n`,
    )
    await write(
      'migrations/20260102000000_second.ts',
      `export const up = (knex) => knex.raw('CREATE INDEX i ON t (id)')\nexport const down = (knex) => knex.raw('DROP INDEX i')\n`,
    )
  })
  after(async () => {
    await rm(folder, { recursive: true })
    await live.drop()
  })

  it('come whole with `generate --json`, also where the file has no remark', async () => {
    const { files } = await knexus('generate wider --dry-run --plain')
    const locks = { 'public.t': 'ACCESS EXCLUSIVE' }
    expect(files[0].up).to.deep.include.members([
      {
        sql: 'ALTER TABLE public.t ALTER COLUMN id TYPE bigint',
        loses: null,
        receipt: { locks, rewrites: ['public.t'], reads: ['public.t'] },
      },
      { sql: 'ALTER TABLE public.t ADD COLUMN note text', loses: null, receipt: { locks, rewrites: [], reads: [] } },
    ])
  })

  it('come with `show --trace`, from a shadow', async () => {
    const { name, traced } = await knexus('show second --trace')
    expect(name).to.equal('20260102000000_second.ts')
    expect(traced[0]).to.deep.include({
      sql: 'CREATE INDEX i ON t (id)',
      locks: [{ relation: 'TABLE public.t', mode: 'SHARE' }],
      scans: [{ relation: 'TABLE public.t', rows: 4 }],
    })
    expect(await knexus('show second')).to.not.have.property('traced')
  })
})
