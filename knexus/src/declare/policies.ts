import { addresses } from '../base/address.ts'
import type { Policy } from '../kinds/policies.ts'
import { path } from '../base/sql.ts'
import { commentOn, declared, rename, type Declaration, type Declared } from './context.ts'
import { givenName } from './naming.ts'
import { expressionOf, type Sql } from './sql.ts'

export interface PolicyOptions {
  /** The statements it is for; all when left out. */
  readonly for?: Policy['command']
  /** The roles it is for; everybody when left out. */
  readonly to?: readonly string[]
  /** The rows that are seen. */
  readonly using?: string | Sql
  /** The rows that may be written; as `using` when left out. */
  readonly withCheck?: string | Sql
  /** It must hold beside every other, instead of being one of several that may. */
  readonly restrictive?: boolean
  readonly comment?: string
  readonly renamedFrom?: string
}

/** A policy of a declared table; `t.policy` says the same inside the table: ``policy(notes, 'own_rows', { using: 'owner = current_user' })``. */
export function policy(
  on: { readonly schema: string; readonly name: string },
  name: string,
  options: PolicyOptions,
): Declaration {
  const { objects, renames } = policyOn(
    addresses.table(path(on.schema, on.name)),
    on.schema,
    on.name,
    on.name,
    name,
    options,
  )
  return declared(objects, renames)
}

/** The objects of a policy; `on` is the address of its table. */
export function policyOn(
  on: string,
  schema: string,
  table: string,
  oldTable: string,
  name: string,
  options: PolicyOptions,
): Declared {
  const object: Policy = {
    kind: 'policy',
    on,
    schema,
    table,
    name: givenName('policy', name),
    permissive: !options.restrictive,
    command: options.for ?? 'all',
    roles: [...(options.to ?? [])].sort(),
    using: options.using === undefined ? null : expressionOf(options.using),
    check: options.withCheck === undefined ? null : expressionOf(options.withCheck),
  }
  const { renamedFrom } = options
  return {
    objects: [object, ...commentOn(object, options.comment)],
    renames: renamedFrom === undefined ? [] : [rename(object, { ...object, table: oldTable, name: renamedFrom })],
  }
}
