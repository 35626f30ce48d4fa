import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { rows } from '../../src/connection/connection.ts'
import type { Project } from '../../src/project/index.ts'
import { historyFiles, replay, replayed } from '../../src/migrations/replay.ts'
import type { Shadow } from '../../src/shadow/index.ts'
import { scratch } from '../support/scratch.ts'
import { serverUrl } from '../support/server.ts'

const FIRST = file(
  'await knex.raw(`CREATE TABLE notes (id int, body text)`)\n  await knex.raw(`SET search_path = elsewhere, public`)',
)
const OUTSIDE = file(
  'await knex.raw(`CREATE INDEX CONCURRENTLY by_body ON notes (body)`)',
  'export const config = { transaction: false }\n',
)
const BINDING = file("await knex.raw(`CREATE VIEW said AS SELECT '\\\\?' AS mark FROM notes`)")
const BUILDER = file("await knex.schema.alterTable('notes', (table) => { table.integer('stars') })")

/** What a history leaves: relations, and the columns of the table. */
const FOUND = `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace UNION ALL
  SELECT attname FROM pg_attribute WHERE attrelid = 'public.notes'::regclass AND attnum > 0 ORDER BY 1`

describe('a history is replayed', () => {
  const here = scratch(import.meta.dirname, 'replay')

  async function projectOf(...texts: readonly string[]): Promise<Project> {
    for (const [at, text] of texts.entries()) await writeFile(join(here.root, `2026010100000${at}_m.ts`), text)
    return {
      knexfile: join(here.root, 'knexfile.ts'),
      root: here.root,
      environment: 'test',
      models: join(here.root, 'models'),
      settings: {},
      config: { client: 'pg', connection: serverUrl(), migrations: { directory: here.root, loadExtensions: ['.ts'] } },
    }
  }

  async function found(...texts: readonly string[]): Promise<string[]> {
    const project = await projectOf(...texts)
    const db = await here.shadow.database()
    try {
      await replay(await historyFiles(project), project, db)
      return (await rows<{ name: string }>(db, FOUND)).map(({ name }) => name)
    } finally {
      await db.close()
    }
  }

  for (const [what, edited, kept] of [
    ['is kept under the name of what ran', false, 1],
    ['is not kept, where a file was edited before it was loaded', true, 0],
  ] as const)
    it(`and ${what}`, async () => {
      const project = await projectOf(FIRST)
      const names: string[] = []
      const shadow: Shadow = {
        ...here.shadow,
        async database(states) {
          if (edited) await projectOf(file("await knex.raw('CREATE TABLE notes (id int, edited text)')"))
          const db = await here.shadow.database(states)
          const close = async (keepAs?: string) => {
            if (keepAs !== undefined) names.push(keepAs)
            await db.close()
          }
          return { ...db, keepable: async () => true, close }
        },
      }
      const db = await replayed(await historyFiles(project), project, shadow)
      await db.close()
      expect(names).to.have.length(kept)
    })

  it('when all of its files are plain, one of them outside a transaction', async () => {
    expect(await found(FIRST, OUTSIDE)).to.deep.equal(['body', 'by_body', 'id', 'notes'])
  })

  it('when Knex has to look for bindings', async () => {
    expect(await found(FIRST, BINDING)).to.deep.equal(['body', 'id', 'notes', 'said'])
  })

  it('when a file is not plain, in one session as well', async () => {
    expect(await found(FIRST, BUILDER, OUTSIDE)).to.deep.equal(['body', 'by_body', 'id', 'notes', 'stars'])
  })

  for (const [how, more] of [
    ['plain', []],
    ['not plain', [BUILDER]],
  ] as const) {
    it(`up to the first failure, which is told by its file: ${how}`, async () => {
      const refused: unknown = await found(
        FIRST,
        ...more,
        file('await knex.raw(`SELECT no_such()`)'),
        file('await knex.raw(`SELECT nor_this()`)'),
      ).catch((error: unknown) => error)
      expect(refused).to.have.property('code', 'replay-failed')
      expect(String(refused)).to.match(/2026010100000\d_m\.ts failed on the shadow database \(up\): .*no_such\(\)/)
    })
  }
})

function file(body: string, config = ''): string {
  return `import type { Knex } from 'knex'\n${config}export async function up(knex: Knex): Promise<void> {\n  ${body}\n}\n`
}
