import type { KnexTables } from 'knexus'
import type * as tModels from './t.js'

export * from './t.js'

type Models = typeof tModels

declare module 'knex/types/tables.js' {
  interface Tables extends KnexTables<Models> {}
}
