import type { ReplicaIdentity } from '../kinds/replica-identities.ts'
import type { Declared, TableContext } from './context.ts'

/** The whole row, nothing, or a unique index by its name. */
export type ReplicaIdentityChoice = 'full' | 'nothing' | { readonly index: string }

/** The replica identity of a table. */
export function replicaIdentityOf({ on, schema, table }: TableContext, identity: ReplicaIdentityChoice): Declared {
  const [by, index] = typeof identity === 'string' ? ([identity, null] as const) : (['index', identity.index] as const)
  const object: ReplicaIdentity = { kind: 'replica identity', on, schema, table, by, index }
  return { objects: [object], renames: [] }
}
