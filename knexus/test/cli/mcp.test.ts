import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
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
const KNEXFILE = `console.log('a line of the knexfile')
const development = { client: 'pg', connection: process.env.COMMAND_URL }
export default {
  development,
  live: { ...development, knexus: { production: true } },
  away: { client: 'pg', connection: 'postgresql://bob:s3cr3t-word@127.0.0.1:1/away' },
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
    const ajv = new Ajv.default({ strict: false, formats: { 'date-time': true } })
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

  it('refuses what is no call of a tool, files outside of the project, and values of another type', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'knexus-outside-'))
    const ran = join(outside, 'ran')
    await writeFile(
      join(outside, 'evil.mjs'),
      `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(ran)}, '')\n`,
    )
    await writeFile(join(outside, 'evil.sql'), 'CREATE TABLE evil ()')
    await symlink(outside, join(project.folder, 'link'))
    await symlink(join(outside, 'evil.sql'), join(project.folder, 'linked.sql'))
    const before = await project.list('migrations')
    const sources = ['models:link/evil.mjs', `models:${outside}/evil.mjs`, 'link/evil.sql', 'linked.sql']
    try {
      for (const [tool, given, told] of [
        ...[...sources, 'models:/etc/passwd', 'models:../../../package.json'].map(
          (from) => ['diff', { from, to: 'empty' }, 'it is outside of the project'] as const,
        ),
        ['diff', { from: '/etc/passwd', to: 'empty' }, 'from cannot be'],
        ['lint', { files: ['../../etc/passwd'] }, 'unknown-migration'],
        ['show', { name: '../../etc/passwd' }, 'unknown-migration'],
        ['show', { name: 'a'.repeat(3_000_000) }, 'it is too long'],
        ['lint', { base: 'HEAD --output=x' }, 'git-failed'],
        ['constructor', {}, 'There is no tool constructor'],
        ['check', { constructor: 'x' }, 'check takes no constructor'],
        ['check', { env: 5 }, 'env cannot be 5'],
        ['check', { env: 'a\0b' }, 'null bytes'],
        ['generate', { name: 'odd', dryRun: 'yes' }, 'it is true or false'],
        ['generate', { name: 'odd', answers: 'a' }, 'it is an object of texts'],
        ['generate', { name: 'odd', answers: { a: 5 } }, 'it is an object of texts'],
        ...['lint', 'verify', 'review'].map((name) => [name, { env: 'live' }, 'production-refused'] as const),
        ['show', { name: 'x', env: 'live' }, 'production-refused'],
        ['generate', { name: 'odd', env: 'live' }, 'production-refused'],
        ['diff', { from: 'db', to: 'models', env: 'live' }, 'production-refused'],
        ['status', { env: 'away' }, 'database-unreachable'],
        ['diff', { from: 'db', to: 'models', env: 'away' }, 'database-unreachable'],
      ] as const) {
        const { isError, content } = await call(tool, given)
        const { text } = content[0]!
        expect(isError, text).to.equal(true)
        expect(text).to.include(told)
        expect(text).to.not.include('s3cr3t').and.not.include('CREATE TABLE evil')
        expect(text.length).to.be.lessThan(2_000)
      }
      expect(existsSync(ran), 'a file outside ran').to.equal(false)
      expect(await project.list('migrations')).to.deep.equal(before)
    } finally {
      await rm(outside, { recursive: true })
    }
  })

  it('answers several calls at once, of which one writes after the other', async () => {
    await project.write({ 'models/more.ts': NOTES.replaceAll('notes', 'more') })
    const [one, two, checked] = await Promise.all([
      call('generate', { name: 'one_of_two' }),
      call('generate', { name: 'two_of_two' }),
      call('check'),
    ])
    expect([one, two, checked].map(({ structuredContent }) => structuredContent!['status'])).to.deep.equal([
      'ok',
      'ok',
      'no',
    ])
    expect([one, two].map(({ structuredContent }) => (structuredContent!['files'] as unknown[]).length)).to.deep.equal([
      1, 0,
    ])
  })

  it('goes on after lines that are no messages, and writes nothing else to standard output', async () => {
    const child = spawn(process.execPath, [resolve(root, 'knexus/bin/knexus.js'), 'mcp'], {
      cwd: project.folder,
      env: { ...process.env, NODE_ENV: '', COMMAND_URL: project.live.url },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const message = (more: object) => JSON.stringify({ jsonrpc: '2.0', ...more })
    const lines = [
      '{',
      'null',
      '[]',
      '\0',
      'x'.repeat(1_000_000),
      '{"jsonrpc":"1.0","id":7,"method":"tools/list"}',
      message({
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
      }),
      message({ id: 2, method: 'tools/nothing' }),
      message({ id: 3, method: 'tools/call', params: { name: 5 } }),
      message({ id: 4, method: 'tools/call', params: { name: 'status', arguments: {} } }),
    ]
    child.stdin.write(`${lines.join('\n')}\n`)
    interface Told {
      readonly id: unknown
      readonly error?: { readonly code: number }
      readonly result?: Answer
    }
    const answers = new Map<unknown, Told>()
    for await (const line of createInterface(child.stdout)) {
      const answer = JSON.parse(line) as Told
      answers.set(answer.id, answer)
      if (answers.size === 4) child.stdin.end()
    }
    expect([...answers.keys()]).to.have.members([1, 2, 3, 4])
    expect(answers.get(2)!.error!.code).to.equal(-32601)
    expect(answers.get(3)!.error).to.be.an('object')
    expect(answers.get(4)!.result!.structuredContent).to.have.property('status', 'ok')
  })

  it('explains an error by its code', async () => {
    const { structuredContent } = await call('explain_error', { code: 'production-refused' })
    expect(structuredContent!['cure']).to.contain('--env')
    const page = await readFile(resolve(root, 'docs/errors.md'), 'utf8')
    expect(page).to.contain(String(structuredContent!['meaning']))
  })
})
