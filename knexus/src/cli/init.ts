import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KnexusError, messageOf } from '../base/errors.ts'
import type { CommandFile } from './command.ts'

export const command: CommandFile = {
  summary:
    'put a knexfile, a folder of models with an example, and npm scripts into an npm project; nothing is overwritten',
  examples: ['npm install knex pg tsx knexus && npx knexus init'],
  async run(context) {
    const root = process.cwd()
    const manifest = await readManifest(join(root, 'package.json'))
    const hasKnexfile = KNEXFILES.some((name) => existsSync(join(root, name)))
    const files = {
      ...(!hasKnexfile && { 'knexfile.mjs': KNEXFILE }),
      'models/notes.ts': MODEL,
      'migrations/.gitkeep': '',
    }
    const written = []
    for (const [name, text] of Object.entries(files)) if (await writeNew(join(root, name), text)) written.push(name)
    const scripts = await addScripts(join(root, 'package.json'), manifest)
    const missing = PACKAGES.filter(
      (name) => !has(manifest.value, 'dependencies', name) && !has(manifest.value, 'devDependencies', name),
    )
    const log = context.log()
    if (hasKnexfile)
      log.info(
        "The knexfile that is there stays as it is. Give its environments `knexus: { models: 'models' }`, or keep the models in the folder models beside it.",
      )
    if (missing.length > 0) log.info(`Install what is missing: npm install ${missing.join(' ')}`)
    log.info(
      'Next: set DB_HOST, DB_NAME, DB_USER and DB_PASSWORD, then npx knexus generate create_notes, and npx knexus up or npx knex migrate:latest.',
    )
    context.print(
      [...written.map((name) => `wrote ${name}`), ...scripts.map((name) => `added the script ${name}`)].join('\n'),
      { written, scripts, missing },
    )
    return 0
  },
}

interface Manifest {
  readonly text: string
  readonly value: object
}

async function readManifest(file: string): Promise<Manifest> {
  try {
    const text = await readFile(file, 'utf8')
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { text, value }
    throw new SyntaxError('it is not an object')
  } catch (error) {
    throw new KnexusError(
      'no-package',
      `${file} cannot be read: ${messageOf(error)}`,
      'Run the command in the folder of an npm project; `npm init` makes one.',
      { cause: error },
    )
  }
}

/** Writes a file unless there is one. */
async function writeNew(file: string, text: string): Promise<boolean> {
  if (existsSync(file)) return false
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text, { flag: 'wx' })
  return true
}

/** Adds the scripts whose names are free, and leaves everything else of package.json as it is. */
async function addScripts(file: string, { text, value }: Manifest): Promise<string[]> {
  const scripts: Readonly<Record<string, unknown>> =
    'scripts' in value && typeof value.scripts === 'object' && value.scripts !== null ? { ...value.scripts } : {}
  const added = Object.keys(SCRIPTS).filter((name) => !(name in scripts))
  if (added.length === 0) return []
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  '
  await writeFile(
    file,
    `${JSON.stringify({ ...value, scripts: { ...scripts, ...Object.fromEntries(added.map((name) => [name, SCRIPTS[name]])) } }, null, indent)}\n`,
  )
  return added
}

function has(manifest: object, section: 'dependencies' | 'devDependencies', name: string): boolean {
  const list = (manifest as Readonly<Record<string, unknown>>)[section]
  return typeof list === 'object' && list !== null && name in list
}

const KNEXFILES = ['knexfile.ts', 'knexfile.js', 'knexfile.mjs', 'knexfile.cjs', 'knexfile.mts']
const PACKAGES = ['knex', 'pg', 'tsx', 'knexus']

const SCRIPTS: Readonly<Record<string, string>> = {
  'db:generate': 'knexus generate',
  'db:up': 'knexus up',
  'db:down': 'knexus down',
  'db:status': 'knexus status',
  'db:check': 'knexus check',
}

/** An ES module in JavaScript: Knex opens it on every Node without a TypeScript loader, and it brings the loader for everything else itself. */
const KNEXFILE = `// Knex opens this file without a TypeScript loader; with tsx it then loads migrations and models in TypeScript.
import 'tsx'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** What all environments share. */
const environment = (connection, more = {}) => ({
  client: 'pg',
  connection,
  migrations: { directory: here('migrations'), extension: 'ts', loadExtensions: ['.ts'] },
  knexus: { models: here('models'), schemas: ['public'], ...more },
})

/** @type {Record<string, import('knex').Knex.Config>} */
const environments = {
  development: environment({
    host: process.env.DB_HOST ?? 'localhost',
    port: Number(process.env.DB_PORT ?? 5432),
    database: process.env.DB_NAME ?? 'app',
    user: process.env.DB_USER ?? 'postgres',
    password: process.env.DB_PASSWORD ?? '',
  }),
  production: environment(process.env.DATABASE_URL ?? '', { production: true }),
}

export default environments
`

const MODEL = `import { table, text, timestamps, uuidKey } from 'knexus'

/** An example. Change it, and \`npx knexus generate NAME\` writes the difference as a migration. */
export const notes = table('notes', {
  ...uuidKey(),
  title: text().notNullable(),
  body: text(),
  ...timestamps(),
})
`
