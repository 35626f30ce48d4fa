import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from './base/connection.ts'
import type { Address } from './base/kind.ts'
import { build } from './build.ts'
import { addressOfChange, type Change } from './change.ts'
import { diff } from './diff.ts'
import { introspect, type Scope } from './introspect.ts'
import { loadModels } from './models.ts'
import { filesOf } from './pull/files.ts'
import type { PulledFile } from './pull/modules.ts'
import { writeObjects } from './pull/write.ts'
import { schemaOf, type Schema } from './schema.ts'

export type { PulledFile } from './pull/modules.ts'

/** Model files, and what they leave different from the schema they were written from. */
export interface Pulled {
  readonly files: readonly PulledFile[]
  /** From the schema to what the models build; empty when they say all of it. */
  readonly differences: readonly Change[]
}

/** How often what differs is written again as plain data. */
const ROUNDS = 3

/** Writes a schema as model files. `plain` are the objects to be written as the data they are. */
export function writeModels(schema: Schema, plain: ReadonlySet<Address> = new Set(), from = 'knexus'): PulledFile[] {
  return filesOf(writeObjects(schema, plain), from)
}

/**
 * Writes a schema as model files, and proves them: each round builds what the files declare in an empty database and compares it with the schema.
 * What differs is written as data in the next round, so that a form the language gets wrong costs beauty and not truth.
 */
export async function pull(schema: Schema, emptyDatabase: () => Promise<Connection & { close(): Promise<void> }>, scope: Scope): Promise<Pulled> {
  const plain = new Set<Address>()
  for (let round = 1; ; round += 1) {
    const differences = await prove(schema, plain, await emptyDatabase(), scope)
    const more = differences.map(addressOfChange).filter((address) => schema.has(address) && !plain.has(address))
    if (differences.length === 0 || more.length === 0 || round === ROUNDS) return { files: writeModels(schema, plain), differences }
    for (const address of more) plain.add(address)
  }
}

/** Builds what the files declare. They are loaded from a folder of their own, because a module is loaded only once. */
async function prove(schema: Schema, plain: ReadonlySet<Address>, db: Connection & { close(): Promise<void> }, scope: Scope): Promise<Change[]> {
  const folder = await mkdtemp(join(tmpdir(), 'knexus-pull-'))
  try {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    for (const { name, text } of writeModels(schema, plain, new URL('./index.ts', import.meta.url).href)) await writeFile(join(folder, name), text)
    const { objects } = await loadModels(folder)
    await build(schemaOf(objects), db)
    return diff(schema, await introspect(db, scope))
  } finally {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
}
