import { withAmbient } from '../ambient.ts'
import type { Connection } from '../connection/connection.ts'
import type { Address } from '../base/kind.ts'
import { attemptAll, run } from './index.ts'
import { addressOfChange } from '../change.ts'
import { differences, differing } from '../diff.ts'
import { read, type Scope } from '../introspect/index.ts'
import type { AnyObject } from '../kinds/index.ts'
import { plan, type Step } from '../plan/index.ts'
import { attribute, kindOf, relativesOf, type Schema } from '../schema.ts'

/**
 * Builds a declared schema in an empty database, sparing what another schema, `near`, has:
 * a foreign key that is declared in the very words in which PostgreSQL prints that one's would be printed so again. This
 * holds where all around it is the same too, so what was spared is built after all when anything differs.
 * Gives the whole schema when something was spared; otherwise all of it can be read from the database.
 */
export async function buildNear(
  declared: Schema,
  near: () => Promise<Schema>,
  db: Connection,
  scope: Scope,
): Promise<Schema | undefined> {
  const steps = plan(new Map(), declared)
  const apart = chosen(declared, standsApart)
  const are = (addresses: ReadonlySet<Address>) => (step: Step) =>
    step.changes.every((change) => addresses.has(addressOfChange(change)))
  const waiting = new Set(steps.filter(are(apart)))
  const failed = new Set(
    await attemptAll(
      steps.filter((step) => !waiting.has(step)),
      db,
    ),
  )
  const known = await near()
  const spared = chosen(declared, (object, address) => apart.has(address) && isSaidOf(object, known.get(address)))
  const rest = new Set([...waiting].filter(are(spared)))
  await run(
    steps.filter((step) => failed.has(step) || (waiting.has(step) && !rest.has(step))),
    db,
  )
  if (rest.size === 0) return undefined
  const built = await read(db, scope)
  const schema = new Map([...Array.from(spared, (address) => [address, known.get(address)!] as const), ...built.schema])
  if (differences(withAmbient(schema, known), known).size === 0) return schema
  await run([...rest], db)
  return undefined
}

/** The objects that are wanted so, without those that one needs which is not, or comes after. */
function chosen(schema: Schema, wanted: (object: AnyObject, address: Address) => boolean): Set<Address> {
  const result = new Set<Address>()
  const queue: AnyObject[] = []
  for (const [address, object] of schema) {
    if (wanted(object, address)) result.add(address)
    else queue.push(object)
  }
  for (let object = queue.pop(); object; object = queue.pop()) {
    for (const before of relativesOf(object, 'part of', 'needs', 'leads', 'follows', 'comes after'))
      if (result.delete(before)) queue.push(schema.get(before)!)
  }
  return result
}

function standsApart(object: AnyObject): boolean {
  return kindOf(object).apart?.(object) === true
}

/** Whether the same object is known, and has every attribute that its declaration speaks of, word by word. */
function isSaidOf(declared: AnyObject, known: AnyObject | undefined): boolean {
  return (
    known !== undefined &&
    standsApart(known) &&
    differing(declared, known).every((key) => attribute(declared, key) === undefined)
  )
}
