import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Context } from 'mocha'
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

/** The rows of a table of the reference: the name in the first cell, and the text of the last. */
const rowsOf = (heading: string) => {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))!
  return [...section.matchAll(/^\| `([\w.]+)\(\)` \|.* \| (.*) \|$|^\| `([\w.]+)\(\)` \| (.*) \|$/gm)].map(
    ([, typed, last, name, text]) => ({ name: typed ?? name!, text: last ?? text! }),
  )
}

/** The pieces of code in a text: `string(64).unique()`, without the name of the column that some have. */
const codesOf = (text: string) =>
  [...text.matchAll(/(`+)\s*(?:id: )?(.+?)\s*\1/g)].map(([, , code = '']) => code.replaceAll(String.raw`\|`, '|'))

/** The columns that the reference shows: those of a type, and those with a method. */
const COLUMNS = [
  ...rowsOf('Column types').map(({ name, text }) => ({
    name,
    calls: codesOf(text).filter((code) => new RegExp(`^${name}(<.*>)?\\(`).test(code)),
  })),
  ...rowsOf('Column methods').map(({ name, text }) => ({
    name: `.${name}`,
    calls: codesOf(text).filter((code) =>
      new RegExp(`^(${Object.keys(language.columns).join('|')})\\(.*\\)$`).test(code),
    ),
  })),
]

/** What the reference shows of tables: `t.primary(['workspace_id', 'study_id'])`. */
const PARTS = rowsOf('Table methods').map(({ name, text }) => ({
  name,
  calls: codesOf(text).filter((code) => code.startsWith(`${name}(`)),
}))

/** The columns of the table around an example. */
const SHOWN = `{
  workspace_id: uuid().notNullable(), study_id: uuid().notNullable(), code: text().notNullable(), room: integer(), owner: text(),
  city: text(), country: text(), email: text(), created_at: timestamp().notNullable(),
  updated_at: timestamp(), deleted_at: timestamp(), started_at: timestamp(), finished_at: timestamp(),
}`

/** What must be there for an example to be built: in the models, or in its table. */
const AROUND: Readonly<Record<string, { readonly models?: string; readonly part?: string }>> = {
  't.partitions': { part: "t.partitionBy('range', ['created_at'])" },
  't.partitionOf': {
    models: `export const events = table('events', columns, (t) => [t.partitionBy('range', ['created_at'])])`,
  },
  't.inherits': { models: `export const events = table('events', { code: text().notNullable() })` },
  't.of': {
    models: `export const study = composite('study', { ${[...SHOWN.matchAll(/(\w+: \w+\(\d*\))/g)].map(([column]) => column).join(', ')} })`,
  },
  't.replicaIdentity': { part: "t.index(['code'], { name: 'studies_code', unique: true })" },
  't.clusterOn': { part: "t.index(['code'], { name: 'studies_code' })" },
}

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

  it('shows every type of column, and every method of columns and tables, by an example', () => {
    const methods = (value: object) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(value)).filter((name) => name !== 'constructor')
    expect(COLUMNS.map(({ name }) => name)).to.have.members([
      ...Object.keys(language.columns),
      ...methods(language.text()).map((name) => `.${name}`),
    ])
    let parts: string[] = []
    language.table('shown', {}, (t) => {
      parts = methods(t).map((name) => `t.${name}`)
      return []
    })
    expect(PARTS.map(({ name }) => name)).to.have.members(parts)
    const unshown = COLUMNS.filter(
      ({ name, calls }) => calls.length === 0 || (name.startsWith('.') && !calls.every((call) => call.includes(name))),
    )
    expect([...unshown, ...PARTS.filter(({ calls }) => calls.length === 0)].map(({ name }) => name)).to.deep.equal([])
  })

  for (const { name, calls } of COLUMNS)
    for (const [at, call] of calls.entries())
      it(`shows a column that is built: ${call}`, async function () {
        const code = imported(
          `${AUXILIARY}export const shown = table('shown', { title: text(), quantity: integer(), starts_at: timestamp(), shown: ${call} })`,
        )
        await isShown(this, `column_${name}_${at}`, code)
      })

  for (const { name, calls } of PARTS)
    for (const [at, call] of calls.entries())
      it(`shows a part of a table that is built: ${call}`, async function () {
        const { models = '', part } = AROUND[name] ?? {}
        const columns = SHOWN.replace('{', call.includes('embedding') ? '{ embedding: vector(3),' : '{')
        const code = imported(
          `${AUXILIARY}const columns = ${columns}\n${models}
export const shown = table('shown', columns, (t) => [${part === undefined ? '' : `${part}, `}${call}])`,
        )
        await isShown(this, `part_${name}_${at}`, code)
      })

  /** Writes an example to a file, for the compiler, and builds it. */
  async function isShown(test: Context, name: string, code: string): Promise<void> {
    const file = join(folder, `${name.replaceAll(/\W+/g, '_')}.ts`)
    await writeFile(file, code)
    const needs = [...code.matchAll(/extension\('(\w+)'\)/g)].map(([, extension]) => `CREATE EXTENSION ${extension}`)
    leaveOut(test, lacking(0, ...needs))
    await isBuilt(Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>))
  }

  it('has examples that compile', async () => {
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.json',
        compilerOptions: { noUnusedLocals: false, skipLibCheck: true },
        include: ['*.ts'],
      }),
    )
    const compiler = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
    const errors = await promisify(execFile)(process.execPath, [compiler, '--noEmit', '-p', folder]).then(
      () => '',
      (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)),
    )
    expect(errors).to.equal('')
  })
})

/** Models that an example may refer to. */
const AUXILIARY = `export const studies = table('studies', { id: uuid().primary(), workspace_id: uuid() }, (t) => [t.unique(['id', 'workspace_id'])])
export const app = namespace('app')
export const mood = declareWith({ schema: 'app' }).enumType('Mood', ['calm'])
export const touch = fn('touch', { body: 'BEGIN NEW.updated_at := now(); RETURN NEW; END' })
`

/** Code with the extensions that it needs declared, and with an import of the words that it uses. */
function imported(code: string): string {
  const needs = [
    ...(/\bvector\(/.test(code) ? ['vector'] : []),
    ...(code.includes('citext(') ? ['citext'] : []),
    ...(code.includes('t.exclude(') ? ['btree_gist'] : []),
  ]
  const whole = [code, ...needs.map((name) => `export const needed_${name} = extension('${name}')`), ''].join('\n')
  const used = new Set(
    [...whole.matchAll(/(?<![.\w'])(\w+)[(<`.]/g)].map(([, word]) => word!).filter((word) => word in language),
  )
  return `import { ${[...used].toSorted().join(', ')} } from 'knexus'\n${whole}`
}

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
