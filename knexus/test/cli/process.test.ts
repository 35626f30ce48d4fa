import { exec } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { serverUrl } from '../support/server.ts'

const program = `'${process.execPath}' '${resolve(import.meta.dirname, '../../bin/knexus.js')}'`
const run = promisify(exec)

describe('the process of the command line', function () {
  this.timeout(600_000)

  it('goes on quietly when nobody reads any more', async () => {
    const { stdout, stderr } = await run(
      `(${program} --help; echo "ended with $?" >&2) | true; (${program} no-such-command 2>&1; echo "ended with $?" >&2) | true`,
    )
    expect({ stdout, stderr }).to.deep.equal({ stdout: '', stderr: 'ended with 0\nended with 2\n' })
  })

  it('has every command in both READMEs, what docs/coming-from.md types, and the options of all commands in the help of one', async () => {
    const { stdout: help } = await run(`${program} --help`)
    const names = [...help.slice(help.indexOf('Commands:')).matchAll(/^  ([a-z-]+)/gm)].map(([, name]) => name!)
    expect(names).to.include.members(['init', 'generate', 'squash'])
    for (const file of ['../../../README.md', '../../README.md']) {
      const text = await readFile(resolve(import.meta.dirname, file), 'utf8')
      const table = text.slice(text.indexOf('## Commands'), text.indexOf('Every command takes'))
      const missing = names.filter((name) => name !== 'help' && !new RegExp(`\`(knexus )?${name}[ \`]`).test(table))
      expect(missing, file).to.deep.equal([])
    }
    const comparison = await readFile(resolve(import.meta.dirname, '../../../docs/coming-from.md'), 'utf8')
    const typed = new Map<string, string[]>()
    for (const [, name, rest] of comparison.matchAll(/`npx knexus ([a-z-]+)([^`]*)`/g))
      typed.set(name!, [...(typed.get(name!) ?? []), ...(rest!.match(/--[a-z-]+/g) ?? [])])
    expect(names).to.include.members([...typed.keys()])
    for (const [name, options] of typed) {
      if (options.length === 0) continue
      const { stdout: its } = await run(`${program} ${name} --help`)
      for (const option of options) expect(its, name).to.contain(option)
    }
    const { stdout: one } = await run(`${program} status --help`)
    for (const option of ['--env', '--knexfile', '--shadow', '--json']) expect(one).to.contain(option)
  })

  it('lends models what is built of this package, instead of compiling its sources', async () => {
    const folder = await mkdtemp(join(import.meta.dirname, '.process-'))
    try {
      await mkdir(join(folder, 'models'))
      await mkdir(join(folder, 'migrations'))
      await writeFile(
        join(folder, 'knexfile.ts'),
        `export default { development: { client: 'pg', connection: process.env.PROCESS_URL, knexus: { models: 'models' } } }`,
      )
      await writeFile(
        join(folder, 'models/notes.ts'),
        `import { bigInteger, table } from 'knexus'
declare const require: NodeJS.Require
export const notes = table('notes', { id: bigInteger() })
console.error(Object.keys(require.cache).filter((path) => /knexus.src/.test(path)).length, 'of the sources')\n`,
      )
      const { stdout, stderr } = await run(`${program} diff --from empty --to models --sql`, {
        cwd: folder,
        env: { ...process.env, PROCESS_URL: serverUrl(), NODE_ENV: '' },
      })
      expect(stdout).to.contain('CREATE TABLE public.notes')
      expect(stderr).to.contain('1 of the sources')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('ends when the work is over, whatever a file of the project has left open', async () => {
    const folder = await mkdtemp(join(import.meta.dirname, '.process-'))
    try {
      await mkdir(join(folder, 'migrations'))
      await writeFile(
        join(folder, 'knexfile.mjs'),
        `setInterval(() => {}, 1000)\nexport default { development: { client: 'pg', connection: process.env.PROCESS_URL } }`,
      )
      const { stdout, stderr } = await run(`${program} status`, {
        cwd: folder,
        env: { ...process.env, PROCESS_URL: serverUrl(), NODE_ENV: '', DEBUG: '1' },
      })
      expect(stdout).to.equal('There are no migrations.\n')
      expect(stderr).to.contain('still open:')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('counts relative folders from the knexfile, wherever it is called', async () => {
    const folder = await mkdtemp(join(import.meta.dirname, '.process-'))
    try {
      for (const place of ['sql', 'rows', 'kinds']) await mkdir(join(folder, place))
      await writeFile(join(folder, 'sql/1_a.mjs'), `export const up = () => {}\nexport const down = () => {}\n`)
      await writeFile(
        join(folder, 'knexfile.mjs'),
        `export default { development: { client: 'pg', connection: process.env.PROCESS_URL, migrations: { directory: './sql', loadExtensions: ['.mjs'] }, seeds: { directory: ['rows'] }, knexus: { models: './kinds' } } }`,
      )
      const { stdout } = await run(`${program} status --knexfile ${join(folder, 'knexfile.mjs')}`, {
        cwd: '/',
        env: { ...process.env, PROCESS_URL: serverUrl(), NODE_ENV: '' },
      })
      expect(stdout).to.contain('pending  1_a.mjs')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
