import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { expect } from 'chai'
import { leaveOut } from '../support/leave-out.ts'
import { database, execute, serverFacts, serverUrl, type TestDatabase } from '../support/server.ts'
import { sampled } from '../support/sample.ts'
import { requirePassword } from '../support/require-password.ts'
import { ofCommands } from './mistakes/commands.ts'
import { ofDeclarations } from './mistakes/declarations.ts'
import type { Mistake } from './mistakes/mistake.ts'
import { ofModels } from './mistakes/models.ts'
import { ofProjects } from './mistakes/projects.ts'

const root = resolve(import.meta.dirname, '../../..')
const mistakes = [...ofCommands, ...ofModels, ...ofDeclarations, ...ofProjects]
const chosen = process.env.UPDATE_GOLDEN ? mistakes : sampled('MISTAKES_SAMPLE', 1, mistakes)
const PAGE = join(root, 'docs/mistakes.md')

const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'knexfile.ts': `export default { development: { client: 'pg', connection: process.env.MISTAKE_URL, migrations: { directory: './migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models' } } }\n`,
  'models/things.ts': `import { integer, table, text } from 'knexus'\nexport const things = table('things', { id: integer().primary(), name: text() })\n`,
  'migrations/20260101000000_first.ts': `export const up = (knex) => knex.raw('CREATE TABLE things (id int CONSTRAINT things_pkey PRIMARY KEY, name text)')\nexport const down = (knex) => knex.raw('DROP TABLE things')\n`,
}

interface Told {
  readonly code: string
  readonly message: string
  readonly cure: string
}

describe('a mistake is named, and its cure works:', function () {
  this.timeout(900_000)
  const told = new Map<string, Told>()
  before(async () => {
    const base = await database()
    await requirePassword(base, 'mistaken', 'right')
    await base.drop()
  })

  for (const mistake of chosen)
    it(mistake.name, async () => {
      const live = await database()
      const folder = await mkdtemp(join(import.meta.dirname, '.mistakes-'))
      try {
        await write(folder, PROJECT)
        await run(folder, ['up'], live.url)
        if (mistake.sql !== undefined) await execute(live, mistake.sql)
        await write(folder, mistake.files ?? {})
        const made = await run(folder, [...mistake.args, '--json'], urlOf(live, mistake))
        const error = errorOf(made.all)
        expect(error, made.all).to.have.property('code', mistake.code)
        const said = `${error.message}\n${error.cure}`
        for (const name of mistake.names) expect(said).to.contain(name)
        expect(made.all).not.to.contain('secret')
        expect(made.exit).to.equal(2)
        told.set(mistake.name, {
          code: error.code,
          message: plain(error.message, live, folder),
          cure: plain(error.cure, live, folder),
        })
        const { cured } = mistake
        await write(folder, cured.files ?? {})
        const after = await run(folder, cured.args ?? mistake.args, urlOf(live, { ...mistake, ...cured }))
        expect(after.exit, `the cure of ${said}\nends in\n${after.all}`).to.equal(0)
      } finally {
        await rm(folder, { recursive: true })
        await execute({ url: serverUrl() }, `DROP DATABASE IF EXISTS "${new URL(live.url).pathname.slice(1)}_missing"`)
        await live.drop()
      }
    })

  it('is told in docs/mistakes.md', function () {
    leaveOut(this, serverFacts().major === 15 ? undefined : 'told as PostgreSQL 15 says it')
    expect(told.size, 'each mistake has been made').to.equal(chosen.length)
    const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
    const page = pageOf(told, before.split('\n'))
    if (process.env.UPDATE_GOLDEN) writeFileSync(PAGE, page)
    else expect(before, 'run with UPDATE_GOLDEN=1, and read the difference').to.equal(page)
  })
})

async function write(folder: string, files: NonNullable<Mistake['files']>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    if (text === null) await rm(join(folder, path))
    else await writeFile(join(folder, path), text)
  }
}

function urlOf(live: TestDatabase, { url: change }: Pick<Mistake, 'url'>): string {
  const url = new URL(live.url)
  change?.(url)
  return url.href
}

function run(cwd: string, args: readonly string[], url: string): Promise<{ exit: number; all: string }> {
  const env = { ...process.env, NODE_ENV: '', NO_COLOR: '1', MISTAKE_URL: url }
  return new Promise((done) => {
    execFile(process.execPath, [join(root, 'knexus/bin/knexus.js'), ...args], { cwd, env }, (error, out, err) =>
      done({ exit: error ? Number(error.code ?? 1) : 0, all: out + err }),
    )
  })
}

function errorOf(output: string): Told {
  const line = output.split('\n').find((one) => one.startsWith('{"status":"error"'))
  return line === undefined ? { code: 'no error', message: output, cure: '' } : JSON.parse(line).error
}

/** What was said, without what is of this run alone. */
function plain(text: string, live: TestDatabase, folder: string): string {
  const { host, pathname } = new URL(live.url)
  return text
    .replaceAll(`${folder}/`, '')
    .replaceAll(folder, '.')
    .replaceAll(host, '127.0.0.1:5432')
    .replaceAll(pathname.slice(1), 'shop')
    .replaceAll(/"\/\S+\/(?=extension\/)/g, '"…/')
    .replaceAll(/\b\d+ MB\b/g, '8 MB')
}

/** The page. A mistake that was not made keeps the row that it had. */
function pageOf(told: ReadonlyMap<string, Told>, lines: readonly string[]): string {
  const rows = mistakes.map(({ name, args, cured }) => {
    const typed = (words: readonly string[]) => code_(`knexus ${words.join(' ')}`)
    const head = `| ${name}: ${typed(args)} | `
    const said = told.get(name)
    if (said === undefined) return lines.find((line) => line.startsWith(head)) ?? `${head}was not made, and has no row`
    const { code, message, cure } = said
    const now = cured.args ?? args
    return `${head}[${code}](errors.md#${code}) | ${cell(message)} | ${cell(cure)} | ${cured.args ? typed(now) : 'the same command'} |`
  })
  return `# Mistakes, and what is said of them

<!-- Written by knexus/test/cli/mistakes.test.ts with UPDATE_GOLDEN=1; do not edit. -->

A test makes each of these ${mistakes.length} mistakes in a project with one table, \`things\`, and one migration. It compares the message with this page, does what the
cure says, and sees the command succeed.

| What was done | Code | The cause | The cure | What works then |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

function code_(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}

/** A text of several lines in a cell of Markdown, letter by letter. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\|`*_[\]]/g, '\\$&')
    .replaceAll(/\s*\n/g, '<br>')
}
