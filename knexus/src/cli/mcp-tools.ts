import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../modules/package.ts'

/** A parameter of a tool, and the words of the command line that it becomes. */
export interface Parameter {
  readonly description: string
  readonly type: 'string' | 'source' | 'boolean' | 'strings' | 'answers'
  readonly required?: true
  /** The option; what has none is an argument of the command. */
  readonly option?: string
  /** What the value may be. */
  readonly pattern?: string
}

/** A tool is a command with `--json`: the definition of the same name in schema/output.json is what it answers with. */
export interface Tool {
  readonly command: string
  readonly description: string
  readonly parameters: Readonly<Record<string, Parameter>>
  /** Whether files may be written. */
  readonly writes?: true
}

/** A URL would go around what the knexfile says of an environment. */
const SOURCE = String.raw`^(models(:.+)?|migrations(@.+)?|db|env:[\w-]+|empty|(?!\w+://).+\.sql)$`
const NAME = '^[^-].*$'

export const ENV: Parameter = {
  type: 'string',
  option: '--env',
  pattern: NAME,
  description: 'The environment of the knexfile. One that is marked production is refused.',
}
const FILES: Readonly<Record<string, Parameter>> = {
  files: { type: 'strings', pattern: NAME, description: 'Migrations, by path or file name; all of them when absent.' },
  base: {
    type: 'string',
    option: '--base',
    pattern: NAME,
    description: 'A revision of git, such as origin/main: only the migrations that are new since the branch left it.',
  },
}

/**
 * What an agent gets. Nothing here runs a migration on a database of the project, and nothing drops data without an
 * answer to a question.
 */
export const TOOLS: Readonly<Record<string, Tool>> = {
  status: {
    command: 'status',
    description: 'Every migration and its state: applied, pending, missing on disk, edited since applied, unknown.',
    parameters: {},
  },
  check: {
    command: 'check',
    description: 'Whether models, migrations and the live database agree, and where they differ.',
    parameters: {},
  },
  diff: {
    command: 'diff',
    description:
      'What turns one schema into another: models, models:FILE, migrations, db, env:NAME, empty, or an .sql file. ' +
      'A file is one of the project.',
    parameters: {
      from: { type: 'source', option: '--from', required: true, pattern: SOURCE, description: 'What there is.' },
      to: { type: 'source', option: '--to', required: true, pattern: SOURCE, description: 'What there is to be.' },
      sql: { type: 'boolean', option: '--sql', description: 'Write a script for psql as well.' },
    },
  },
  generate: {
    command: 'generate',
    writes: true,
    description:
      'Write the difference between the models and the migrations as a proven migration. ' +
      'Status "question" asks what a person has to decide: ask them, and call again with answers.',
    parameters: {
      name: { type: 'string', required: true, pattern: NAME, description: 'What it does: add_studies.' },
      dryRun: { type: 'boolean', option: '--dry-run', description: 'Write nothing.' },
      rename: { type: 'strings', option: '--rename', pattern: NAME, description: 'studies.code=study_code' },
      map: { type: 'strings', option: '--map', pattern: NAME, description: 'A removed enum label: mood.sad=ok' },
      nullable: { type: 'strings', option: '--nullable', pattern: NAME, description: 'A new column: notes.author' },
      answers: {
        type: 'answers',
        option: '--answers',
        description: 'What a person answered: the ids of questions with their answers.',
      },
    },
  },
  lint: {
    command: 'lint',
    description: 'Run migrations on a shadow and say what is dangerous about them: locks, rewrites, losses.',
    parameters: FILES,
  },
  verify: {
    command: 'verify',
    description: 'Run migrations up, down and up again on a shadow with rows: does the way down bring everything back?',
    parameters: FILES,
  },
  review: {
    command: 'review',
    description:
      'What migrations do to a database, for their reviewer: changes, locks, losses, the way down, the proof.',
    parameters: FILES,
  },
  show: {
    command: 'show',
    description: 'All that is known of one migration: its state, its statements, what is dangerous about them.',
    parameters: {
      name: { type: 'string', required: true, pattern: NAME, description: 'Its name, or the part after the time.' },
    },
  },
}

/** JSON Schema of what a tool takes. */
export function inputSchema({ parameters }: Tool): { type: 'object' } & Readonly<Record<string, unknown>> {
  const properties = Object.entries({ ...parameters, env: ENV }).map(([name, { description, type, pattern }]) => {
    const text = { type: 'string', ...(pattern !== undefined && { pattern }) }
    if (type === 'strings') return [name, { description, type: 'array', items: text }]
    if (type === 'answers') return [name, { description, type: 'object', additionalProperties: { type: 'string' } }]
    return [name, type === 'boolean' ? { description, type } : { description, ...text }]
  })
  const required = Object.keys(parameters).filter((name) => parameters[name]!.required)
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties), required }
}

/** JSON Schema of what a tool answers with, and the definitions that it uses. */
export function outputSchema(tool: string): { type: 'object' } & Readonly<Record<string, unknown>> {
  const text = readFileSync(join(packageFolder, 'schema/output.json'), 'utf8')
  const { $defs: all } = JSON.parse(text) as { readonly $defs: Readonly<Record<string, object>> }
  const used = new Set([tool, 'question'])
  for (const name of used)
    for (const [, other] of JSON.stringify(all[name]).matchAll(/"#\/\$defs\/([\w-]+)"/g)) used.add(other!)
  return {
    type: 'object',
    anyOf: [tool, 'question'].map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries([...used].map((name) => [name, all[name]])),
  }
}
