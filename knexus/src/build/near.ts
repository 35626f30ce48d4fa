import { withAmbient } from '../ambient.ts'
import type { Connection } from '../base/connection.ts'
import type { Address } from '../base/kind.ts'
import { attemptAll, run } from '../build.ts'
import { addressOfChange, subject } from '../change.ts'
import { differences, differing } from '../diff.ts'
import { read, type Scope } from '../introspect.ts'
import type { Needs } from '../introspect/dependencies.ts'
import type { AnyObject } from '../kinds/index.ts'
import { plan, type Step } from '../plan.ts'
import { attribute, kindOf, needsOf, type Schema } from '../schema.ts'

/** What was built and read back. Without needs: not all of it was built. */
export interface Built {
  readonly schema: Schema
  readonly needs?: Needs | undefined
}

/**
 * Builds a declared schema in an empty database and reads it back, sparing what another schema, `near`, has:
 * a foreign key that is declared in the very words in which PostgreSQL prints that one's would be printed so again. This
 * holds where all around it is the same too, so what was spared is built after all when anything differs.
 */
export async function buildNear(declared: Schema, near: () => Promise<Schema>, db: Connection, scope: Scope): Promise<Built> {
  const steps = plan(new Map(), declared)
  const standApart = new Set(steps.filter(({ changes }) => changes.every((change) => kindOf(subject(change)).apart)))
  const failed = await attemptAll(steps.filter((step) => !standApart.has(step)), db)
  const known = await near()
  const spared = sparedOf(declared, known)
  const isSpared = (step: Step) => standApart.has(step) && step.changes.every((change) => spared.has(addressOfChange(change)))
  await run(steps.filter((step) => failed.includes(step) || (standApart.has(step) && !isSpared(step))), db)
  const reading = await read(db, scope)
  if (spared.size === 0) return reading
  const schema = new Map([...spared, ...reading.schema])
  if (differences(withAmbient(schema, known), known).size === 0) return { schema }
  await run(steps.filter(isSpared), db)
  return read(db, scope)
}

/** What stands apart and is declared as `near` has it, unless something needs it that does not. */
function sparedOf(declared: Schema, near: Schema): Schema {
  const spared = new Map<Address, AnyObject>()
  const queue: AnyObject[] = []
  for (const [address, object] of declared) {
    const known = near.get(address)
    if (known && kindOf(known).apart?.(known) && isSaidOf(object, known)) spared.set(address, known)
    else queue.push(object)
  }
  for (let object = queue.pop(); object; object = queue.pop()) {
    for (const needed of needsOf(object)) if (spared.delete(needed)) queue.push(declared.get(needed)!)
  }
  return spared
}

/** Whether an object has every attribute that a declaration speaks of, word by word. */
function isSaidOf(declared: AnyObject, known: AnyObject): boolean {
  return differing(declared, known).every((key) => attribute(declared, key) === undefined)
}
