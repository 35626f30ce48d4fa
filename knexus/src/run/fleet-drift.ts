import { createHash } from 'node:crypto'
import { diff } from '../diff.ts'
import { fingerprint } from '../cache.ts'
import type { Connection } from '../connection/connection.ts'
import { catalogFingerprint, type Fingerprint } from '../introspect/fingerprint.ts'
import { ask, interpret, type Scope } from '../introspect/index.ts'
import { attribute, kindOf, type Schema } from '../schema.ts'
import { sayChanges } from '../tell/changes.ts'
import type { Tenant } from './tenants.ts'
import { unnamedSchemas } from './unnamed.ts'

/**
 * What one database held when it was last read: a name for each tenant's schema, valid as long as the fingerprint is
 * the same.
 */
export interface KeptPlace {
  readonly origin: string
  readonly snapshot: string
  readonly value: string
  readonly digests: Readonly<Record<string, string>>
}

/** A place as it is now. `kept` is absent where the server does not tell whether it changed. */
export interface LookedAt {
  readonly digests: Readonly<Record<string, string>>
  readonly kept?: KeptPlace
  /** Where it had to be read: the schemas by the tenant's name. */
  readonly schemas?: ReadonlyMap<string, Schema>
}

/** A name for the schema of each tenant in a database, which is read only where its fingerprint is not what it was. */
export async function digestsIn(
  db: Connection,
  tenants: readonly Tenant[],
  scope: Scope,
  before: KeptPlace | undefined,
): Promise<LookedAt> {
  const stamp = await catalogFingerprint(db, async (origin) =>
    before?.origin === origin ? { ...before, query: '' } : undefined,
  )
  const isSame =
    stamp && before && stamp.origin === before.origin && [stamp.value, valueOf(stamp)].includes(before.value)
  if (isSame && tenants.every(({ name }) => Object.hasOwn(before.digests, name)))
    return { digests: before.digests, kept: { ...before, snapshot: stamp.snapshot } }
  const query = stamp?.query || (await catalogFingerprint(db))?.query
  return readIn(db, tenants, scope, stamp && query ? { ...stamp, query } : undefined)
}

async function readIn(
  db: Connection,
  tenants: readonly Tenant[],
  scope: Scope,
  stamp: Fingerprint | undefined,
): Promise<LookedAt> {
  const answer = await ask(db, scope, stamp && { taken: stamp.query })
  const taken = answer.get('taken')
  const { schema } = interpret(answer, scope)
  const schemas = schemasOf(schema, tenants)
  const digests = Object.fromEntries(Array.from(schemas, ([name, one]) => [name, digestOf(one)]))
  if (!stamp || !taken) return { digests, schemas }
  // The fingerprint of the very snapshot that was read.
  const { snapshot, value } = (JSON.parse(taken) as [Fingerprint])[0]
  return { digests, schemas, kept: { origin: stamp.origin, snapshot, value: fingerprint(value), digests } }
}

/** The fingerprint of the catalogs is long, and thousands of them are kept. */
function valueOf({ value }: Fingerprint): string {
  return fingerprint(value)
}

/** A tenant that is a namespace has its objects, without its name; any other has the whole database. */
function schemasOf(schema: Schema, tenants: readonly Tenant[]): ReadonlyMap<string, Schema> {
  const namespaces = new Map(
    tenants.flatMap(({ name, schema: own }) => (own === undefined ? [] : [[own, name] as const])),
  )
  const parts = unnamedSchemas(schema, new Set(namespaces.keys()))
  return new Map(tenants.map(({ name, schema: own }) => [name, own === undefined ? schema : parts.get(own)!]))
}

/** The same for schemas in which `diff` finds nothing. */
function digestOf(schema: Schema): string {
  const hash = createHash('sha256')
  for (const address of [...schema.keys()].sort()) {
    const object = schema.get(address)!
    const compared = Object.keys(kindOf(object).alter).map((key) => attribute(object, key))
    hash.update(JSON.stringify([address, object.kind, ...compared]))
  }
  return hash.digest('hex').slice(0, 32)
}

/** What a tenant has otherwise than the first, in people's words, without its name. */
export function sayDrift(first: Schema, other: Schema): string[] {
  return sayChanges(diff(first, other))
}
