import type { Language } from '../project/language.ts'

/**
 * What a new knexfile is called. With a migration in TypeScript it is an ES module in JavaScript: Knex opens that on
 * every Node without a loader.
 */
export const KNEXFILE_NAMES: Readonly<Record<Language, string>> = {
  typescript: 'knexfile.mjs',
  module: 'knexfile.js',
  commonjs: 'knexfile.js',
}

/** The text of a knexfile for a new project, which manages the namespaces that are named: all, where none is. */
export function knexfileOf(language: Language, schemas: readonly string[]): string {
  const listed = schemas.map((name) => `'${name.replaceAll(/['\\]/g, String.raw`\$&`)}'`).join(', ')
  const commonJs = language === 'commonjs'
  const extension = language === 'typescript' ? 'ts' : 'js'
  const head = {
    typescript:
      '// Knex opens this file without a TypeScript loader; with tsx it then loads migrations and models in ' +
      `TypeScript.\nimport 'tsx'\nimport { join } from 'node:path'\nimport { fileURLToPath } from ` +
      `'node:url'\n\nconst root = fileURLToPath(new URL('.', import.meta.url))\n`,
    module:
      `import { join } from 'node:path'\nimport { fileURLToPath } from 'node:url'\n\nconst root = ` +
      `fileURLToPath(new URL('.', import.meta.url))\n`,
    commonjs: `const { join } = require('node:path')\n\nconst root = __dirname\n`,
  }[language]
  return `${head}
/** What all environments share. */
const environment = (connection, more = {}) => ({
  client: 'pg',
  connection,
  migrations: { directory: join(root, 'migrations'), extension: '${extension}', loadExtensions: ['.${extension}'] },
  knexus: { models: join(root, 'models'), ${schemas.length > 0 ? `schemas: [${listed}], ` : ''}...more },
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

${commonJs ? 'module.exports = environments' : 'export default environments'}
`
}

/** Where the connection of a new knexfile is before its file is there. */
export function connectionOf(env: NodeJS.ProcessEnv): {
  host: string
  port: number
  database: string
  user: string
  password: string
} {
  return {
    host: env['DB_HOST'] ?? 'localhost',
    port: Number(env['DB_PORT'] ?? 5432),
    database: env['DB_NAME'] ?? 'app',
    user: env['DB_USER'] ?? 'postgres',
    password: env['DB_PASSWORD'] ?? '',
  }
}

/** What the model of a new project is called. */
export const EXAMPLE_NAMES: Readonly<Record<Language, string>> = {
  typescript: 'notes.ts',
  module: 'notes.js',
  commonjs: 'notes.js',
}

/** The model that a new project begins with. */
export function exampleOf(language: Language): string {
  const names = '{ table, text, timestamps, uuidKey }'
  const [head, word] =
    language === 'commonjs'
      ? [`const ${names} = require('knexus')`, 'exports.']
      : [`import ${names} from 'knexus'`, 'export const ']
  return `${head}

/** An example. Change it, and \`npx knexus generate NAME\` writes the difference as a migration. */
${word}notes = table('notes', {
  ...uuidKey(),
  title: text().notNullable(),
  body: text(),
  ...timestamps(),
})
`
}

/** Whether the text of a model is an example that nobody has touched. `adopt` takes it away then. */
export function isExample(text: string): boolean {
  return text === exampleOf('module') || text === exampleOf('commonjs')
}
