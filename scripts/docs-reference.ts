import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodesOf } from '../knexus/src/cli/describe.ts'
import { COMMANDS, program } from '../knexus/src/cli/main.ts'

const root = join(import.meta.dirname, '..')

/** Where the pages are. */
export const COMMANDS_PAGE = join(root, 'docs/commands.md')
export const CONFIGURATION_PAGE = join(root, 'docs/configuration.md')
export const EVENTS_PAGE = join(root, 'docs/events.md')
export const DECISIONS_PAGE = join(root, 'docs/decisions/README.md')

/** docs/commands.md: every command with its arguments, options and examples, as its help has them. */
export async function commandsPage(): Promise<string> {
  const sections = Object.entries(COMMANDS).map(async ([name, [summary, load]]) => {
    const file = (await load()).command
    const { arguments: taken = [], options = [], examples = [] } = file
    const usage = ['knexus', name, ...(options.length > 0 ? ['[options]'] : []), ...taken.map(([syntax]) => syntax)]
    return [
      `## ${name}`,
      sentence(summary),
      `\`\`\`\n${usage.join(' ')}\n\`\`\``,
      ...(taken.length > 0 ? [table(['Argument', ''], taken)] : []),
      ...(options.length > 0 ? [table(['Option', ''], options)] : []),
      ...(file.exits
        ? [
            `Exit codes: ${exitCodesOf(file)
              .map(([code, meaning]) => `**${code}** ${meaning}`)
              .join(' · ')}.`,
          ]
        : []),
      ...(examples.length > 0 ? [`\`\`\`sh\n${examples.join('\n')}\n\`\`\``] : []),
    ].join('\n\n')
  })
  const common = program().options.map(({ flags, description }) => [flags, description] as const)
  return [
    `# Commands\n\n${written('the commands in knexus/src/cli')}`,
    `\`npx knexus COMMAND --help\` prints the same. Every command also takes:`,
    table(['Option', ''], common),
    `Data goes to standard output, everything else to standard error. Exit codes: **0** done, or yes · **1** no · **2** failed · **3** a question that
someone has to answer. [errors.md](errors.md) lists what can go wrong; \`knexus/schema/output.json\` in the package is the JSON Schema of what \`--json\` prints.`,
    ...(await Promise.all(sections)),
  ]
    .join('\n\n')
    .concat('\n')
}

interface Setting {
  readonly description: string
  readonly type?: string
  readonly default?: unknown
  readonly items?: { readonly type: string }
  readonly properties?: Readonly<Record<string, Setting>>
}

/** docs/configuration.md: every key of `knexus` in a knexfile, as its JSON Schema has it. */
export function configurationPage(): string {
  const schema = JSON.parse(readFileSync(join(root, 'knexus/schema/settings.json'), 'utf8')) as Required<Setting>
  const rows = (settings: Readonly<Record<string, Setting>>, prefix = '') =>
    Object.entries(settings).map(([name, setting]) => [
      code(prefix + name),
      typeOf(setting),
      initial(setting),
      setting.description,
    ])
  const { run, ...rest } = schema.properties
  return `# Configuration

${written('knexus/schema/settings.json')}

Knexus reads the same knexfile as Knex: the nearest one, searching upwards from the working directory, or the one that \`--knexfile\` names. It uses \`client\` (which must be
\`pg\`), \`connection\`, \`searchPath\`, \`pool\`, \`migrations\` and \`seeds\` as Knex does. Its own settings are under the key \`knexus\` of an
environment:

\`\`\`js
export default {
  development: {
    client: 'pg',
    connection: process.env.DATABASE_URL,
    migrations: { directory: './migrations' },
    knexus: { models: './models', schemas: ['public'], lint: { 'drop-column': 'warning' }, run: { lockTimeout: 500 } },
  },
}
\`\`\`

\`--env\` chooses the environment, then \`NODE_ENV\`, then \`development\`. A knexfile may also be a single environment without a name.
\`knexus/schema/settings.json\` in the package lets an editor check the settings; in TypeScript, write \`satisfies KnexusSettings\`.

## Settings

${cells(['Key', 'Type', 'Default', ''], rows(rest))}

## Settings of a run

The keys of \`run\`. ${run!.description.replace('How a run behaves. ', '')}

${cells(['Key', 'Type', 'Default', ''], rows(run!.properties!, 'run.'))}

## Variables of the environment

| Variable | |
|---|---|
| \`NODE_ENV\` | The environment, unless \`--env\` is given. |
| \`KNEXUS_PRODUCTION=refuse\` | Every command refuses an environment that is marked \`production\`. |
| \`LOG_FORMAT=json\` | Logs are JSON lines. |
| \`LOG_LEVEL\` | \`debug\`, \`info\`, \`warn\` or \`error\`. |
| \`NO_COLOR\` | No colours, not even at a terminal. |
| \`DEBUG\` | Errors are printed with their stack, and anything still open at the end is listed. |
`
}

