import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { needsOf } from '../src/schema.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { sqlSource } from '../src/sources/index.ts'
import { database, type TestDatabase } from './support/server.ts'

describe('a source that is built', () => {
  let base: TestDatabase
  let shadow: Shadow
  let folder: string
  let opened = 0
  before(async () => {
    base = await database()
    folder = await mkdtemp(join(tmpdir(), 'knexus-sources-'))
    await writeFile(
      join(folder, 'schema.sql'),
      `CREATE TABLE t${process.pid} (id int); CREATE VIEW v AS SELECT id FROM t${process.pid};`,
    )
  })
  beforeEach(async () => {
    const server = await openShadow({ server: base.url })
    shadow = { ...server, database: () => ((opened += 1), server.database()) }
  })
  afterEach(() => shadow.close())
  after(async () => {
    await rm(folder, { recursive: true })
    await base.drop()
  })

  it('is built again for what only a plan asks for, and then never more', async () => {
    const seen = []
    for (const dependencies of [false, true, false, true]) {
      const schema = await sqlSource(join(folder, 'schema.sql')).schema(async () => shadow, { dependencies })
      seen.push([opened, needsOf(schema.get('VIEW public.v')!).includes(`COLUMN public.t${process.pid}.id`)])
    }
    expect(seen).to.deep.equal([
      [1, false],
      [2, true],
      [2, false],
      [2, true],
    ])
  })

  it('is kept for each scope by itself', async () => {
    const source = sqlSource(join(folder, 'schema.sql'))
    const table = `TABLE public.t${process.pid}`
    const all = await source.schema(async () => shadow, {})
    const some = await source.schema(async () => shadow, { exclude: [table] })
    expect([all.has(table), some.has(table)]).to.deep.equal([true, false])
    expect(await source.nameOf(shadow, { schemas: ['public'] })).to.not.equal(await source.nameOf(shadow, {}))
  })
})
