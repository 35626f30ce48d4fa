import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

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
})
