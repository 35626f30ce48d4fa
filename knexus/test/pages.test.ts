import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { commandWords } from '../src/cli/main.ts'
import { commandProject } from './support/command.ts'
import { execute } from './support/server.ts'
import { take } from './support/transcript.ts'

const root = resolve(import.meta.dirname, '../..')
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'knexus/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .toSorted(),
]
const textOf = (page: string) => readFileSync(join(root, page), 'utf8')

interface Block {
  readonly language: string
  readonly titled: boolean
  readonly code: string
}

function blocksOf(page: string): Block[] {
  return [...textOf(page).matchAll(/^```(\S*)( title=.*)?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', title, code = '']) => ({ language, titled: title !== undefined, code }),
  )
}

/** The block of a page that holds a text. */
const block = (page: string, text: string) => blocksOf(page).find(({ code }) => code.includes(text))!.code

const START = 'knexus/test/start.test.ts'
const DOCKER = 'scripts/docker-smoke.ts'
const HERE = 'knexus/test/pages.test.ts'

/** Which file does what the blocks of a page say, by their language; `title` is a block that stands for a file. */
const HELD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': { console: START, title: START, sh: `${START}, ${DOCKER}` },
  'knexus/README.md': { console: START, title: START },
  'docs/start/existing-knex-project.md': { console: START, title: START },
  'docs/start/new-project.md': { console: START, title: START },
  'docs/start/old-database.md': { console: START, title: START },
  'docs/start/this-stack.md': { console: START, title: START, sh: DOCKER },
  'docs/adopting.md': { console: START },
  'docs/api.md': {
    js: 'knexus/test/node-versions.test.ts',
    console: 'knexus/test/node-versions.test.ts, knexus/test/cli/mcp.test.ts',
  },
  'docs/ci.md': {
    yaml: 'knexus/test/cli/ci.test.ts',
    sh: 'knexus/test/cli/ci.test.ts',
    json: 'knexus/test/cli/ci.test.ts',
  },
  'docs/clinnexus.md': { '': DOCKER },
  'docs/commands.md': { '': 'scripts/docs-reference.ts', sh: 'knexus/test/commands-page.test.ts' },
  'docs/configuration.md': { js: HERE },
  'docs/models.md': { ts: 'knexus/test/models-page.test.ts' },
  'docs/rules.md': { sql: 'knexus/test/rules/rules.test.ts' },
  'docs/running.md': { ts: HERE },
  'docs/testing.md': { ts: HERE },
  'docs/tour.md': {
    ts: 'scripts/docs-tour.ts',
    text: 'scripts/docs-tour.ts',
    json: 'scripts/docs-tour.ts',
    sql: 'scripts/docs-tour.ts',
  },
}

/** Pages whose blocks nothing runs, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'docs/decisions/0014-relations-are-data.md': 'commands that counted the code of that day',
}

describe('the pages', function () {
  this.timeout('2m')

  it('have no block of code that nothing runs', () => {
    const loose = PAGES.filter((page) => NOT_RUN[page] === undefined).flatMap((page) =>
      blocksOf(page)
        .map(({ language, titled }) => (titled ? 'title' : language))
        .filter((sort) => HELD[page]?.[sort] === undefined)
        .map((sort) => `${page}: ${sort}`),
    )
    expect([...new Set(loose)]).to.deep.equal([])
    for (const [page, sorts] of Object.entries(HELD)) {
      for (const file of Object.values(sorts).flatMap((files) => files.split(', ')))
        expect(existsSync(join(root, file)), `${page}: ${file}`).to.equal(true)
      const there = new Set(blocksOf(page).map(({ language, titled }) => (titled ? 'title' : language)))
      expect(
        Object.keys(sorts).filter((sort) => !there.has(sort)),
        page,
      ).to.deep.equal([])
    }
  })

  it('name commands, options, scripts and targets that exist', async () => {
    const words = await commandWords()
    const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: object }).scripts)
    const targets = new Set([...textOf('Makefile').matchAll(/^([a-z-]+):/gm)].map(([, name]) => name!))
    const wrong = PAGES.filter((page) => page !== 'docs/mistakes.md' && !page.startsWith('docs/decisions/')).flatMap(
      (page) => {
        const text = textOf(page)
        const typed = [
          ...text.matchAll(/`(?:npx )?knexus ([^`\n]+)`/g),
          ...text.matchAll(/^(?:\$ )?npx knexus ([^\n]+)$/gm),
        ].flatMap(([, line]) => faultOf(line!, words))
        const run = [...text.matchAll(/`npm run ([\w:-]+)/g)]
          .filter(([line, name]) => !scripts.includes(name!) && !text.includes(`${line} -- --`) && name !== 'load')
          .map(([line]) => line)
        const made = [...text.matchAll(/`make ([a-z-]+)`/g)]
          .filter(([, name]) => !targets.has(name!))
          .map(([line]) => line)
        return [...typed, ...run, ...made].map((fault) => `${page}: ${fault}`)
      },
    )
    expect(wrong).to.deep.equal([])
  })

  it('link to files and headings that are there', () => {
    const dead = [...PAGES, 'CHANGELOG.md'].flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].flatMap(
        ([link, path = '', anchor]) => {
          const target = path === '' ? page : join(dirname(page), path)
          if (!existsSync(join(root, target))) return [`${page}: ${link}`]
          return anchor === undefined || headingsOf(textOf(target)).has(anchor) ? [] : [`${page}: ${link}`]
        },
      ),
    )
    expect(dead).to.deep.equal([])
  })

  it('configuration.md: its knexfile is one, and its settings fit their schema', async () => {
    const { default: knexfile } = (await import(
      `data:text/javascript,${encodeURIComponent(block('docs/configuration.md', 'export default'))}`
    )) as {
      default: { development: { client: string; knexus: object } }
    }
    const validate = new Ajv.default({ strict: false, formats: { 'date-time': true } }).compile(
      JSON.parse(textOf('knexus/schema/settings.json')) as object,
    )
    expect(validate(knexfile.development.knexus), JSON.stringify(validate.errors)).to.equal(true)
    expect(knexfile.development.client).to.equal('pg')
  })

  for (const program of ['knexus', 'knex'] as const)
    it(`running.md: its backfill fills every row under ${program}`, async () => {
      const project = await commandProject({
        'knexfile.mjs': `import 'tsx'\nexport default { development: { client: 'pg', connection: process.env.COMMAND_URL, migrations: { directory: './migrations', loadExtensions: ['.ts'] } } }\n`,
        'migrations/20260101000000_backfill.ts': block('docs/running.md', 'backfill('),
      })
      try {
        await execute(
          project.live,
          `CREATE TABLE documents (id int PRIMARY KEY, title text, title_key text); INSERT INTO documents SELECT n, 'Title ' || n FROM generate_series(1, 5000) n`,
        )
        const ended = program === 'knexus' ? await project.knexus('up') : await project.knex('migrate:latest')
        expect(ended.exit, ended.all).to.equal(0)
        const client = await project.live.connect()
        const { rows } = await client.query('SELECT count(*)::int AS n FROM documents WHERE title_key = lower(title)')
        expect(rows).to.deep.equal([{ n: 5000 }])
      } finally {
        await project.drop()
      }
    })

  for (const [name, text, command] of [
    ['a script', 'import knex from', 'node --import tsx FILE'],
    ['mocha', 'before(async', 'node MOCHA --import=tsx FILE'],
    ['node:test', "from 'node:test'", 'node --import tsx --test FILE'],
  ] as const)
    it(`testing.md: its example runs in ${name}`, async () => {
      const more =
        name === 'mocha' ? `it('has the tables', () => { if (!db.url) throw new Error('no database') })\n` : ''
      const project = await commandProject({
        'knexfile.mjs': `export default { test: { client: 'pg', connection: process.env.COMMAND_URL } }\n`,
        'migrations/20260101000000_notes.js': `export const up = (knex) => knex.raw('CREATE TABLE notes (id int)')\nexport const down = (knex) => knex.raw('DROP TABLE notes')\n`,
        'example.ts': block('docs/testing.md', text) + more,
      })
      try {
        const line = command
          .replace('FILE', 'example.ts')
          .replace('MOCHA', `'${join(root, 'node_modules/mocha/bin/mocha.js')}' --no-config`)
        const env = { ...process.env, NODE_ENV: '', COMMAND_URL: project.live.url }
        expect(
          await take(
            { step: 'run', command: `${line}; echo "exit $?"`, expected: '' },
            { folder: project.folder, env },
          ),
        ).to.match(/exit 0$/)
      } finally {
        await project.drop()
      }
    })
})

/** What is wrong with `generate NAME --from db`: no such command, or no such option. */
function faultOf(line: string, words: ReadonlyMap<string, readonly string[]>): string[] {
  const typed = line
    .split(/ -- | [|>#]|&&|;|,/, 1)[0]!
    .trim()
    .split(/\s+/)
  const name = typed.find((word) => !word.startsWith('-'))
  if (name === undefined || !/^[a-z][a-z-]*$/.test(name)) return []
  const options = words.get(name)
  if (!options) return [`knexus ${line}: no such command`]
  return typed
    .filter(
      (word) =>
        word.startsWith('--') &&
        !options.includes(word.split('=', 1)[0]!.replace(/[^a-z-].*$/, '')) &&
        word !== '--help',
    )
    .map((word) => `knexus ${line}: ${word}`)
}

/** The anchors that a page has on GitHub and on the site. */
function headingsOf(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replaceAll(/[`*]/g, '')
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  )
}
