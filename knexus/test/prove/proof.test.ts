import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { generate, type Generated } from '../../src/generate/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { database, type TestDatabase } from '../support/server.ts'

/** A change of the table `t`, beside a table `u` that widens a column, and what the head of the files says of it. */
const CHANGES = [
  {
    what: 'a column that no row can get',
    from: 'id: integer().primary()',
    to: 'id: integer().primary(), a: text().notNullable()',
    allow: ['required-column'],
    says: [/^Run on /, /no made-up row passes: ALTER TABLE public\.t ADD COLUMN a text NOT NULL/],
  },
  {
    what: 'a unique that some rows break',
    from: 'id: integer().primary(), flag: boolean().notNullable()',
    to: 'id: integer().primary(), flag: boolean().notNullable().unique()',
    allow: [],
    says: [/^Proved on /, /can fail on existing rows: CREATE UNIQUE INDEX t_flag/],
  },
  {
    what: 'a check that no made-up row passes',
    from: 'id: integer().primary(), n: integer().notNullable()',
    to: `id: integer().primary(), n: integer().notNullable().check('n * n = 1522756', 'n')`,
    allow: [],
    says: [/^Run on /, /no made-up row passes: ALTER TABLE public\.t VALIDATE CONSTRAINT/],
  },
  {
    what: 'texts that are no numbers',
    from: 'id: integer().primary(), a: text()',
    to: `id: integer().primary(), a: integer().using('a::integer')`,
    allow: ['data-loss'],
    says: [/no made-up row passes: ALTER TABLE public\.t ALTER COLUMN a TYPE integer|It can fail on existing rows/],
  },
  {
    what: 'values that one of two columns cannot give back',
    from: 'id: integer().primary(), a: integer(), b: decimal(10, 4)',
    to: `id: integer().primary(), a: text().using("'x' || a"), b: decimal(12, 4)`,
    allow: ['data-loss'],
    says: [
      /lost, as allowed: the way back of the values of public\.t\.a \([^)]*\)\.$/,
      /^(?!.*way back.*public\.t\.b).*Values compared/,
    ],
  },
  {
    what: 'columns that others are put in the place of',
    from: `id: integer().primary(), a: varchar(20), b: text()`,
    to: `id: bigInteger().primary(), a: varchar(10), b: text()`,
    allow: ['data-loss'],
    says: [/^Columns at the end of their tables after up and down: public\.t\.id, public\.t\.a\.$/],
  },
  {
    what: 'a column that down makes again',
    from: `id: integer().primary(), a: text(), b: text(), c: text()`,
    to: `id: integer().primary(), d: text().renamedFrom('c')`,
    allow: ['data-loss'],
    says: [/^Columns at the end of their tables after down: public\.t\.a, public\.t\.b\.$/],
  },
  {
    what: 'the last column, which down puts where it was',
    from: `id: integer().primary(), a: text(), b: text()`,
    to: `id: integer().primary(), a: text()`,
    allow: ['data-loss'],
    says: [],
    silent: /at the end of their tables/,
  },
] as const

describe('what is said of rows that a change refuses', () => {
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
    root = await mkdtemp(join(import.meta.dirname, '.proof-'))
  })
  after(async () => {
    await shadow.close()
    await rm(root, { recursive: true })
    await live.drop()
  })

  let step = 0
  const make = async (folder: string, columns: string, width: number, allow: readonly string[]): Promise<Generated> => {
    await mkdir(join(root, folder, 'migrations'), { recursive: true })
    const models = join(root, folder, `models_${(step += 1)}.ts`)
    await writeFile(
      models,
      `import { bigInteger, boolean, decimal, integer, string, table, text, varchar } from 'knexus'
       export const t = table('t', { ${columns} })
       export const u = table('u', { id: integer().primary(), name: string(${width}) })`,
    )
    const made = await generate(
      {
        knexfile: join(root, folder, 'knexfile.ts'),
        root: join(root, folder),
        environment: 'test',
        models,
        settings: {},
        config: {
          client: 'pg',
          connection: live.url,
          migrations: { directory: join(root, folder, 'migrations'), loadExtensions: ['.ts'] },
        },
      },
      shadow,
      { name: `step_${step}`, renames: [], allow, now: new Date() },
    )
    for (const { path, source } of made.files) await writeFile(path, source)
    return made
  }

  for (const { what, from, to, allow, says, ...more } of CHANGES) {
    it(`${what}: the statement is named, and the other tables keep their rows`, async () => {
      const folder = what.replaceAll(' ', '_')
      await make(folder, from, 10, [])
      const { notes } = await make(folder, to, 20, allow)
      for (const part of says)
        expect(
          notes.some((note) => part.test(note)),
          `${part}\n${notes.join('\n')}`,
        ).to.equal(true)
      if ('silent' in more) expect(notes.join('\n')).not.to.match(more.silent)
      expect(notes.join('\n'))
        .to.match(/Values compared after up and down \(tables: [1-9]/)
        .and.not.match(/text \d/)
    })
  }

  it('a required column of a table that was there is refused, with what to do instead, and not in a new table', async () => {
    await make('required', 'id: integer().primary()', 10, [])
    const refused: unknown = await make('required', 'id: integer().primary(), a: text().notNullable()', 10, []).catch(
      (error: unknown) => error,
    )
    expect(refused).to.have.property('code', 'required-column')
    expect(refused).to.have.property('message').that.contains('public.t.a')
    const { files } = await make('required', 'id: integer().primary(), a: text().notNullable()', 10, [
      'required-column=public.t.a',
    ])
    expect(files.map(({ source }) => source).join()).to.contain('ADD COLUMN a text NOT NULL')
  })
})
