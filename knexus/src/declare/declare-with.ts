import { enumTypeIn } from './enums.ts'
import { knexNaming, type Naming } from './naming.ts'
import { tableIn } from './table.ts'

/**
 * The declaring functions for a namespace and a naming convention. Say it once, beside the mixins, and import them from there.
 *
 * ```ts
 * export const { table, enumType } = declareWith({ naming: naming({ pk: 'pk_{table}' }) })
 * export const app = declareWith({ schema: 'app' })   // app.table('users', …) is app.users
 * ```
 */
export function declareWith<const Schema extends string = 'public'>(options: { readonly schema?: Schema; readonly naming?: Naming } = {}) {
  const schema: string = options.schema ?? 'public'
  const convention = options.naming ?? knexNaming
  return { table: tableIn<Schema>(schema as Schema, convention), enumType: enumTypeIn(schema) }
}

/** The declaring functions for the namespace `public`, with Knex's own names for constraints and indexes. */
export const { table, enumType } = declareWith()
