import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { sayChange } from '../src/diff.ts'
import { decided } from '../src/api/generate.ts'
import { askUndeclared } from '../src/cli/ask-undeclared.ts'
import { generate, type Generated, type GenerateOptions } from '../src/generate/index.ts'
import { introspect } from '../src/introspect/index.ts'
import { historyFiles } from '../src/migrations/replay.ts'
import type { Schema } from '../src/schema.ts'
import type { Project } from '../src/project/index.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { migration } from './run/project.ts'
import { database, type TestDatabase } from './support/server.ts'

const NOTES = 'CREATE TABLE notes (id bigint NOT NULL CONSTRAINT notes_pkey PRIMARY KEY, body text)'
const ID = `id: bigInteger().primary({ name: 'notes_pkey' })`

describe('what hand-written migrations built and no model declares', () => {
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  let count = 0

  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
  })
  beforeEach(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.undeclared-'))
    await mkdir(join(root, 'migrations'))
  })
  afterEach(() => rm(root, { recursive: true }))
  after(async () => {
    await shadow.close()
    await live.drop()
  })

  const projectOf = (models: string): Project => ({
    knexfile: join(root, 'knexfile.ts'),
    root,
    environment: 'test',
    models,
    settings: {},
    config: {
      client: 'pg',
      connection: live.url,
      migrations: { directory: join(root, 'migrations'), loadExtensions: ['.ts'] },
    },
  })

  /** What some statements make of an empty database. */
  async function builtBy(sql: string): Promise<Schema> {
    const db = await shadow.database()
    try {
      await db.query(sql)
      return await introspect(db)
    } finally {
      await db.close()
    }
  }

  /** Declares `models`, which are parts of a file, and writes what `generate` makes of them. */
  async function make(
    models: string,
    more: Partial<GenerateOptions> = {},
    how: (project: Project, options: GenerateOptions) => Promise<Generated> = (project, options) =>
      generate(project, shadow, options),
  ): Promise<Generated> {
    const place = join(root, `models${(count += 1)}`)
    await mkdir(place)
    await writeFile(
      join(place, 'index.ts'),
      `import { bigInteger, integer, table, text } from 'knexus'\n${models}\nexport { bigInteger, integer, table, text }\n`,
    )
    const made = await how(projectOf(place), { name: 'change', renames: [], allow: [], now: new Date(), ...more })
    for (const { path, source } of made.files) await writeFile(path, source)
    return made
  }
  const byHand = (name: string, ...sql: string[]) => writeFile(join(root, 'migrations', name), migration(sql))
  const declared = (columns = '', table = 'notes') =>
    `export const notes = table('${table}', { ${ID}, body: text(), ${columns} })`
  const told = ({ changes }: Generated) => changes.map(sayChange).sort()

  it('stays through an unrelated change, and the file says so', async () => {
    await byHand('20200101000000_notes.ts', NOTES)
    await byHand(
      '20200102000000_more.ts',
      'ALTER TABLE notes ADD extra text DEFAULT 1',
      'CREATE INDEX notes_body ON notes (body)',
    )
    const made = await make(declared('more: text()'))
    expect(told(made)).to.deep.equal(['COLUMN public.notes.more is missing'])
    expect(Object.fromEntries(made.kept)).to.deep.equal({
      'COLUMN public.notes.extra': '20200102000000_more.ts',
      'INDEX public.notes_body': '20200102000000_more.ts',
    })
    expect(made.perhapsRenamed.map(({ old, given }) => [old, given])).to.deep.equal([
      ['COLUMN public.notes.extra', 'COLUMN public.notes.more'],
    ])
    expect(made.files[0]!.source).to.contain(
      'Beside the models stays what hand-written files built: COLUMN public.notes.extra, INDEX public.notes_body.',
    )
    expect((await make(declared('more: text()'))).files).to.deep.equal([])
  })

  it('goes when that is asked for, with the allowance that its values need', async () => {
    await byHand('20200101000000_notes.ts', NOTES, 'ALTER TABLE notes ADD extra text')
    const dropUndeclared = true
    const refused: unknown = await make(declared(), { dropUndeclared }).catch((error: unknown) => error)
    expect(refused).to.have.property('code', 'data-loss')
    const made = await make(declared(), { dropUndeclared, allow: ['data-loss'] })
    expect(told(made)).to.deep.equal(['COLUMN public.notes.extra is unexpected'])
    expect([...made.dropped.keys()]).to.deep.equal(['COLUMN public.notes.extra'])
    expect(made.kept.size).to.equal(0)
  })

  it('is not what a generated file built: that is dropped as any other', async () => {
    await make(declared('extra: integer()'))
    const made = await make(declared(), { allow: ['data-loss'] })
    expect(told(made)).to.deep.equal(['COLUMN public.notes.extra is unexpected'])
    expect([...made.dropped, ...made.kept]).to.deep.equal([])
  })

  it('is not what has a name that a model gives to something else', async () => {
    await byHand(
      '20200101000000_notes.ts',
      'CREATE TABLE notes (id bigint CONSTRAINT notes_key PRIMARY KEY, body text)',
    )
    const made = await make(declared())
    expect(made.renamed).to.deep.equal([
      ['CONSTRAINT notes_key ON public.notes', 'CONSTRAINT notes_pkey ON public.notes'],
    ])
    expect([...made.kept]).to.deep.equal([])
    expect(made.files.map(({ source }) => source).join()).to.not.contain('stays')
  })

  it('is named with the place where a model forgets to export it', async () => {
    await byHand('20200101000000_notes.ts', NOTES, 'CREATE TABLE gone (n integer)')
    const { kept, unexported } = await make(`${declared()}\nconst gone = table('gone', { n: integer() })`)
    expect([...kept.keys()]).to.deep.equal(['TABLE public.gone'])
    expect(unexported.join()).to.match(/index\.ts:3 declares "gone" and does not export it$/)
  })

  it('is in a database also what no migration built, and drift is not dropped', async () => {
    await byHand('20200101000000_notes.ts', NOTES)
    await make(declared('old: text()'))
    await byHand('20300101000000_later.ts', 'ALTER TABLE notes ADD later text')
    const [first, second] = (await historyFiles(projectOf('models'))).filter(({ name }) => !name.includes('later'))
    const base = {
      schema: await builtBy(
        `${NOTES}; ALTER TABLE notes ADD old text, ADD drifted text; CREATE INDEX fast ON notes (body)`,
      ),
      files: [first!, second!],
    }
    const dropped = await make(declared(), { base, allow: ['data-loss'] })
    expect(told(dropped)).to.deep.equal(['COLUMN public.notes.old is unexpected'])
    expect([...dropped.kept]).to.deep.equal([
      ['COLUMN public.notes.drifted', null],
      ['INDEX public.fast', null],
    ])
    expect(dropped.files[0]!.source).to.contain(
      'Beside the models stays what is in the database, and built by no migration: COLUMN public.notes.drifted, INDEX public.fast.',
    )
    const asked = await make(declared(), { base, allow: ['data-loss'], dropUndeclared: true })
    expect([...asked.dropped.keys()]).to.deep.equal(['COLUMN public.notes.drifted', 'INDEX public.fast'])
  })

  it('stays in a table that gets another name', async () => {
    await byHand(
      '20200101000000_notes.ts',
      NOTES,
      'ALTER TABLE notes ADD extra text',
      'CREATE INDEX by_extra ON notes (extra)',
    )
    const made = await make(declared('', 'pages'), { renames: ['notes=pages'] })
    expect(made.files.map(({ source }) => source).join())
      .to.contain('RENAME TO pages')
      .and.not.contain('DROP')
    expect([...made.kept.keys()]).to.deep.equal(['COLUMN public.notes.extra', 'INDEX public.by_extra'])
  })

  it('goes with what it hangs on, and makes room for what takes its name', async () => {
    await make(`${declared()}\nexport const gone = table('gone', { n: integer() })`)
    const [name] = await readdir(join(root, 'migrations'))
    await byHand(
      `${Number(name!.slice(0, 14)) + 1}_hand.ts`,
      'CREATE INDEX gone_n ON gone (n)',
      'CREATE VIEW taken AS SELECT 1 AS one',
    )
    const made = await make(`${declared()}\nexport const taken = table('taken', { n: integer() })`, {
      allow: ['data-loss'],
    })
    expect(told(made)).to.include.members(['TABLE public.gone is unexpected', 'VIEW public.taken is unexpected'])
    expect([...made.kept]).to.deep.equal([])
  })

  it('is asked about at a terminal: declared in the models, dropped, or left', async () => {
    await byHand(
      '20200101000000_notes.ts',
      NOTES,
      'ALTER TABLE notes ADD extra text, ADD old text',
      'CREATE INDEX notes_body_index ON notes (body)',
      'CREATE INDEX old_body ON notes (body, old)',
    )
    const asked: string[] = []
    const answers = ['what?', 'o', 'd', 'drop', '', 'drop']
    const ask = async (question: string) => {
      asked.push(question)
      return answers.shift()!
    }
    let into: Awaited<ReturnType<typeof decided>>['into']
    const made = await make(`${declared()}\n`, {}, async (project, options) => {
      const done = await decided(project, shadow, { ...options, allow: ['data-loss'] }, (kept) =>
        askUndeclared(kept, ask),
      )
      into = done.into
      return done
    })
    expect(answers, asked.join('\n')).to.deep.equal([])
    expect(told(made)).to.have.members(['COLUMN public.notes.old is unexpected', 'INDEX public.old_body is unexpected'])
    expect([...made.kept.keys()]).to.deep.equal(['INDEX public.notes_body_index'])
    expect(made.files.map(({ source }) => source).join())
      .to.contain('Beside the models stays what hand-written files built: INDEX public.notes_body_index.')
      .and.not.contain('notes.extra')
    const text = await readFile(join(root, `models${count}`, 'index.ts'), 'utf8')
    expect(text).to.contain('extra: text()').and.not.contain('old')
    expect(Object.keys(into!.declared)).to.deep.equal(['COLUMN public.notes.extra'])
  })
})
