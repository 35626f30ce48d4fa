import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'

const knexus = resolve(import.meta.dirname, '../../bin/knexus.js')

/** Tells which packages a process has loaded, at its end, on its last line of standard error. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  import module from 'node:module'
  const packageOf = (file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]
  process.on('exit', () => {
    const names = new Set(Object.keys(module._cache).map(packageOf).filter(Boolean))
    process.stderr.write('\\n' + JSON.stringify([...names].sort()))
  })`)}`

/** The packages with CommonJS or native code that a command has loaded when it finds that there is no project. */
async function loaded(folder: string, ...words: readonly string[]): Promise<readonly string[]> {
  const said = await new Promise<string>((done) => {
    execFile(process.execPath, ['--import', TELL, knexus, ...words], { cwd: folder }, (_, __, stderr) => done(stderr))
  })
  return JSON.parse(said.slice(said.lastIndexOf('\n')).trim()) as string[]
}

describe('what a command loads', function () {
  this.timeout(120_000)
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-loads-'))
    // The first one builds what the others run.
    await loaded(folder, '--help')
  })
  after(() => rm(folder, { recursive: true }))

  for (const words of [['--help'], ['status'], ['check']])
    it(`is next to nothing for ${words.join(' ')}`, async () => {
      expect(await loaded(folder, ...words)).to.deep.equal(['commander'])
    })

  for (const words of [['generate', 'add_studies'], ['pull'], ['up']])
    it(`is no parser of models for ${words.join(' ')}`, async () => {
      const packages = await loaded(folder, ...words)
      expect(packages).to.include('commander')
      expect(packages.filter((name) => /^@?oxc-parser|typescript|esbuild|pglite/.test(name))).to.deep.equal([])
    })
})