/** docs/events.md: every event of a run and of a call, as their types and docstrings have them. */
export function eventsPage(): string {
  const run = readFileSync(join(root, 'knexus/src/migrations/events.ts'), 'utf8')
  const calls = readFileSync(join(root, 'knexus/src/api/events.ts'), 'utf8')
  const holder = /export interface Holder \{\n([\s\S]*?)\n\}/.exec(run)![1]!
  return `# Events

${written('knexus/src/migrations/events.ts and knexus/src/api/events.ts')}

With \`--json\`, \`up\`, \`down\` and \`redo\` print one JSON object per line while they work; the last line is \`{ "status": "ok" }\`. The [functions](api.md) pass
the same objects, and a few more, to \`on\`. Times are in milliseconds. \`knexus/schema/output.json\` of the package describes the lines of \`--json\` as a JSON Schema.

## Events of a run

${cells(['Event', '', 'Fields'], eventsOf(run))}

## Events of every function

${cells(['Event', '', 'Fields'], eventsOf(calls))}

## Who holds a lock

What \`holders\` lists, in \`waiting\` and \`blocked\`:

${cells(
  ['Field', 'Type', ''],
  [...holder.matchAll(/(?:\/\*\* (.*) \*\/\s*)?readonly (\w+): (.+)/g)].map(([, words = '', name, type]) => [
    `\`${name}\``,
    code(type!),
    words,
  ]),
)}
`
}

/** The members of a union of events: the docstring above each, and its fields. */
function eventsOf(text: string): string[][] {
  return [...text.matchAll(/\/\*\* (.*) \*\/\n {2}\| \{([\s\S]*?)\s\}(?=\n|$)/g)].map(([, words, body]) => {
    const fields = [...body!.matchAll(/readonly (\w+): ([^;\n]+)/g)].map(
      ([, name, type]) => [name!, type!.trim()] as const,
    )
    const event = fields.find(([name]) => name === 'event')![1].replaceAll("'", '')
    const beside = fields.filter(([name]) => name !== 'event').map(([name, type]) => `\`${name}\`: ${code(type)}`)
    return [`\`${event}\``, words!, beside.join('<br>')]
  })
}

/** docs/decisions/README.md: the list of the decisions. */
export function decisionsPage(): string {
  const lines = readdirSync(join(root, 'docs/decisions'))
    .filter((name) => /^\d.*\.md$/.test(name))
    .sort()
    .map((name) => {
      const title = /^# (?:\d+[.:]? )?(.+)$/m.exec(readFileSync(join(root, 'docs/decisions', name), 'utf8'))![1]
      return `- [${name.slice(0, 4)}](${name}) ${title}`
    })
  return `# Decisions

${written('the titles of the pages')}

Where two ways were open, a page says which was taken, why, and what was measured.

${lines.join('\n')}
`
}

function written(from: string): string {
  return `<!-- Written by \`npm run docs\` from ${from}; do not edit. -->`
}

function table(head: readonly string[], rows: readonly (readonly [string, string])[]): string {
  return cells(
    head,
    rows.map(([name, text]) => [code(name), text]),
  )
}

function cells(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}

/** What stands in help as a line without a capital: as a sentence. */
function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`.replace('?.', '?')
}

function typeOf({ type, items }: Setting): string {
  if (type === 'array') return `list of ${items!.type}`
  return type ?? 'string or object'
}

function initial({ default: value }: Setting): string {
  return value === undefined ? '' : code(JSON.stringify(value).replaceAll('"', ''))
}
