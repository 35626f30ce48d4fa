import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const run = promisify(execFile)
const knexus = resolve(import.meta.dirname, '../..')

/** Compiled as strictly as anybody's project; `.js` and not `.ts`, as most write it. */
const PROJECT = {
  'package.json': '{ "type": "module" }',
  'models.ts': `import { bigIncrements, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigIncrements(), title: text().notNullable() })\n`,
  'use.ts': `import type { Knex } from 'knex'
import type { KnexTables, Row } from 'knexus'
import { backfill } from 'knexus/backfill'
import type * as models from './models.js'
declare module 'knex/types/tables.js' { interface Tables extends KnexTables<typeof models> {} }
export const title: Row<typeof models.notes>['title'] = 'a'
export const insert = (knex: Knex) => knex('notes').insert({ title })
// @ts-expect-error there is no such column
export const wrong = (knex: Knex) => knex('notes').insert({ titel: title })
export { backfill }
`,
}

describe('the package, as it is published', function () {
  this.timeout(600_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(import.meta.dirname, '.package-'))
    await run('npm', ['pack', '--pack-destination', folder], { cwd: knexus })
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
    await mkdir(join(folder, 'node_modules'))
    await run('tar', ['-xzf', join(folder, archive!), '-C', folder])
    await rename(join(folder, 'package'), join(folder, 'node_modules/knexus'))
    for (const [name, text] of Object.entries(PROJECT)) await writeFile(join(folder, name), text)
  })
  after(() => rm(folder, { recursive: true }))

  it('brings its command line built, and leaves nothing built in the checkout', async () => {
    expect(await readdir(join(folder, 'node_modules/knexus'))).to.include.members(['README.md', 'LICENSE'])
    expect(await readdir(join(folder, 'node_modules/knexus/dist'))).to.deep.equal(['release', 'types'])
    expect(
      (await run(process.execPath, [join(folder, 'node_modules/knexus/bin/knexus.js'), '--help'])).stdout,
    ).to.contain('Usage: knexus')
    expect(await readdir(join(knexus, 'dist'))).not.to.include.members(['types'])
  })

  it('gives its functions to JavaScript that runs with tsx', async () => {
    const script = `import('knexus').then(({ check, up }) => console.log(typeof check, typeof up))`
    expect((await run(process.execPath, ['--import', 'tsx', '-e', script], { cwd: folder })).stdout).to.equal(
      'function function\n',
    )
  })

  it('compiles in a strict project that does not import .ts files', async () => {
    const compile = run(
      process.execPath,
      [
        resolve(knexus, '../node_modules/typescript/bin/tsc'),
        '--ignoreConfig',
        '--noEmit',
        '--module',
        'nodenext',
        '--strict',
        '--exactOptionalPropertyTypes',
        '--noUncheckedIndexedAccess',
        '--types',
        'node',
        'use.ts',
      ],
      { cwd: folder },
    ).catch((error: { stdout: string }) => error)
    expect((await compile).stdout).to.equal('')
  })
})
