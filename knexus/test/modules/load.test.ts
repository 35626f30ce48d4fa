import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
})
