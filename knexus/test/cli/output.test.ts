import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'

const schema = JSON.parse(await readFile(resolve(import.meta.dirname, '../../schema/output.json'), 'utf8')) as {
  readonly $id: string
  readonly $defs: Readonly<Record<string, object>>
}
const ajv = new Ajv.default({ strict: false, allErrors: true, formats: { 'date-time': true } })
ajv.addSchema(schema)

/** What the files of a project print stands beside the document, as some libraries print that they are there. */
const NOTES = `import { double, table, text, uuidKey } from 'knexus'
console.log('a line of a model')
export const notes = table('notes', { ...uuidKey(), title: text().notNullable(), size: double() })
`
const BY_HAND = `console.info('a line of a migration')
export const up = (knex) => knex.schema.alterTable('notes', (t) => t.integer('stars'))
export const down = (knex) => knex.schema.alterTable('notes', (t) => t.dropColumn('stars'))
`
const SEED = `export const seed = async (knex) => { await knex('notes').insert({ title: 'a' }) }\n`

/** Commands in the order in which they are typed, with the definition of what each prints and its exit code. */
const TYPED: readonly (readonly [command: string, definition: string, exit: number])[] = [
  ['init', 'init', 0],
  ['generate create_notes', 'generate', 0],
  ['status', 'status', 0],
  ['status --exit-code', 'status', 1],
  ['check', 'check', 1],
  ['sql', 'sql', 0],
  ['up --dry-run', 'run', 0],
  ['up', 'run', 0],
  ['up', 'run', 0],
  ['check', 'check', 0],
  ['history', 'history', 0],
  ['history --with development', 'history', 0],
  ['show create_notes', 'show', 0],
  ['redo', 'run', 0],
  ['down', 'run', 0],
  ['stamp head', 'stamp', 0],
  ['stamp base', 'stamp', 0],
  ['up', 'run', 0],
  ['seed', 'seed', 0],
  ['lint', 'lint', 0],
  ['stats', 'stats', 0],
  ['purge --older-than 30d --yes', 'purge', 0],
  ['stats --out stats.json', 'stats', 0],
  ['lint --stats stats.json', 'lint', 0],
  ['review --stats db', 'review', 0],
  ['verify', 'verify', 0],
  ['verify --format json', 'verify', 0],
  ['doctor', 'doctor', 0],
  ['doctor --clean', 'doctor', 0],
  ['pull --from db --out pulled', 'pull', 0],
  ['adopt', 'adopt', 0],
  ['diff --from empty --to models', 'diff', 0],
  ['diff --from empty --to models --exit-code', 'diff', 1],
  ['diff --from empty --to models --sql', 'diff', 0],
  ['completion bash', 'completion', 0],
  ['review --exit-code', 'review', 0],
  ['review --html review.html', 'review', 0],
  ['diagram --format mermaid', 'diagram', 0],
  ['fleet up --query "SELECT \'public\' AS schema"', 'fleet', 0],
  ['fleet status --query "SELECT \'public\' AS schema"', 'fleet-look', 0],
  ["fleet check --query \"SELECT 'public' AS schema UNION ALL SELECT 'missing'\"", 'fleet-look', 1],
]

describe('what is printed with --json', function () {
  this.timeout(600_000)
  let project: CommandProject
  before(async () => {
    project = await commandProject({ 'models/notes.ts': NOTES, 'seeds/one.mjs': SEED })
  })
  after(() => project.drop())

  function fits(definition: string, document: unknown): string[] {
    const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`)!
    if (validate(document)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }

  async function typed(command: string, definition: string, exit: number): Promise<unknown> {
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!)
    const ended = await project.knexus(...words, '--json')
    expect(ended.exit, `${command}: ${ended.err}`).to.equal(exit)
    const documents =
      definition === 'run'
        ? ended.out
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [JSON.parse(ended.out)]
    for (const document of documents) expect(fits(definition, document), command).to.deep.equal([])
    expect(documents.at(-1), command).to.have.property('status')
    return documents.at(-1)
  }

  it('is what the schema says, of every command', async () => {
    for (const [command, definition, exit] of TYPED) await typed(command, definition, exit)
  })

  it('has a definition for every command', async () => {
    const help = (await project.knexus('--help')).out
    const names = [...help.slice(help.indexOf('Commands:')).matchAll(/^  ([a-z-]+)/gm)].map(([, name]) => name!)
    const streams = ['up', 'down', 'redo']
    // mcp speaks a protocol until its input ends.
    const silent = ['help', 'mcp']
    expect(names.filter((name) => ![...Object.keys(schema.$defs), ...streams, ...silent].includes(name))).to.deep.equal(
      [],
    )
    const typedHere = new Set(TYPED.map(([command]) => command.split(' ')[0]))
    // A server for test-db runs until Ctrl-C, and squash takes files away.
    expect(names.filter((name) => ![...typedHere, ...silent, 'test-db', 'squash'].includes(name))).to.deep.equal([])
  })

  it('names what differs, and what hand-written files built', async () => {
    await project.write({
      'migrations/20300101000000_stars.mjs': BY_HAND,
      'models/notes.ts': NOTES.replace('double()', 'text()'),
    })
    await typed('check', 'check', 1)
    await typed('generate change --dry-run', 'generate', 0)
    await typed('diff --from migrations --to models --exit-code', 'diff', 1)
  })

  it('is a question, or an error, in the same form', async () => {
    await project.write({ 'models/notes.ts': NOTES.replace('title:', 'headline:') })
    const question = await typed('generate change --dry-run', 'question', 3)
    expect(question).to.have.property('status', 'question')
    await project.write({ 'models/notes.ts': NOTES.replace('size:', 'author: text().notNullable(), size:') })
    await typed('generate change --dry-run', 'question', 3)
    const { exit, out, err } = await project.knexus('generate', '!!!', '--json')
    expect([exit, out]).to.deep.equal([2, ''])
    expect(fits('error', JSON.parse(err.trimEnd().split('\n').at(-1)!))).to.deep.equal([])
  })

  it('is not what another command prints', () => {
    const documents: readonly [string, object][] = [
      ['check', { status: 'ok' }],
      ['init', { status: 'no', written: [], scripts: [], missing: [], next: [] }],
      ['stamp', { status: 'ok', added: [], removed: [], more: 1 }],
      ['question', { status: 'question', code: 'x', message: 'x', cure: 'x', questions: [] }],
    ]
    for (const [definition, document] of documents) expect(fits(definition, document)).to.not.deep.equal([])
  })
})
