import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { serverUrl } from '../support/server.ts'

const run = promisify(execFile)
const knexus = resolve(import.meta.dirname, '../../bin/knexus.js')

/** What a knexfile may say, and whether the command line finds the environment in it. */
const KNEXFILES: Readonly<Record<string, string>> = {
  'types and a file beside it': `import { name } from './name.ts'\nconst client: string = 'pg'\nexport default { [name]: { client } }`,
  'its own place': `const here: string = import.meta.dirname\nif (!here || !import.meta.url.startsWith('file:')) throw new Error('lost')\nexport default { named: { client: 'pg' } }`,
  'await at the top': `const name: string = await Promise.resolve('named')\nexport default { [name]: { client: 'pg' } }`,
  'an import by call': `const { name } = await import('./name.ts')\nexport default { [name]: { client: 'pg' } }`,
  'an import by call in a file beside it': `import { lazily } from './lazily.ts'\nexport default async () => ({ [await lazily()]: { client: 'pg' } })`,
  'a function': `export default async () => { const { name }: { name: string } = await import('./name.ts'); return { [name]: { client: 'pg' } } }`,
}

describe('a file in TypeScript', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-load-'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    await writeFile(
      join(folder, 'lazily.ts'),
      `export const lazily = async (): Promise<string> => (await import('./name.ts')).name\n`,
    )
    await writeFile(join(folder, 'name.ts'), `export const name: string = 'named'\n`)
  })

  afterEach(() => rm(folder, { recursive: true }))

  for (const [what, text] of Object.entries(KNEXFILES)) {
    it(`may have ${what}`, async () => {
      await writeFile(join(folder, 'knexfile.ts'), text)
      const { stderr } = await run(process.execPath, [knexus, 'status', '--env', 'unnamed'], { cwd: folder }).catch(
        (error: { stderr: string }) => error,
      )
      expect(stderr).to.include('unknown-environment').and.include('Choose one with --env or NODE_ENV: named.')
    })
  }

  it('says where it is wrong', async () => {
    await writeFile(join(folder, 'knexfile.ts'), 'const a: = 1\n')
    const { stderr } = await run(process.execPath, [knexus, 'status'], { cwd: folder }).catch(
      (error: { stderr: string }) => error,
    )
    expect(stderr).to.include('bad-knexfile').and.include('knexfile.ts:1:9')
  })

  it('says where a model is wrong that is named by a relative path', async () => {
    await writeFile(join(folder, 'knexfile.js'), `export default { development: { client: 'pg' } }`)
    await writeFile(join(folder, 'model.ts'), 'const a: = 1\n')
    const words = ['diff', '--from', 'empty', '--to', 'models:model.ts', '--shadow', serverUrl()]
    const { stderr } = await run(process.execPath, [knexus, ...words], { cwd: folder }).catch(
      (error: { stderr: string }) => error,
    )
    expect(stderr).to.include('bad-model').and.include('model.ts:1:10')
  })

  const SHARED = `import { integer, table } from 'knexus'\nexport const shared = table('shared', { id: integer() })`
  const MODELS: Readonly<Record<string, string>> = {
    'a comment that says import (': `import { shared } from './shared.ts'\nimport { integer, table } from 'knexus'\n// automatic import (of rows)\nexport const more = table('more', { id: integer(), name: shared.name ? integer() : integer() })`,
    'a text that says import (': `import { integer, sql, table } from 'knexus'\nexport * from './shared.ts'\nexport const more = table('more', { id: integer().comment('automatic import (where the file is)') })\nvoid sql`,
    'an import by call': `import { integer, table } from 'knexus'\nconst { shared } = await import('./shared.ts')\nexport { shared }\nexport const more = table('more', { id: integer() })`,
    'await at the top': `import { integer, table } from 'knexus'\nimport { shared } from './shared.ts'\nawait Promise.resolve(shared)\nexport const more = table('more', { id: integer() })`,
  }
  for (const [what, text] of Object.entries(MODELS))
    it(`is evaluated once, beside ${what}`, async () => {
      const models = await mkdtemp(join(import.meta.dirname, '.models-'))
      try {
        await writeFile(join(models, 'b.ts'), text)
        await writeFile(join(models, 'a.ts'), `export { shared } from './shared.ts'\n`)
        await writeFile(join(models, 'shared.ts'), `${SHARED}\nconsole.error('evaluated')\n`)
        const { stdout, stderr } = await run(
          process.execPath,
          [knexus, 'diff', '--from', 'empty', '--to', `models:${models}`, '--sql', '--shadow', serverUrl()],
          { cwd: models },
        ).catch((error: { stdout: string; stderr: string }) => error)
        expect(stdout, stderr)
          .to.match(/CREATE TABLE public.shared/)
          .and.match(/CREATE TABLE public.more/)
        // Once by what it was built with, twice at the most where the compiler had to be asked in another way.
        expect(stderr.match(/evaluated/g)?.length, stderr).to.be.lessThan(what.startsWith('await') ? 3 : 2)
      } finally {
        await rm(models, { recursive: true })
      }
    })

  const NOTES = { 'models/notes.ts': SHARED.replaceAll('shared', 'notes') }
  const MORE = (from: string) =>
    `import { integer, table } from 'knexus'\n${from}\nexport const more = table('more', { id: integer(), name: notes.name ? integer() : integer() })`
  const MIXED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'from a model in JavaScript': { ...NOTES, 'models/a.js': MORE(`import { notes } from './notes.ts'`) },
    'from a model in JavaScript that ends with .mjs': {
      ...NOTES,
      'models/a.mjs': MORE(`import { notes } from './notes.ts'`),
    },
    'from an index in JavaScript': {
      ...NOTES,
      'models/a.js': MORE(`import { notes } from './notes.ts'`),
      'models/index.js': `export * from './notes.ts'\nexport * from './a.js'`,
    },
    'from outside of the models, which are JavaScript alone': {
      'names.ts': `export const name: string = 'more'`,
      'models/notes.js': SHARED.replaceAll('shared', 'notes'),
      'models/a.js': `import { integer, table } from 'knexus'\nimport { name } from '../names.ts'\nexport const more = table(name, { id: integer() })`,
    },
    'from a model in CommonJS': {
      ...NOTES,
      'models/a.cjs': `const { integer, table } = require('knexus')\nconst { notes } = require('./notes.ts')\nexports.more = table('more', { id: integer(), name: notes.name ? integer() : integer() })`,
    },
  }
  for (const [from, files] of Object.entries(MIXED))
    for (const type of ['module', 'commonjs'] as const) {
      // Plain JavaScript that ends with .js says in package.json that it imports and exports.
      if (type === 'commonjs' && Object.keys(files).some((file) => file.endsWith('.js'))) continue
      it(`is imported ${from}, in a project of type ${type}`, async () => {
        const project = await mkdtemp(join(import.meta.dirname, '.mixed-'))
        try {
          await mkdir(join(project, 'models'))
          await writeFile(join(project, 'package.json'), JSON.stringify({ type }))
          for (const [file, text] of Object.entries(files)) await writeFile(join(project, file), text)
          const { stdout, stderr } = await run(
            process.execPath,
            [knexus, 'diff', '--from', 'empty', '--to', 'models:models', '--sql', '--shadow', serverUrl()],
            { cwd: project },
          ).catch((error: { stdout: string; stderr: string }) => error)
          expect(stdout, stderr)
            .to.match(/CREATE TABLE public.notes/)
            .and.match(/CREATE TABLE public.more/)
        } finally {
          await rm(project, { recursive: true })
        }
      })
    }

  it('is imported from a knexfile in JavaScript', async () => {
    await writeFile(
      join(folder, 'knexfile.js'),
      `import { name } from './name.ts'\nexport default { [name]: { client: 'pg' } }`,
    )
    const { stderr } = await run(process.execPath, [knexus, 'status', '--env', 'unnamed'], { cwd: folder }).catch(
      (error: { stderr: string }) => error,
    )
    expect(stderr).to.include('Choose one with --env or NODE_ENV: named.')
  })
})
