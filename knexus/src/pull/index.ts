import { reworded } from '../reword.ts'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withAmbient } from '../ambient.ts'
import type { Connection } from '../connection/connection.ts'
import { KnexusError } from '../base/errors.ts'
import { packageFolder } from '../modules/package.ts'
import type { Address } from '../base/kind.ts'
import { build, type Progress } from '../build/index.ts'
import { addressOfChange, subject, type Change } from '../change.ts'
import { diff } from '../diff.ts'
import { introspect, type Scope } from '../introspect/index.ts'
import { loadModels } from '../sources/models.ts'
import { filesOf } from './files.ts'
import { TYPESCRIPT, type PulledFile } from './language.ts'
import { rootOf, writeObjects, type Written } from './write.ts'
import type { Style } from '../project/language.ts'
import { kindOf, parentOf, schemaOf, type Schema } from '../schema.ts'

export type { PulledFile } from './language.ts'

/** Model files, and what they leave different from the schema they were written from. */
export interface Pulled {
  readonly files: readonly PulledFile[]
  /** From the schema to what the models build; empty when they say all of it. */
  readonly differences: readonly Change[]
}

/** An empty database to prove the files in. */
type Empty = () => Promise<Connection & { close(): Promise<void> }>

/** Is told what is being done and how much of it is done. */
export type Told = (what: string, done: number, of: number) => void

/** How often what differs is written again as plain data. */
const ROUNDS = 4

/** Writes a schema as model files. `plain` are the objects to be written as the data they are. */
export function writeModels(schema: Schema, plain: ReadonlySet<Address> = new Set()): PulledFile[] {
  return filesOf(writeObjects(schema, plain))
}

/**
 * The schema without owners, privileges and whatever else belongs to where a database runs rather than to its design. Models that
 * declare none of it keep what is there, and build where those roles do not exist. `kept` are kinds to write all the same.
 */
export function withoutAmbient(schema: Schema, kept: readonly string[] = []): Schema {
  return new Map([...schema].filter(([, object]) => !kindOf(object).ambient || kept.includes(object.kind)))
}

/**
 * Writes a schema as model files, and proves them: each round builds what the files declare in an empty database and
 * compares it with the schema. What differs, or is refused, is written as data in the next round, so that a form the
 * language gets wrong costs beauty and not truth.
 */
export async function pull(
  schema: Schema,
  emptyDatabase: Empty,
  scope: Scope,
  { told, style = TYPESCRIPT }: { readonly told?: Told | undefined; readonly style?: Style } = {},
): Promise<Pulled> {
  const [plain, apart] = [new Set<Address>(), new Set<Address>()]
  for (let round = 1; ; round += 1) {
    const written = writeObjects(schema, plain, apart)
    const files = filesOf(written, style)
    const { differences, refused } = await prove(schema, files, style, emptyDatabase, scope, (done, of) =>
      told?.(`building what the models declare, round ${round}, in statements`, done, of),
    )
    const found = refused ? blamed(schema, plain, refused) : differences.flatMap((change) => placeOf(change, schema))
    const unlike = unlikeIn(written, found)
    const more =
      refused && unlike.size > 0
        ? []
        : found.filter((address) => !plain.has(address) && !unlike.has(rootAt(written, address)))
    if (refused && (more.length + unlike.size === 0 || round === ROUNDS)) throw refused
    if (more.length + unlike.size === 0 || round === ROUNDS) return { files, differences }
    for (const address of unlike) apart.add(address)
    for (const address of more) plain.add(address)
  }
}

/**
 * The partitions that were said by their bounds alone, and turn out to be unlike their table: they are tables of
 * their own first, and data last.
 */
function unlikeIn(written: Written, found: readonly Address[]): ReadonlySet<Address> {
  const alike = new Set([...written.pull.alike.values()].flat().map(({ on }) => on))
  return new Set(found.map((address) => rootAt(written, address)).filter((root) => alike.has(root)))
}

function rootAt({ pull: { schema } }: Written, address: Address): Address {
  return rootOf({ schema }, schema.get(address)!)
}

interface Proof {
  readonly differences: readonly Change[]
  /** PostgreSQL, or the compiler, refused the files. */
  readonly refused?: KnexusError
}

/** Builds what the files declare. They are loaded from a folder of their own, because a module is loaded only once. */
async function prove(
  schema: Schema,
  files: readonly PulledFile[],
  { language }: Style,
  emptyDatabase: Empty,
  scope: Scope,
  progress: Progress,
): Promise<Proof> {
  const folder = await mkdtemp(join(tmpdir(), 'knexus-pull-'))
  const db = await emptyDatabase()
  try {
    const type = language === 'commonjs' ? 'commonjs' : 'module'
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type }))
    await mkdir(join(folder, 'node_modules'))
    await symlink(packageFolder, join(folder, 'node_modules/knexus'), 'junction')
    for (const { name, text } of files) await writeFile(join(folder, name), text)
    const { objects } = files.length === 1 ? { objects: [] } : await loadModels(folder)
    await build(schemaOf(objects), db, progress)
    const built = withAmbient(await introspect(db, scope), schema)
    return { differences: diff(schema, await reworded(built, schema, emptyDatabase, scope)) }
  } catch (error) {
    if (error instanceof KnexusError) return { differences: [], refused: error }
    throw error
  } finally {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * What was written down for a difference: the object, or for one that nobody wrote what it is part of, as a child
 * table's column is for the parent's default.
 */
function placeOf(change: Change, schema: Schema): Address[] {
  return [addressOfChange(change), parentOf(subject(change)) ?? []]
    .flat()
    .filter((address) => schema.has(address))
    .slice(0, 1)
}

/** The object that a refusal names, or all of them where it names none, or one that is data already. */
function blamed(schema: Schema, plain: ReadonlySet<Address>, refused: KnexusError): Address[] {
  const named = [...schema.keys()].find((address) => refused.message.startsWith(`PostgreSQL refuses ${address}: `))
  if (named !== undefined && !plain.has(named)) return [named]
  return [...schema.keys()].filter((address) => !plain.has(address))
}
