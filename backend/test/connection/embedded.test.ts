import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import knex from 'knex'
import { embedded } from '../../../db/connection/embedded.ts'

const run = promisify(execFile)

describe('the embedded database', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const open = () => knex({ client: 'pg', connection: embedded(join(folder, 'data')), pool: { min: 0, max: 1 } })

  it('keeps what was written, has pgvector, and is closed when the pool is', async () => {
    const first = open()
    await first.raw('CREATE EXTENSION vector; CREATE TABLE notes (body text, place vector(2))')
    await first('notes').insert({ body: 'kept', place: '[1,2]' })
    await first.destroy()
    const second = open()
    const { rows } = await second.raw("SELECT body, place <-> '[1,0]' AS distance FROM notes")
    await second.destroy()
    expect(rows).to.deep.equal([{ body: 'kept', distance: 2 }])
  })

  it('loses no write of processes that start together and leave without closing', async () => {
    const script = join(folder, 'write.mts')
    await writeFile(
      script,
      `
      import knex from ${JSON.stringify(pathToFileURL(resolve('node_modules/knex/knex.mjs')).href)}
      import { embedded } from ${JSON.stringify(pathToFileURL(resolve('db/connection/embedded.ts')).href)}
      const db = knex({ client: 'pg', connection: embedded(${JSON.stringify(join(folder, 'data'))}), pool: { min: 0, max: 1 } })
      await db('notes').insert({ body: process.argv[2] })
      process.exit(0)`,
    )
    const node = (body: string) => run(process.execPath, ['--import', 'tsx', script, body])
    await Promise.all(['one', 'two'].map(node))
    const db = open()
    expect(await db('notes').pluck('body').orderBy('body')).to.deep.equal(['kept', 'one', 'two'])
    await db.destroy()
  })
})
