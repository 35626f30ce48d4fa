/** Files of the project that are otherwise there, by their paths; null takes one away. */
export type Files = Readonly<Record<string, string | null>>

/** How a command is typed, and in which project. */
interface Attempt {
  readonly files?: Files
  readonly args?: readonly string[]
  /** Changes the URL of the database. */
  readonly url?: (url: URL) => void
  /** Run in the database first. */
  readonly sql?: string
}

/** A mistake that people make, the error that says so, and what its cure comes to. */
export interface Mistake extends Attempt {
  /** What was done: `A command is mistyped`. */
  readonly name: string
  readonly args: readonly string[]
  readonly code: string
  /** What the message and its cure must name: the file and line, the object, or the word to type instead. */
  readonly names: readonly string[]
  /** The cure, done; what is left out stays as it was. */
  readonly cured: Attempt
}

export const models = (body: string, imports = 'integer, sql, table, text') => ({
  'models/things.ts': `import { ${imports} } from 'knexus'\n${body}\n`,
})
export const THINGS = `export const things = table('things', { id: integer().primary(), name: text() })`
export const things = (columns: string, imports?: string) =>
  models(`export const things = table('things', { id: integer().primary(), name: text(), ${columns} })`, imports)
export const knexfile = (settings: string, connection = 'process.env.MISTAKE_URL') => ({
  'knexfile.ts': `export default { development: { client: 'pg', connection: ${connection}, migrations: { directory: './migrations', loadExtensions: ['.ts'] }, ${settings} } }\n`,
})
export const second = (text: string) => ({ 'migrations/20260102000000_more.ts': text })
export const MORE = `export const up = (knex) => knex.raw('CREATE TABLE more (id int)')\nexport const down = (knex) => knex.raw('DROP TABLE more')\n`
export const login = (username: string, password: string) => (url: URL) => {
  Object.assign(url, { username, password })
}
