import { addresses } from '../base/address.ts'
import { policyWording, type Policy, type PolicyOptions } from '../kinds/policies.ts'
import { attributesOf } from '../kinds/shared/wording.ts'
import { qualifiedName } from '../base/sql.ts'
import { commentOn, declared, rename, type Declaration, type Declared } from './context.ts'
import { givenName } from './naming.ts'

/**
 * A policy of a declared table: `policy(notes, 'own_rows', { using: 'owner = current_user' })`. `t.policy` declares one
 * within the table.
 */
export function policy(
  on: { readonly schema: string; readonly name: string },
  name: string,
  options: PolicyOptions,
): Declaration {
  const { objects, renames } = policyOn(
    addresses.table(qualifiedName(on.schema, on.name)),
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
    ...attributesOf(policyWording, options),
  }
  const { renamedFrom } = options
  return {
    objects: [object, ...commentOn(object, options.comment)],
    renames: renamedFrom === undefined ? [] : [rename(object, { ...object, table: oldTable, name: renamedFrom })],
  }
}
