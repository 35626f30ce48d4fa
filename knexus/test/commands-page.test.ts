import { execFileSync } from 'node:child_process'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { expect } from 'chai'
import { COMMANDS } from '../src/cli/main.ts'
import { commandProject, type CommandProject } from './support/command.ts'
import { BECAUSE } from './support/leave-out.ts'
import { sampled } from './support/sample.ts'
import { execute } from './support/server.ts'
import { take } from './support/transcript.ts'

const program = resolve(import.meta.dirname, '../bin/knexus.js')

/** What an example needs before it, and how it ends where that is not with 0. */
interface Case {
  readonly before?: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  readonly without?: readonly string[]
  readonly exit?: number
}

const model = (...columns: readonly string[]) =>
  `import { integer, table, text } from 'knexus'\nexport const studies = table('studies', { id: integer().primary(), ${columns.join(', ')} })\n`
const CODE = 'code: text()'
const TITLE = 'title: text()'
const MORE = {
  'db/migrations/20260103090000_add_titles.mjs': `export const up = (knex) => knex.raw('ALTER TABLE studies ADD title text')\nexport const down = (knex) => knex.raw('ALTER TABLE studies DROP title')\n`,
  'models/studies.js': model(CODE, TITLE),
}
const NEXT = 'npx knexus up'

const CASES: Readonly<Record<string, Case>> = {
  'npx knexus generate add_studies': { files: { 'models/studies.js': model(CODE, TITLE) } },
  'npx knexus generate rename_code --rename studies.code=study_code': {
    files: { 'models/studies.js': model(TITLE, 'study_code: text()') },
  },
  'npx knexus check': { before: [NEXT] },
  'npx knexus check --env docker --json': { before: [NEXT] },
  'npx knexus pull --from schema.sql --out models': { without: ['models'] },
  'npx knexus pull --into --from migrations': {
    without: ['models'],
    files: { ...MORE, 'models/studies.js': model(CODE) },
  },
  'npx knexus adopt': { before: [NEXT] },
  'npx knexus adopt --models src/models': { before: [NEXT] },
  'npx knexus down': { before: [NEXT] },
  'npx knexus down --steps 1': { before: [NEXT] },
  'npx knexus down --to 20260102090000_add_studies': { before: [NEXT], files: MORE },
  'npx knexus verify --base origin/main --format github': { files: MORE },
  'npx knexus lint --base origin/main --format github': { files: MORE },
  'npx knexus lint --base origin/main --stats db/stats.json': {
    files: MORE,
    before: ['npx knexus stats --out db/stats.json'],
  },
  'npx knexus review --base origin/main --html review.html': { files: MORE },
  'npx knexus review --base origin/main --markdown review.md': { files: MORE },
  'npx knexus fleet check --list tenants.txt': { before: ['npx knexus fleet up --list tenants.txt'] },
  'npx knexus squash --to 20260102090000_add_studies': {
    files: {
      'db/migrations/20260101090000_begin.mjs':
        'export const up = (knex) => knex.raw(`CREATE TABLE sites (id int)`)\nexport const down = (knex) => knex.raw(`DROP TABLE sites`)\n',
    },
  },
  'psql -v ON_ERROR_STOP=1 -f release.sql': { before: ['npx knexus sql --from current > release.sql'] },
  'npx knexus redo': { before: [NEXT] },
  'npx knexus redo --steps 2': { before: [NEXT], files: MORE },
}

/** Examples that something else holds. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm install knex pg tsx knexus && npx knexus init': 'start.test.ts does it from the tarball',
  'claude mcp add knexus -- npx knexus mcp': 'a program of somebody else; mcp.test.ts drives `knexus mcp`',
}

const PROJECT = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --eval 0" } }',
  'knexfile.mjs': `const environment = {
  client: 'pg',
  connection: process.env.COMMAND_URL,
  migrations: { directory: './db/migrations', loadExtensions: ['.ts', '.mjs'] },
  seeds: { directory: './db/seeds' },
}
export default { development: environment, docker: environment, test: environment, production: { ...environment, knexus: { production: true } } }
`,
  'models/studies.js': model(CODE),
  'db/migrations/20260102090000_add_studies.ts': `import type { Knex } from 'knex'
export const up = (knex: Knex) => knex.raw('CREATE TABLE studies (id integer PRIMARY KEY, code text)')
export const down = (knex: Knex) => knex.raw('DROP TABLE studies')
`,
  'db/seeds/studies.js': `export const seed = (knex) => knex.raw('CREATE TABLE IF NOT EXISTS seeded (id int)')\n`,
  'schema.sql': 'CREATE TABLE sites (id integer PRIMARY KEY);\n',
  'tenants.txt': 'schema tenant_one\nschema tenant_two\n',
  'bin/pytest': '#!/bin/sh\ntest -n "$TEST_DATABASE_URL"\n',
}

describe('docs/commands.md: every example of every command', function () {
  this.timeout('5m')
  let project: CommandProject
  let env: NodeJS.ProcessEnv
  beforeEach(async () => {
    project = await commandProject(PROJECT)
    await chmod(join(project.folder, 'bin/pytest'), 0o755)
    await mkdir(join(project.folder, '.config/fish/completions'), { recursive: true })
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: project.folder })
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-qm', 'base')
    git('update-ref', 'refs/remotes/origin/main', 'main')
    const { hostname, port, username, password, pathname } = new URL(project.live.url)
    env = {
      ...process.env,
      NODE_ENV: '',
      NO_COLOR: '1',
      COMMAND_URL: project.live.url,
      HOME: project.folder,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
      PATH: [join(project.folder, 'bin'), process.env.PATH].join(delimiter),
    }
  })
  afterEach(() => project.drop())

  /** Types a line. Answers with its exit code and what it printed. */
  const type = (line: string) =>
    take(
      {
        step: 'run',
        command: `${line.replaceAll('npx knexus', `'${process.execPath}' '${program}'`)} </dev/null; echo "exit $?"`,
        expected: '',
      },
      { folder: project.folder, env },
    )

  for (const [name, [, load]] of sampled('EXAMPLES_SAMPLE', 1, Object.entries(COMMANDS)))
    it(name, async function () {
      if (name === 'fleet') await execute(project.live, 'CREATE SCHEMA tenant_one; CREATE SCHEMA tenant_two')
      const { examples = [] } = (await load()).command
      for (const example of examples) {
        if (ELSEWHERE[example] !== undefined) continue
        const { before = [], files = {}, without = [], exit = 0 } = CASES[example] ?? {}
        for (const folder of without) await rm(join(project.folder, folder), { recursive: true })
        await project.write(files)
        for (const line of before) expect(await type(line), `before ${example}`).to.match(/exit 0$/)
        const ended = await type(example)
        if (example.startsWith('psql') && ended.endsWith('exit 127'))
          this.test!.title += `${BECAUSE}psql is not on the PATH`
        else expect(ended, example).to.match(new RegExp(`exit ${exit}$`))
      }
    })
})
