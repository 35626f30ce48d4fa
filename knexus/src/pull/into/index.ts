import { writeFile } from 'node:fs/promises'
import { rmSync, writeFileSync } from 'node:fs'
import { withAmbient } from '../../ambient.ts'
import { KnexusError } from '../../base/errors.ts'
import type { Address } from '../../base/kind.ts'
import { build } from '../../build/index.ts'
import { addressOfChange, type Change } from '../../change.ts'
import type { Connection } from '../../connection/connection.ts'
import { diff } from '../../diff.ts'
import { introspect, type Scope } from '../../introspect/index.ts'
import { reworded } from '../../reword.ts'
import type { AnyObject } from '../../kinds/index.ts'
import { needsOf, parentOf, schemaOf, type Schema } from '../../schema.ts'
import { reloadModels } from '../../sources/reload.ts'
import { loadModels } from '../../sources/models.ts'
import { renamed } from '../../undeclared.ts'
import { rootOf } from '../write.ts'
import { edit, type HowToEdit } from './edit.ts'
import type { Edits, Unplaced } from './editor.ts'
import { locate, type Models } from './located.ts'
import type { SourceFile } from './source-file.ts'

export type { Unplaced } from './editor.ts'

/** What is to be declared, and where. */
export interface Into {
  /** The models: a folder, or a file. */
  readonly place: string
  /** What they build. */
  readonly built: Schema
  /** What there is, of which something may be missing in the models. */
  readonly source: Schema
  /** Takes only these, with what belongs to them and what they need. */
  readonly only?: ReadonlySet<Address> | undefined
  readonly scope: Scope
}

/** What was written into the models. */
export interface WrittenInto {
  /** By address, the file that declares it now; what is part of something new is not listed by itself. */
  readonly declared: ReadonlyMap<Address, string>
  readonly files: readonly string[]
  /** What could not be put into a file safely. */
  readonly unplaced: readonly Unplaced[]
}

type Empty = () => Promise<Connection & { close(): Promise<void> }>

/** How often what turns out otherwise is written in another way. */
const ROUNDS = 4

/**
 * Declares in the models what a schema has and they do not build. What people wrote stays as it is. The edited models
 * are loaded and built in an empty database: they must build what they built before and what was added; what differs
 * is written as plain data. Where that does not help either, all files are as they were, and `not-declared` is
 * thrown.
 */
export async function pullInto(
  { place, built, source, only, scope }: Into,
  emptyDatabase: Empty,
): Promise<WrittenInto> {
  const [models, { renames }] = [await locate(place), await loadModels(place)]
  const names = renames.map(({ from, to }) => [from, to] as const)
  const wanted = new Map([...source].filter(([address]) => !built.has(renamed(address, names))))
  if (only) keepOnly(wanted, only)
  const there = new Set(built.keys())
  const plain = new Set<Address>()
  const unplaced: Unplaced[] = []
  for (let round = 1; ; round += 1) {
    const target = new Map([...built, ...wanted])
    const edits = leavingOut(models, target, wanted, unplaced, { there, plain })
    if (edits.files.length === 0) return { declared: new Map(), files: [], unplaced }
    const { refused, differences } = await prove(edits.files, { place, target, scope, emptyDatabase })
    if (!refused && differences.length === 0) return { ...told(edits, target, wanted), unplaced }
    if (round === ROUNDS) throw notDeclared(refused, differences)
    for (const address of blamed(wanted, differences, refused)) plain.add(address)
  }
}

/** Takes away all that is not asked for, nor part of what is, nor needed by it. */
function keepOnly(wanted: Map<Address, AnyObject>, only: ReadonlySet<Address>): void {
  const kept = new Set<Address>()
  const keep = (address: Address) => {
    if (kept.has(address) || !wanted.has(address)) return
    kept.add(address)
    const object = wanted.get(address)!
    for (const other of [...needsOf(object), parentOf(object) ?? '']) keep(other)
  }
  for (const [address, object] of wanted) {
    const whole = [...wholesOf(object, wanted)].some((one) => only.has(one))
    if (only.has(address) || whole) keep(address)
  }
  for (const address of wanted.keys()) if (!kept.has(address)) wanted.delete(address)
}

function* wholesOf(object: AnyObject, schema: Schema): Generator<Address> {
  for (
    let whole = parentOf(object);
    whole !== undefined;
    whole = schema.has(whole) ? parentOf(schema.get(whole)!) : undefined
  )
    yield whole
}

