import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { build } from '../../src/build/index.ts'
import { diff, sayChange } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { writeModels } from '../../src/pull/index.ts'
import { schemaOf } from '../../src/schema.ts'
import { loadModels } from '../../src/sources/models.ts'
import { database } from '../support/server.ts'
import { register } from './fixture.ts'

const SCHEMAS: Readonly<Record<string, string>> = {
  'the fixture': register,
  'a namespace with a comment, an extension there, and a user of both': `CREATE SCHEMA "new\nline"; COMMENT ON SCHEMA "new\nline" IS 'odd'; CREATE EXTENSION citext SCHEMA "new\nline";
    CREATE TABLE "new\nline".t ("new\nline" "new\nline".citext)`,
}

/** What no declaration makes is written as data, and in the end that can be everything. */
describe('models that are data alone build the same, of', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-data-'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    await mkdir(join(folder, 'node_modules'))
    await symlink(resolve(import.meta.dirname, '../..'), join(folder, 'node_modules/knexus'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  for (const [name, sql] of Object.entries(SCHEMAS)) {
    it(name, async () => {
      const [live, empty] = [await database(sql), await database()]
      const wanted = await introspect(await live.connect())
      for (const { name: file, text } of writeModels(wanted, new Set(wanted.keys())))
        await writeFile(join(folder, file), text)
      await build(schemaOf((await loadModels(folder)).objects), await empty.connect())
      expect(diff(await introspect(await empty.connect()), wanted).map(sayChange)).to.deep.equal([])
      await live.drop()
      await empty.drop()
    })
  }
})
