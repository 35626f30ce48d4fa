import { mkdtemp, mkdir, rm, writeFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { agreement, agrees } from '../src/drift/index.ts'
import { generate, type Generated } from '../src/generate/index.ts'
import type { Project } from '../src/project/index.ts'
import { withKnex } from '../src/migrations/replay.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { database, type TestDatabase } from './support/server.ts'

const FIRST = `
import { bigInteger, enumType, integer, string, table } from 'knexus'
export const status = enumType('status', ['draft', 'final'])
export const authors = table('authors', { id: bigInteger().primary(), name: string(50).notNullable() })
export const docs = table('docs', {
  id: bigInteger().primary(), title: string(100).notNullable(), status: status.column().notNullable().defaultTo('draft'), author_id: bigInteger(), pages: integer(),
}, (t) => [t.index(['title'], { name: 'docs_title' })])
`

const SECOND = `
import { bigInteger, enumType, integer, sql, string, table, timestamp } from 'knexus'
export const status = enumType('status', ['draft', 'review', 'done'], { renamedLabels: { done: 'final' } })
export const writers = table('writers', {
  id: bigInteger().primary(), name: string(80).notNullable(), created_at: timestamp().notNullable().defaultTo(sql\`now()\`),
}, (t) => [t.renamedFrom('authors')])
export const docs = table('docs', {
  id: bigInteger().primary(), headline: string(100).notNullable().renamedFrom('title'), status: status.column().notNullable().defaultTo('review'),
  author_id: bigInteger().references('writers.id').onDelete('cascade'), pages: integer().notNullable().defaultTo(1),
}, (t) => [t.index([{ key: 'headline', order: 'desc' }], { name: 'docs_title' }), t.check('pages > 0', 'pages')])
`

describe('generate', () => {
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  const project = (models: string): Project => ({
    knexfile: join(root, 'knexfile.ts'),
    root,
    environment: 'test',
    models: join(root, models),
    settings: {},
    config: {
      client: 'pg',
      connection: live.url,
      migrations: { directory: join(root, 'migrations'), loadExtensions: ['.ts'] },
    },
  })
  const make = async (models: string, more: Partial<Parameters<typeof generate>[2]> = {}): Promise<Generated> => {
    const made = await generate(project(models), shadow, {
      name: models,
      renames: [],
      allow: [],
      now: new Date(),
      ...more,
    })
    for (const { path, source } of made.files) await writeFile(path, source)
    return made
  }
  const knexed = (command: 'latest' | 'rollback') =>
    withKnex(live.url, (knex) =>
      knex.migrate[command]({ directory: join(root, 'migrations'), loadExtensions: ['.ts'] }),
    )
  const query = async (sql: string) => (await live.connect()).query(sql)

  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
    root = await mkdtemp(join(import.meta.dirname, '.generate-'))
    for (const [folder, source] of Object.entries({ first: FIRST, second: SECOND, third: FIRST })) {
      await mkdir(join(root, folder))
      await writeFile(join(root, folder, 'models.ts'), source)
    }
    await mkdir(join(root, 'migrations'))
  })
  after(async () => {
    await shadow.close()
    await rm(root, { recursive: true })
    await live.drop()
  })

  it('takes a folder of migrations that is not there for one that is to be made', async () => {
    const { config, ...rest } = project('first')
    const directory = join(root, 'not', 'yet')
    const { files } = await generate(
      { ...rest, config: { ...config, migrations: { directory, loadExtensions: ['.ts'] } } },
      shadow,
      { name: 'begin', renames: [], allow: [], now: new Date() },
    )
    expect(files.map(({ path }) => dirname(path))).to.deep.equal([directory])
  })

  it('writes a first migration that plain Knex runs, and then has nothing to write', async () => {
    const { files, notes } = await make('first')
    expect(files).to.have.length(1)
    expect(notes.join()).to.contain('down returns to the start, up again')
    await knexed('latest')
    expect(agrees(await agreement(project('first'), async () => shadow))).to.equal(true)
    expect((await make('first')).files).to.deep.equal([])
  })

  it('tells a mistake in a model before any migration runs', async () => {
    await mkdir(join(root, 'broken'))
    await writeFile(
      join(root, 'broken', 'models.ts'),
      `import { table } from 'knexus'\nexport const t = tabel('t', {})`,
    )
    let databases = 0
    const counting: Shadow = {
      ...shadow,
      database: (states) => {
        databases += 1
        return shadow.database(states)
      },
    }
    const failed = await generate(project('broken'), counting, {
      name: 'x',
      renames: [],
      allow: [],
      now: new Date(),
    }).catch((error: unknown) => error)
    expect(failed).to.include({ code: 'bad-model' })
    expect(databases).to.equal(0)
  })

  it('makes a second one on rows: renames, labels, constraints, an index, and each file by way of plain Knex, there and back', async () => {
    await query(
      `INSERT INTO authors VALUES (1, 'a'), (2, 'b'); INSERT INTO docs VALUES (1, 'x', 'draft', 1, 3), (2, 'y', 'final', 2, 4)`,
    )
    const { files, notes } = await make('second')
    const text = files.map(({ source }) => source).join('\n')
    for (const part of [
      'RENAME COLUMN title TO headline',
      'RENAME TO writers',
      "RENAME VALUE 'final' TO 'done'",
      "ADD VALUE 'review'",
      'NOT VALID',
      'VALIDATE CONSTRAINT',
      'CREATE INDEX CONCURRENTLY',
    ]) {
      expect(text).to.contain(part)
    }
    expect(text).not.to.match(/ADD COLUMN headline|DROP TABLE public\.authors`/)
    expect(notes.join()).to.contain('every value came back')
    await knexed('latest')
    expect((await query('SELECT id::int, headline, status FROM docs ORDER BY id')).rows).to.deep.equal([
      { id: 1, headline: 'x', status: 'draft' },
      { id: 2, headline: 'y', status: 'done' },
    ])
    expect(agrees(await agreement(project('second'), async () => shadow))).to.equal(true)
    await knexed('rollback')
    expect((await query('SELECT id::int, title, status FROM docs ORDER BY id')).rows).to.deep.equal([
      { id: 1, title: 'x', status: 'draft' },
      { id: 2, title: 'y', status: 'final' },
    ])
    await knexed('latest')
    expect((await query('SELECT count(*)::int AS n FROM writers')).rows).to.deep.equal([{ n: 2 }])
  })

  it('writes the plain statements where it is asked to, both ways', async () => {
    await writeFile(
      join(root, 'third', 'plain.ts'),
      SECOND.replace("order: 'desc'", "order: 'asc'").replace("'pages > 0', 'pages'", "'pages > 1', 'pages'"),
    )
    const one = { ...project('third'), models: join(root, 'third', 'plain.ts') }
    const wanted = { name: 'plain', renames: [], allow: [], now: new Date() }
    const careful = await generate(one, shadow, wanted)
    const plain = await generate(one, shadow, { ...wanted, plain: true })
    await rm(join(root, 'third', 'plain.ts'))
    const texts = [careful, plain].map(({ files }) => files.map(({ source }) => source).join('\n'))
    expect(texts[0]).to.include('INDEX CONCURRENTLY').and.include('NOT VALID')
    expect(texts[1])
      .to.include('CREATE INDEX docs_title')
      .and.not.match(/CONCURRENTLY|NOT VALID|VALIDATE/)
    expect(plain.files).to.have.length(1)
  })

  it('refuses to lose rows without being allowed to, and asks whether something was renamed', async () => {
    const refusal = await make('third').then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(refusal).to.have.property('code', 'data-loss')
    expect(refusal)
      .to.have.property('cure')
      .that.contains('--rename public.docs.headline=public.docs.title')
      .and.contains('--allow data-loss')
    expect((await readdir(join(root, 'migrations'))).filter((file) => file.includes('third'))).to.deep.equal([])
    const { files } = await make('third', {
      renames: ['docs.headline=title', 'writers=authors'],
      allow: ['data-loss', 'removed-label'],
    })
    expect(files.map(({ source }) => source).join())
      .to.contain('RENAME COLUMN headline TO title')
      .and.not.contain('ADD COLUMN title')
  })

  it('sees what was changed behind its back, and never plans to drop it', async () => {
    await query('CREATE TABLE by_hand (n int); ALTER TABLE docs ALTER COLUMN pages SET DEFAULT 7')
    const found = await agreement(project('second'), async () => shadow)
    expect(found.drift.map(({ before, after }) => (after ?? before)!.kind).sort()).to.deep.equal([
      'column',
      'default',
      'table',
    ])
  })
})
