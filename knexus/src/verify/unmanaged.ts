import type { Connection } from '../connection/connection.ts'
import { read, type Scope } from '../introspect/index.ts'
import { inventory } from '../introspect/inventory.ts'
import type { Owed } from './debts.ts'

/** What no kind covers: `CONVERSION public.latin`, `DISABLED TRIGGERS ON public.visits OF …`. */
export async function unmanagedOf(db: Connection, scope: Scope): Promise<readonly string[]> {
  const reading = await read(db, { ...scope, dependencies: false, inventory: true })
  return (await inventory(db, reading, scope.schemas)).notManaged
}

/** What of it came with up and is still there after down, and the other way round. */
export function unmanaged(before: readonly string[], after: readonly string[]): Owed[] {
  const [was, is] = [new Set(before), new Set(after)]
  return [
    ...after.filter((name) => !was.has(name)).map((name): Owed => ['left-behind', `${name} is still there after down`]),
    ...before.filter((name) => !is.has(name)).map((name): Owed => ['taken-away', `${name} is gone after down`]),
  ]
}
