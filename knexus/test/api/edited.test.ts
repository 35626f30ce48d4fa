import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { commandProject, knexfile, type CommandProject } from '../support/command.ts'

const MODEL = (more: string, imports = '') =>
  `import { bigInteger, table, text } from 'knexus'\n${imports}\nexport const notes = table('notes', { id: bigInteger().primary(), body: text(), ${more} })\n`
const MIXIN = (more: string) => `import { text } from 'knexus'\nexport const mixin = { ${more} }\n`
const makes = (table: string) =>
  `export const up = (knex) => knex.raw('CREATE TABLE ${table} (id bigint)')\nexport const down = (knex) => knex.raw('DROP TABLE ${table}')\n`
const HELPED = `import { name } from '../helpers/name.ts'\nexport const up = (knex) => knex.raw('CREATE TABLE ' + name + ' (id bigint)')\nexport const down = () => {}\n`

/** Edits, one after the other, each of which makes another answer. */
const EDITS: readonly (readonly [what: string, files: Readonly<Record<string, string>>])[] = [
  ['nothing yet', {}],
  ['a model', { 'models/index.ts': MODEL('title: text()') }],
  ['a model again', { 'models/index.ts': MODEL('title: text(), more: text()') }],
  [
    'what a model imports now',
    {
      'models/mixin.ts': MIXIN('a: text()'),
      'models/index.ts': MODEL('...mixin', "import { mixin } from './mixin.ts'"),
    },
  ],
  ['what a model imports', { 'models/mixin.ts': MIXIN('a: text(), b: text()') }],
  ['a model that is wrong', { 'models/mixin.ts': 'export const mixin = { a: nothing() }' }],
  ['a model that is mended', { 'models/mixin.ts': MIXIN('c: text()') }],
  ['a migration', { 'migrations/20260102000000_more.ts': makes('more') }],
  ['a migration again', { 'migrations/20260102000000_more.ts': makes('again') }],
  [
    'a migration that is no plain one',
    { 'migrations/20260102000000_more.ts': HELPED, 'helpers/name.ts': `export const name = 'helped'\n` },
  ],
  ['what a migration imports', { 'helpers/name.ts': `export const name = 'helped_again'\n` }],
  [
    'the knexfile',
    {
      'knexfile.mjs': knexfile(`knexus: { schemas: ['public', 'app'], models: 'others' }`),
      'others/index.ts': MODEL('other: text()'),
    },
  ],
  ['a migration in JavaScript', { 'migrations/20260103000000_js.js': makes('js') }],
  ['a migration in JavaScript again', { 'migrations/20260103000000_js.js': makes('js_again') }],
]

describe('a process that stays while files are edited', function () {
  this.timeout('5m')
  for (const way of ['what is built', 'the sources'] as const)
    it(`answers as a new one does, and keeps nothing else, by ${way}`, async () => {
      const project = await commandProject({
        'models/index.ts': MODEL(''),
        'migrations/20260101000000_notes.ts': `export const up = (knex) => knex.raw('CREATE TABLE notes (id bigint CONSTRAINT notes_pkey PRIMARY KEY, body text)')\nexport const down = (knex) => knex.raw('DROP TABLE notes')\n`,
      })
      const staying = await stay(project, way)
      try {
        for (const [what, files] of EDITS) {
          await project.write(files)
          const found = [await staying.check(), await checked(project)]
          const fresh = await checked(project, '--fresh')
          expect(found, `after ${what} was written`).to.deep.equal([fresh, fresh])
        }
      } finally {
        staying.process.kill()
        await project.drop()
      }
    })
})

type Said = readonly unknown[]

async function checked(project: CommandProject, ...options: readonly string[]): Promise<Said> {
  const { out, err } = await project.knexus('check', '--json', ...options)
  const text = out || err
  const { models, pending, error } = JSON.parse(text.slice(text.indexOf('{'))) as Answer
  return said({ models: models ?? [], pending: pending ?? [], ...(error && { error }) })
}

interface Answer {
  readonly models: readonly (string | { readonly address: string })[]
  readonly pending: readonly string[]
  readonly error?: { readonly code: string }
}

function said({ models, pending, error }: Answer): Said {
  const addresses = models.map((one) => (typeof one === 'string' ? one.split(' ')[1] : one.address.split(' ')[1]))
  return [error?.code ?? '', addresses, pending]
}

/** A process that calls the package again and again. */
async function stay(
  { folder, live }: CommandProject,
  way: 'what is built' | 'the sources',
): Promise<{ readonly process: ChildProcess; check(): Promise<Said> }> {
  const entry =
    way === 'the sources' ? join(import.meta.dirname, '../../src/index.ts') : join(dirname(await built()), 'knexus.js')
  const script = `
    const { check } = await import(${JSON.stringify(pathToFileURL(entry).href)})
    const { createInterface } = await import('node:readline')
    for await (const _ of createInterface({ input: process.stdin }))
      console.log(JSON.stringify(await check({}).catch((error) => ({ models: [], pending: [], error: { code: error.code } }))))`
  const child = spawn(
    process.execPath,
    [...(way === 'the sources' ? ['--import', 'tsx'] : []), '--input-type=module', '-e', script],
    { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_ENV: '', COMMAND_URL: live.url } },
  )
  const lines = createInterface({ input: child.stdout })
  return {
    process: child,
    async check() {
      child.stdin.write('\n')
      const [line] = (await once(lines, 'line')) as [string]
      return said(JSON.parse(line) as Answer)
    },
  }
}

/** What is built of this package, where the command line begins. */
async function built(): Promise<string> {
  const { href } = pathToFileURL(join(import.meta.dirname, '../../bin/engine.js'))
  return ((await import(href)) as { engine: () => Promise<string> }).engine()
}
