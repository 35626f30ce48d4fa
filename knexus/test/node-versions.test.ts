import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { leaveOut } from './support/leave-out.ts'
import { sampled } from './support/sample.ts'
import { database } from './support/server.ts'
import { tarball } from './support/tarball.ts'

const run = promisify(execFile)
const page = resolve(import.meta.dirname, '../../docs/api.md')

/** The oldest of each line that the package says it runs on. */
const NODES = sampled('NODES_SAMPLE', 1, ['20.19.0', '22.12.0', '24'])

const MODELS = {
  'TypeScript, a knexfile in TypeScript': {
    'package.json': '{ "type": "module" }',
    'knexfile.ts': `const url: string = process.env.INSTALLED_URL!\nexport default { development: { client: 'pg', connection: url } }\n`,
    'models/notes.ts': `import { bigIncrements, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigIncrements(), title: text().notNullable() })\n`,
  },
  'JavaScript in ES modules': {
    'package.json': '{ "type": "module" }',
    'knexfile.js': `export default { development: { client: 'pg', connection: process.env.INSTALLED_URL } }\n`,
    'models/notes.js': `import { bigIncrements, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigIncrements(), title: text().notNullable() })\n`,
  },
  'JavaScript in CommonJS': {
    'package.json': '{}',
    'knexfile.js': `module.exports = { development: { client: 'pg', connection: process.env.INSTALLED_URL } }\n`,
    'models/notes.js': `const { bigIncrements, table, text } = require('knexus')\nexports.notes = table('notes', { id: bigIncrements(), title: text().notNullable() })\n`,
  },
} as const

describe('the tarball, installed in an empty folder:', function () {
  this.timeout(600_000)
  let folder: string
  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'knexus-installed-'))
    const npm = (...args: readonly string[]) =>
      run('npm', ['install', '--no-audit', '--no-fund', '--prefix', ...args], { cwd: folder })
    const nodes = NODES.map((version) => npm(join(folder, version), `node@${version}`))
    const there = await Promise.all(nodes).catch(() => undefined)
    leaveOut(this, there ? undefined : 'needs a registry of packages')
    await npm(folder, 'knex', 'pg', await tarball(join(folder, 'pack')))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const version of NODES)
    for (const [language, files] of Object.entries(MODELS))
      it(`Node ${version}: ${language}`, async () => {
        const place = join(folder, `${version} ${language}`.replaceAll(/\W+/g, '-'))
        await mkdir(join(place, 'models'), { recursive: true })
        await mkdir(join(place, 'migrations'))
        const script = /```js\n([\s\S]*?)```/.exec(await readFile(page, 'utf8'))![1]!
        for (const [name, text] of Object.entries({ ...files, 'deploy.mjs': script }))
          await writeFile(join(place, name), text)
        const live = await database()
        const node = async (...args: readonly string[]) => {
          const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', NO_COLOR: '1', INSTALLED_URL: live.url }
          return (await run(join(folder, version, 'node_modules/node/bin/node'), args, { cwd: place, env })).stdout
        }
        const knexus = (...args: readonly string[]) => node(join(folder, 'node_modules/knexus/bin/knexus.js'), ...args)
        try {
          expect(await node('-p', 'process.versions.node')).to.match(new RegExp(`^${version}`))
          expect(await knexus('generate', 'create_notes')).to.contain('_create_notes.')
          expect(await node('deploy.mjs'))
            .to.match(/^run-start$/m)
            .and.match(/^1 ran$/m)
          expect(await knexus('check')).to.contain('Models, migrations and database agree.')
        } finally {
          await live.drop()
        }
      })
})
