/** The models of a project that keeps notes. */
export const NOTES = `import { bigIncrements, table, text } from 'knexus'
export const notes = table('notes', { id: bigIncrements(), title: text().notNullable() })
`

/** The text of a migration that sends one statement each way. */
export const sends = (forward: string, back: string) =>
  `export const up = (knex) => knex.raw('${forward}')\nexport const down = (knex) => knex.raw('${back}')\n`