/** The edits, without what cannot be placed and what needs it; `wanted` and `target` lose it too. */
function leavingOut(
  models: Models,
  target: Map<Address, AnyObject>,
  wanted: Map<Address, AnyObject>,
  unplaced: Unplaced[],
  how: HowToEdit,
): Edits {
  for (;;) {
    const edits = edit(models, target, how)
    if (edits.unplaced.length === 0) return edits
    unplaced.push(...edits.unplaced)
    const roots = new Set(edits.unplaced.map(({ address }) => address))
    for (const object of target.values()) if (object.kind === 'partition' && roots.has(object.of)) roots.add(object.on)
    for (let size = -1; size !== wanted.size;) {
      size = wanted.size
      for (const [address, object] of wanted) {
        const isPart = roots.has(rootOf({ schema: target }, object))
        const lacks = [...needsOf(object), parentOf(object) ?? address].some(
          (need) => !target.has(need) && !how.there.has(need),
        )
        if (!isPart && !lacks) continue
        wanted.delete(address)
        target.delete(address)
      }
    }
  }
}

interface Proof {
  readonly place: string
  readonly target: Schema
  readonly scope: Scope
  readonly emptyDatabase: Empty
}

/** Writes the files, builds what the models declare then, and puts the files back where that is not the target. */
async function prove(
  files: readonly SourceFile[],
  { place, target, scope, emptyDatabase }: Proof,
): Promise<{ readonly differences: readonly Change[]; readonly refused?: KnexusError }> {
  const undo = () => {
    for (const { path, text, isNew } of files)
      if (isNew) rmSync(path, { force: true })
      else writeFileSync(path, text)
  }
  const stopped = () => {
    undo()
    process.exit(130)
  }
  process.once('SIGINT', stopped).once('SIGTERM', stopped)
  let isRight = false
  const db = await emptyDatabase()
  try {
    for (const file of files) await writeFile(file.path, file.render())
    const { objects } = await reloadModels(place)
    await build(schemaOf(objects), db)
    const reached = withAmbient(await introspect(db, scope), target)
    const differences = diff(target, await reworded(reached, target, emptyDatabase, scope))
    isRight = differences.length === 0
    return { differences }
  } catch (error) {
    if (error instanceof KnexusError) return { differences: [], refused: error }
    throw error
  } finally {
    process.off('SIGINT', stopped).off('SIGTERM', stopped)
    if (!isRight) undo()
    await db.close()
  }
}

/** What is to be written as data in the next round: what differs, what a refusal names, or all where it names nothing. */
function blamed(wanted: Schema, differences: readonly Change[], refused: KnexusError | undefined): Address[] {
  const different = differences.flatMap((change) => [addressOfChange(change)]).filter((address) => wanted.has(address))
  const named = [...wanted.keys()].filter((address) => refused?.message.startsWith(`PostgreSQL refuses ${address}: `))
  const found = [...different, ...named]
  return found.length > 0 ? found : [...wanted.keys()]
}

function notDeclared(refused: KnexusError | undefined, differences: readonly Change[]): KnexusError {
  const list = differences.slice(0, 5).map(addressOfChange).join(', ')
  return new KnexusError(
    'not-declared',
    'The edited models do not build what is there: ' +
      `${refused?.message ?? `these differ: ${list}${differences.length > 5 ? ` and ${differences.length - 5} more` : ''}`}. ` +
      'All files are as they were.',
    'Declare it by hand; `npx knexus pull --out FOLDER` writes all declarations to copy from.',
    { cause: refused },
  )
}

/**
 * What is declared now, without the parts of what is new as a whole. What has no declaration of its own stands in a
 * list of its kind.
 */
function told({ files, homes }: Edits, target: Schema, wanted: Schema): Omit<WrittenInto, 'unplaced'> {
  const wholes = [...wanted].filter(([, object]) => !wanted.has(parentOf(object) ?? ''))
  const parentsOf = new Map(
    [...target.values()].flatMap((object) => (object.kind === 'partition' ? [[object.on, object.of]] : [])),
  )
  const homeOf = (object: AnyObject) => {
    const root = rootOf({ schema: target }, object)
    return (
      homes.get(root) ?? homes.get(parentsOf.get(root) ?? '') ?? homes.get(target.get(root)!.kind) ?? files[0]!.path
    )
  }
  return {
    declared: new Map(wholes.map(([address, object]) => [address, homeOf(object)])),
    files: files.map(({ path }) => path),
  }
}
