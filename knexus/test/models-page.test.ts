import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { build } from '../src/build/index.ts'
import * as language from '../src/index.ts'
import { introspect } from '../src/introspect/index.ts'
import { schemaOf } from '../src/schema.ts'
import { lacking, leaveOut } from './support/leave-out.ts'
import { database } from './support/server.ts'

const page = await readFile(resolve(import.meta.dirname, '../../docs/models.md'), 'utf8')
const index = await readFile(resolve(import.meta.dirname, '../src/index.ts'), 'utf8')
const examples = page.split(/^## /m).flatMap((section) =>
  [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ''], at) => ({
    title: `${section.split('\n', 1)[0]!}${at > 0 ? `, ${at + 1}` : ''}`,
    code,
  })),
)

/** The columns that the table of column types shows: `string(64).unique()`, in the row of `string()`. */
const COLUMNS = page
  .slice(page.indexOf('## Column types'), page.indexOf('## What a column says'))
  .split('\n')
  .flatMap((line) => {
    const [, name, text = ''] = /^\| `(\w+)\(\)` \| `[^`]+` \| (.*) \|$/.exec(line) ?? []
    if (name === undefined) return []
    const calls = [...text.matchAll(/(`+)(?:id: )?(.+?)\1/g)].flatMap(([, , code = '']) =>
      new RegExp(`^${name}(<.*>)?\\(`).test(code) ? [code] : [],
    )
    return [{ name, calls }]
  })

/** What the compiler, the tool and a program that runs its commands use, and no model does. */
const COMMANDS = [...index.matchAll(/^export \{ (\w+) \} from '\.\/api\//gm)].map(([, name]) => name!)
const NOT_FOR_MODELS = new Set(['KnexusError', 'Sql', 'columns', ...COMMANDS])

describe('docs/models.md', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(import.meta.dirname, '.models-page-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('speaks of every word that models import', () => {
    const missing = Object.keys(language).filter(
      (name) => !NOT_FOR_MODELS.has(name) && !new RegExp(`\\b${name}\\b`).test(page),
    )
    expect(missing).to.deep.equal([])
    const types = [...index.matchAll(/^export type \{ (\w+) \}/gm)].map(([, name]) => name!)
    expect(types).to.include.members(['Row', 'KnexTables'])
    expect(types.filter((name) => !new RegExp(`^\\| \`${name}\` \\| \\S`, 'm').test(page))).to.deep.equal([])
    expect(examples).to.have.length.greaterThan(7)
  })

  for (const { title, code } of examples)
    it(`has an example that is built: ${title}`, async function () {
      leaveOut(this, lacking(0, code.includes("extension('pg_trgm')") ? 'CREATE EXTENSION pg_trgm' : ''))
      const file = join(folder, `${title.replaceAll(/\W+/g, '_')}.ts`)
      await writeFile(file, code)
      await isBuilt(Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>))
    })

  it('shows every type of column by an example', () => {
    expect(COLUMNS).to.have.length.greaterThan(25)
    expect(COLUMNS.filter(({ calls }) => calls.length === 0)).to.deep.equal([])
  })

  for (const { name, calls } of COLUMNS)
    for (const [at, call] of calls.entries())
      it(`shows a column that is built: ${call}`, async function () {
        const needs = ['vector', 'citext'].find((one) => one === name)
        leaveOut(this, lacking(0, needs === undefined ? '' : `CREATE EXTENSION ${needs}`))
        const used = new Set(
          [...call.matchAll(/(\w+)[(<`.]/g)].map(([, word]) => word!).filter((word) => word in language),
        )
        const words = [
          ...new Set([...used, 'table', 'text', 'uuid', 'namespace', 'declareWith', ...(needs ? ['extension'] : [])]),
        ]
        const file = join(folder, `column_${name}_${at}.ts`)
        await writeFile(
          file,
          `import { ${words.join(', ')} } from 'knexus'
export const studies = table('studies', { id: uuid().primary() })
export const app = namespace('app')
export const mood = declareWith({ schema: 'app' }).enumType('Mood', ['calm'])
export const shown = table('shown', { title: text(), shown: ${call} })
${needs ? `export const needed = extension('${needs}')\n` : ''}`,
        )
        await isBuilt(Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>))
      })
})

/** Builds what models declare, and finds all of it in the database. */
async function isBuilt(models: readonly unknown[]): Promise<void> {
  const { objects } = language.collect([{ models }])
  const base = await database()
  try {
    const client = await base.connect()
    await build(schemaOf(objects), client)
    const built = await introspect(client)
    expect([...schemaOf(objects).keys()].filter((address) => !built.has(address))).to.deep.equal([])
    expect(objects.length).to.be.greaterThan(1)
  } finally {
    await base.drop()
  }
}
