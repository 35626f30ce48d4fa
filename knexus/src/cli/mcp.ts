import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import type { CallToolResult, Tool as Told } from '@modelcontextprotocol/sdk/types.js'
import { ERRORS } from '../base/error-codes.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import { packageFolder, packageVersion } from '../modules/package.ts'
import { textOf, type CommandFile } from './command.ts'
import { inputSchema, outputSchema, TOOLS } from './mcp-tools.ts'
import { wordsOf } from './mcp-words.ts'

export const command: CommandFile = {
  examples: ['claude mcp add knexus -- npx knexus mcp', 'npx knexus mcp --env test'],
  async run(_context, _args, options) {
    const { Server, StdioServerTransport, types } = await protocol()
    const given = ['knexfile', 'shadow', 'env'].flatMap((name) => {
      const value = textOf(options, name)
      return value === undefined ? [] : [`--${name}`, value]
    })
    const server = new Server({ name: 'knexus', version: packageVersion() }, { capabilities: { tools: {} } })
    server.setRequestHandler(types.ListToolsRequestSchema, () => ({ tools: [...described(), EXPLAIN] }))
    const running = new Set<Promise<CallToolResult>>()
    server.setRequestHandler(types.CallToolRequestSchema, ({ params: { name, arguments: taken = {} } }, { signal }) => {
      if (name === EXPLAIN.name) return explained(taken['code'])
      const call = called(name, taken, given, signal)
      running.add(call)
      return call.finally(() => running.delete(call))
    })
    const transport = new StdioServerTransport()
    const closed = once(process.stdin, 'end')
    await server.connect(transport)
    await closed
    // What was asked before the client went is done to its end: a command that is cut off leaves its scratch database.
    do {
      await setImmediate()
      await Promise.all(running)
    } while (running.size > 0)
    await server.close()
    return 0
  },
}

/** The packages of the protocol, which a project installs that wants it. */
async function protocol() {
  try {
    const [{ Server }, { StdioServerTransport }, types] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/stdio.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ])
    return { Server, StdioServerTransport, types }
  } catch (error) {
    throw new KnexusError(
      'no-mcp',
      'The package @modelcontextprotocol/sdk is not installed.',
      'Run npm install --save-dev @modelcontextprotocol/sdk.',
      { cause: error },
    )
  }
}

function described(): Told[] {
  return Object.entries(TOOLS).map(([name, tool]) => ({
    name,
    description: tool.description,
    inputSchema: inputSchema(tool),
    outputSchema: outputSchema(name),
    annotations: { readOnlyHint: tool.writes !== true, destructiveHint: false, openWorldHint: false },
  }))
}

const EXPLAIN = {
  name: 'explain_error',
  description: 'What an error code means, and what to do about it.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    properties: { code: { type: 'string', description: 'Such as no-connection.' } },
    required: ['code'],
  },
  outputSchema: {
    type: 'object',
    properties: { code: { type: 'string' }, meaning: { type: 'string' }, cure: { type: 'string' } },
    required: ['code', 'meaning', 'cure'],
  },
  annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
} satisfies Told

function explained(code: unknown): CallToolResult {
  const known = Object.entries(ERRORS).find(([name]) => name === code)
  if (!known) return refused(`There is no error code ${JSON.stringify(code)}.`)
  return answer({ code: known[0], meaning: known[1][0], cure: known[1][1] })
}

/**
 * Runs a command in a process of its own: what a process has loaded of models and migrations it keeps, and an agent
 * edits them.
 */
async function called(
  name: string,
  taken: Readonly<Record<string, unknown>>,
  given: readonly string[],
  signal: AbortSignal,
): Promise<CallToolResult> {
  if (!Object.hasOwn(TOOLS, name)) return refused(`There is no tool ${name}.`)
  return TOOLS[name]!.writes ? inTurn(() => run(name, taken, given, signal)) : run(name, taken, given, signal)
}

let last: Promise<unknown> = Promise.resolve()

/** One after the other: what two write at once may be the same. */
function inTurn<R>(work: () => Promise<R>): Promise<R> {
  const result = last.then(work)
  last = result.catch(() => undefined)
  return result
}

async function run(
  name: string,
  taken: Readonly<Record<string, unknown>>,
  given: readonly string[],
  signal: AbortSignal,
): Promise<CallToolResult> {
  const folder = await mkdtemp(join(tmpdir(), 'knexus-mcp-'))
  try {
    const answers = join(folder, 'answers.json')
    if (taken['answers'] !== undefined) await writeFile(answers, JSON.stringify(taken['answers']))
    const words = wordsOf(name, taken, answers)
    signal.throwIfAborted()
    const child = spawn(process.execPath, [join(packageFolder, 'bin/knexus.js'), ...given, ...words], {
      env: { ...process.env, KNEXUS_PRODUCTION: 'refuse', LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const stop = () => child.kill('SIGINT')
    signal.addEventListener('abort', stop)
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    signal.removeEventListener('abort', stop)
    return out.trim() === '' ? refused(err.trim().split('\n').at(-1)!) : answer(documentIn(out))
  } catch (error) {
    return refused(messageOf(error))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the command prints. */
function documentIn(out: string): object {
  try {
    return JSON.parse(out) as object
  } catch {
    throw new Error(
      'A file of the project writes to standard output, among what the command prints: have it use console.',
    )
  }
}

function answer(document: object): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(document) }],
    structuredContent: document as Record<string, unknown>,
  }
}

/** What went wrong: the document that the command prints, or a word about the call. */
function refused(told: string): CallToolResult {
  return { content: [{ type: 'text', text: told }], isError: true }
}
