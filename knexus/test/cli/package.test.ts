import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { expect } from 'chai'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { tarball } from '../support/tarball.ts'

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
  let archive: Buffer
  before(async () => {
    folder = await mkdtemp(join(import.meta.dirname, '.package-'))
    const packed = await tarball(join(folder, 'pack'))
    archive = await readFile(packed)
    await mkdir(join(folder, 'node_modules'))
    await run('tar', ['-xzf', packed, '-C', folder])
    await rename(join(folder, 'package'), join(folder, 'node_modules/knexus'))
    for (const [name, text] of Object.entries(PROJECT)) await writeFile(join(folder, name), text)
  })
  after(() => rm(folder, { recursive: true }))

  it('is what its package.json says, to publint', async () => {
    const { messages, pkg } = await publint({
      pack: { tarball: archive.buffer.slice(archive.byteOffset, archive.byteOffset + archive.length) as ArrayBuffer },
      strict: true,
    })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).to.deep.equal([])
  })

  it('gives types that say what its modules are, to Are the types wrong', async () => {
    const checked = await checkPackage(createPackageFromTarballData(archive))
    if (!checked.types) throw new Error('the package has no types')
    // The older resolution knows no exports, and `require` of a module is what every Node does that this package runs on.
    const told = checked.problems.filter(
      (problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
    )
    expect(told).to.deep.equal([])
    expect(Object.keys(checked.entrypoints)).to.deep.equal(['.', './backfill', './testing', './schema/*'])
  })

  it('leaves the exports of the checkout, which are its sources, as they were', async () => {
    const exportsOf = async (of: string) =>
      (JSON.parse(await readFile(join(of, 'package.json'), 'utf8')) as { exports: Readonly<Record<string, unknown>> })
        .exports
    expect(await exportsOf(join(folder, 'pack/knexus'))).to.deep.equal(await exportsOf(knexus))
    expect((await exportsOf(knexus))['.']).to.equal('./src/index.ts')
    expect((await exportsOf(join(folder, 'node_modules/knexus')))['.']).to.deep.equal({
      types: './dist/types/index.d.ts',
      default: './dist/release/knexus.js',
    })
  })

  it('brings its command line built, and leaves nothing built in the checkout', async () => {
    expect(await readdir(join(folder, 'node_modules/knexus'))).to.include.members(['README.md', 'LICENSE'])
    expect(await readdir(join(folder, 'node_modules/knexus/dist'))).to.deep.equal(['release', 'types'])
    expect(
      (await run(process.execPath, [join(folder, 'node_modules/knexus/bin/knexus.js'), '--help'])).stdout,
    ).to.contain('Usage: knexus')
    expect(await readdir(join(folder, 'pack/knexus/dist'))).to.deep.equal([])
  })

  for (const [modules, script] of [
    ['an ES module', `import('knexus').then(({ check, up }) => console.log(typeof check, typeof up))`],
    ['CommonJS', `const { check, up } = require('knexus'); console.log(typeof check, typeof up)`],
  ] as const)
    it(`gives its functions to plain JavaScript: ${modules}`, async () => {
      expect(await run(process.execPath, ['-e', script], { cwd: folder })).to.deep.equal({
        stdout: 'function function\n',
        stderr: '',
      })
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
