import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'

const root = resolve(import.meta.dirname, '../../..')
const NOTES = `import { table, text, uuidKey } from 'knexus'
export const notes = table('notes', { ...uuidKey(), title: text().notNullable() })
`
/** Reading it says that somebody has: nobody may get as far as its connection. */
const KNEXFILE = `const development = { client: 'pg', connection: process.env.COMMAND_URL }
export default {
  development,
  live: { ...development, knexus: { production: true } },
}
`

interface Answer {
  readonly isError?: boolean
  readonly content: readonly { readonly text: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
}

describe('knexus mcp, asked by a client of the protocol', function () {
  this.timeout(300_000)
  let project: CommandProject
  let client: Client
  const call = async (name: string, given: Readonly<Record<string, unknown>> = {}) => {
    const answer: unknown = await client.callTool({ name, arguments: given }, undefined, { timeout: 120_000 })
    return answer as Answer
  }
  before(async () => {
    project = await commandProject({ 'models/notes.ts': NOTES, 'knexfile.mjs': KNEXFILE })
    client = new Client({ name: 'a test', version: '1.0.0' })
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [resolve(root, 'knexus/bin/knexus.js'), 'mcp'],
        cwd: project.folder,
        env: { ...(process.env as Record<string, string>), NODE_ENV: '', COMMAND_URL: project.live.url },
      }),
    )
  })
  after(async () => {
    await client?.close()
    await project?.drop()
  })

  it('has tools with schemas, and none that runs a migration', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).to.deep.equal([
      'status',
      'check',
      'diff',
      'generate',
      'lint',
      'verify',
      'review',
      'show',
      'explain_error',
    ])
    const ajv = new Ajv.default({ strict: false })
    for (const { name, inputSchema, outputSchema } of tools) {
      ajv.compile(inputSchema)
      const validate = ajv.compile(outputSchema!)
      expect(validate({ status: 'nothing' }), name).to.equal(false)
    }
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true).map(({ name }) => name)).to.deep.equal(
      ['generate'],
    )
  })

  it('writes a migration, asks about what is lost, and sees models that are edited while it runs', async () => {
    // The client holds each answer to the schema of its tool.
    const dry = await call('generate', { name: 'create_notes', dryRun: true })
    expect(dry.structuredContent).to.include({ status: 'ok', written: false })
    expect(await project.list('migrations')).to.deep.equal([])
    expect((await call('generate', { name: 'create_notes' })).structuredContent).to.include({ written: true })
    const files = await project.list('migrations')
    expect(files).to.have.length(1)
    for (const tool of ['lint', 'verify', 'review']) {
      const { content, structuredContent } = await call(tool, { files })
      expect(structuredContent, `${tool}: ${content[0]!.text}`).to.have.property('status', 'ok')
    }
    expect((await call('show', { name: 'create_notes' })).structuredContent).to.include({ state: 'pending' })
    expect((await call('status')).structuredContent).to.include({ relation: 'pending' })
    expect((await call('check')).structuredContent).to.include({ status: 'no', agree: false })
    await project.write({ 'models/notes.ts': NOTES.replace('title:', 'headline:') })
    const { questions } = (await call('generate', { name: 'rename' })).structuredContent as {
      readonly questions: readonly { readonly answerWith: Readonly<Record<string, string>> }[]
    }
    const answers = Object.assign({}, ...questions.map(({ answerWith }) => answerWith)) as object
    const renamed = (await call('generate', { name: 'rename', answers })).structuredContent!
    expect(renamed['renamed']).to.have.length(1)
    const { changes } = (await call('diff', { from: 'migrations', to: 'models' })).structuredContent!
    expect(changes).to.deep.equal([])
    const db = await project.live.connect()
    const { rows } = await db.query(`SELECT relname FROM pg_class WHERE relname IN ('notes', 'knex_migrations')`)
    expect(rows, 'nothing ran in the database').to.deep.equal([])
  })

  it('refuses production, by its own name and as a source, and words that would be options', async () => {
    for (const [tool, given, told] of [
      ['status', { env: 'live' }, '"production-refused"'],
      ['check', { env: 'live' }, '"production-refused"'],
      ['diff', { from: 'env:live', to: 'models' }, '"production-refused"'],
      ['diff', { from: 'postgres://127.0.0.1/live', to: 'models' }, 'from cannot be'],
      ['generate', { name: '--allow=data-loss' }, 'name cannot be'],
      ['generate', { name: 'x', allow: ['data-loss'] }, 'generate takes no allow'],
      ['generate', {}, 'generate needs name'],
      ['up', {}, 'There is no tool up'],
      ['explain_error', { code: 'nothing' }, 'There is no error code'],
    ] as const) {
      const { isError, content } = await call(tool, given)
      expect([isError, content[0]!.text], tool).to.satisfy(
        ([failed, text]: [boolean, string]) => failed && text.includes(told),
        content[0]!.text,
      )
    }
    const refused = await project.knexus('status', '--env', 'live')
    expect(refused.exit, 'a person may').to.equal(0)
  })

  it('explains an error by its code', async () => {
    const { structuredContent } = await call('explain_error', { code: 'production-refused' })
    expect(structuredContent!['cure']).to.contain('--env')
    const page = await readFile(resolve(root, 'docs/errors.md'), 'utf8')
    expect(page).to.contain(String(structuredContent!['meaning']))
  })
})
