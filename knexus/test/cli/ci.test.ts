import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { KnexusSettings } from '../../src/project/index.ts'
import { defaults } from '../../src/project/run-settings.ts'
import { MARKER } from '../../src/review/comment.ts'
import { commandProject } from '../support/command.ts'

const root = resolve(import.meta.dirname, '../../..')
const page = await readFile(resolve(root, 'docs/ci.md'), 'utf8')

describe('the page of CI', function () {
  this.timeout('5m')

  it('has commands that run, in their order, on a branch that drops a column', async () => {
    const project = await commandProject({
      'models/notes.js': `import { table, integer, text } from 'knexus'\nexport const notes = table('notes', { id: integer().primary(), body: text() })\n`,
    })
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: project.folder })
    try {
      expect((await project.knexus('generate', 'notes')).exit).to.equal(0)
      git('init', '-q', '-b', 'main')
      git('add', '.')
      git('commit', '-qm', 'base')
      git('update-ref', 'refs/remotes/origin/main', 'main')
      const [first] = await project.list('migrations')
      expect(first).to.match(/\.[jt]s$/)
      await project.write({
        'migrations/20990101000000_drop.js': `export const up = (knex) => knex.raw('ALTER TABLE notes DROP body')\nexport const down = (knex) => knex.raw('ALTER TABLE notes ADD body text')\n`,
        'models/notes.js': `import { table, integer } from 'knexus'\nexport const notes = table('notes', { id: integer().primary() })\n`,
      })
      const commands = [...page.matchAll(/npx knexus ((?:up|check|lint|verify|review)\b[^\n"]*)/g)].map(([, words]) =>
        words!.trim(),
      )
      expect(commands).to.have.length.greaterThan(10)
      const expected: Readonly<Record<string, number>> = { up: 0, check: 0, lint: 1, verify: 1, review: 0 }
      const seen = new Map<string, Awaited<ReturnType<typeof project.knexus>>>()
      for (const command of new Set(commands)) {
        const ended = await project.knexus(...command.split(' '))
        expect(ended.exit, `${command}: ${ended.all}`).to.equal(expected[command.split(' ')[0]!])
        seen.set(command, ended)
      }
      expect(seen.get('lint --base origin/main --format github')!.out).to.match(
        /^::error file=migrations\/20990101000000_drop\.js,line=1,/,
      )
      const pattern = new RegExp(JSON.parse(/"regexp": (".*"),/.exec(page)![1]!) as string, 'm')
      expect(pattern.exec(seen.get('lint --base HEAD')!.out)?.slice(1, 6)).to.deep.equal([
        'error',
        'drop-column',
        'public.notes.body is dropped with its values',
        'migrations/20990101000000_drop.js',
        '1',
      ])
      expect((await project.read('review.md')).startsWith(MARKER)).to.equal(true)
    } finally {
      await project.drop()
    }
  })

  it('finds the comment by the marker that review writes', () => {
    expect(page.split(`startswith("${MARKER}")`)).to.have.length(2)
    expect(page.split(`startsWith("${MARKER}")`)).to.have.length(2)
  })
})

describe('the schema of the settings', () => {
  /** Every setting, with a value that it may have. */
  const every: { readonly [K in keyof Required<KnexusSettings>]: Required<KnexusSettings>[K] } = {
    models: 'db/models',
    migrations: 'db/migrations',
    shadow: 'embedded',
    production: true,
    schemas: ['public'],
    include: ['TABLE public.*'],
    exclude: ['TABLE public.tmp_*'],
    without: ['owner'],
    compare: ['owner'],
    lint: { rewrite: 'warning', 'drop-column': 'off' },
    run: defaults,
    inventory: undefined,
  }

  it('takes every setting that there is, with the defaults that there are, and nothing else', async () => {
    const schema = JSON.parse(await readFile(resolve(root, 'knexus/schema/settings.json'), 'utf8')) as {
      readonly properties: {
        readonly run: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> }
      }
    }
    const { inventory: _counted, ...settings } = every
    const validate = new Ajv.default({ strict: false, formats: { 'date-time': true } }).compile(schema)
    expect(validate(settings), JSON.stringify(validate.errors)).to.equal(true)
    expect(Object.keys(schema.properties).toSorted()).to.deep.equal(Object.keys(settings).toSorted())
    const said = Object.entries(schema.properties.run.properties).map(([name, { default: value }]) => [name, value])
    expect(Object.fromEntries(said)).to.deep.equal(defaults)
    for (const wrong of [{ model: 'a' }, { lint: { rewrite: 'loud' } }, { run: { lockTimeout: '2s' } }])
      expect(validate(wrong), JSON.stringify(wrong)).to.equal(false)
  })
})
