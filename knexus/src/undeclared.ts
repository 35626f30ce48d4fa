import type { Knex } from 'knex'
import { pathOf } from './base/address.ts'
import type { Address } from './base/kind.ts'
import type { Change } from './change.ts'
import { introspect, type Scope } from './introspect/index.ts'
import { migratorConfig, replay, type HistoryFile } from './migrations/replay.ts'
import { textOf } from './migrations/texts.ts'
import type { Project } from './project/index.ts'
import { needsOf, parentOf, relativesOf, type Schema } from './schema.ts'
import type { Shadow } from './shadow/index.ts'

/**
 * What stands beside what the models declare, with the name of the hand-written file that built it; null for what the
 * database holds and no migration built.
 */
export type Undeclared = ReadonlyMap<Address, string | null>

/** Where something comes from that no model declares: `built by 20260101000000_base.ts`. */
export function sayOrigin(file: string | null): string {
  return file === null ? 'in the database, and built by no migration' : `built by ${file}`
}

/** How that gets into the models. */
export function sayDeclareIt(some: Undeclared): string {
  const from = [...some.values()].includes(null) ? 'db' : 'migrations'
  return `Declare it in the models: \`npx knexus pull --into --from ${from}\` writes it there.`
}

/** An old address and the new one. */
type Renamed = readonly [old: Address, now: Address, ...rest: unknown[]]

/** Begins the first note of every file that `generate` and `squash` write; people's own files have no such line. */
const GENERATED = /^\/\/ Proved on /m

/** What stays, for the head of the files. */
export function sayBeside(kept: Undeclared): string[] {
  const named = (byHand: boolean) =>
    [...kept].flatMap(([address, file]) => ((file !== null) === byHand ? [address] : []))
  return [
    ['Beside the models stays what hand-written files built', named(true)] as const,
    ['Beside the models stays what is in the database, and built by no migration', named(false)] as const,
  ].flatMap(([title, addresses]) => (addresses.length > 0 ? [`${title}: ${addresses.join(', ')}.`] : []))
}

/** The migrations that a comparison begins after. */
interface History {
  readonly files: readonly HistoryFile[]
  readonly project: Project
  /** It begins with a database in which they ran, and which may hold what none of them built. */
  readonly live?: boolean
}

/**
 * Of what is there and the target lacks, that which a hand-written file built, or nobody's file, and which can stay: nothing that
 * it needs goes, and nothing that comes takes its name. The history is only replayed again where something is lacking.
 */
export async function undeclared(
  built: Schema,
  target: Schema,
  renames: readonly Renamed[],
  history: History,
  shadow: Shadow,
  scope: Scope,
): Promise<Undeclared> {
  const lacking = new Set([...built.keys()].filter((address) => !target.has(renamed(address, renames))))
  if (lacking.size === 0) return new Map()
  const byHand = await builtByHand(lacking, history, shadow, scope)
  const taken = new Set([...target.values()].flatMap((object) => relativesOf(object, 'has the name')))
  const kept = new Map([...byHand].filter(([address]) => free(address)))
  for (let size = -1; size !== kept.size;) {
    size = kept.size
    for (const address of kept.keys()) {
      const goes = (need: Address) => lacking.has(need) && !kept.has(need)
      if (needsOf(built.get(address)!).some(goes)) kept.delete(address)
    }
  }
  return kept

  function free(address: Address): boolean {
    return !relativesOf(built.get(address)!, 'has the name').some((name) => taken.has(name))
  }
}

/** What stays of it and what is dropped: all, nothing, or some with what is part of that or needs it. */
export function parted(
  byHand: Undeclared,
  drop: boolean | ReadonlySet<Address>,
  from: Schema,
): { readonly kept: Undeclared; readonly dropped: Undeclared } {
  const gone = new Set(drop === true ? byHand.keys() : drop === false ? [] : drop)
  for (let size = -1; size !== gone.size;) {
    size = gone.size
    for (const address of byHand.keys()) {
      const object = from.get(address)!
      if ([...needsOf(object), parentOf(object) ?? ''].some((other) => gone.has(other))) gone.add(address)
    }
  }
  return {
    kept: new Map([...byHand].filter(([address]) => !gone.has(address))),
    dropped: new Map([...byHand].filter(([address]) => gone.has(address))),
  }
}

/** Of some objects those that are not part of another one among them. */
export function wholesOf(some: Undeclared, schema: Schema): Undeclared {
  return new Map([...some].filter(([address]) => !some.has(parentOf(schema.get(address)!) ?? '')))
}

/** What it would be to drop some objects. */
export function dropsOf(addresses: Undeclared, from: Schema): Change[] {
  return [...addresses.keys()].map((address) => ({ before: from.get(address)! }))
}

/** Of what is kept that which the target declares under no name: the rest of it is renamed. */
export function stillUndeclared(kept: Undeclared, target: Schema, renames: readonly Renamed[]): Undeclared {
  return new Map([...kept].filter(([address]) => !target.has(renamed(address, renames))))
}

/** A schema with what is kept beside it, as it stands after the renames, which are given as old and new addresses. */
export function withUndeclared(target: Schema, current: Schema, kept: Undeclared, renames: readonly Renamed[]): Schema {
  const moved = new Set([...kept.keys()].map((address) => renamed(address, renames)))
  return new Map([...target, ...[...current].filter(([address]) => moved.has(address) && !target.has(address))])
}

/** Where an object is after the renames, which its whole may have had as well: `COLUMN public.a.x` is `COLUMN public.b.x`. */
export function renamed(address: Address, renames: readonly Renamed[]): Address {
  const own = renames.find(([old]) => old === address)
  return own ? own[1] : renames.reduce(inside, address)
}

function inside(address: Address, [old, given]: Renamed): Address {
  const [before, after] = [pathOf(old), pathOf(given)]
  if (address === old) return given
  if (pathOf(address).startsWith(`${before}.`)) return address.replace(` ${before}.`, () => ` ${after}.`)
  return address.endsWith(` ON ${before}`) ? `${address.slice(0, -before.length)}${after}` : address
}

/**
 * Which of these addresses came with a hand-written file: one after which it is there, and before which it was not;
 * or, in a live database, with none.
 */
async function builtByHand(
  lacking: ReadonlySet<Address>,
  { files, project, live = false }: History,
  shadow: Shadow,
  scope: Scope,
): Promise<Map<Address, string | null>> {
  const found = new Map<Address, string | null>()
  const parts = await partsOf(files, migratorConfig(project))
  if (!live && !parts.some(({ byHand }) => byHand)) return found
  const db = await shadow.database()
  try {
    let before: ReadonlySet<Address> = new Set()
    for (const { part, byHand } of parts) {
      await replay(part, project, db)
      const now = new Set([...(await introspect(db, scope)).keys()].filter((address) => lacking.has(address)))
      for (const address of now) {
        if (before.has(address)) continue
        if (byHand) found.set(address, part[0]!.name)
        else found.delete(address)
      }
      before = now
    }
    if (live) for (const address of lacking) if (!before.has(address)) found.set(address, null)
    return found
  } finally {
    await db.close()
  }
}

interface Part {
  readonly part: HistoryFile[]
  readonly byHand: boolean
}

/** The history in parts that are replayed at once: a hand-written file is one alone, generated ones stand together. */
async function partsOf(files: readonly HistoryFile[], config: Knex.MigratorConfig): Promise<Part[]> {
  const parts: Part[] = []
  for (const file of files) {
    const byHand = !GENERATED.test(await textOf(file, config))
    const last = parts.at(-1)
    if (!byHand && last && !last.byHand) last.part.push(file)
    else parts.push({ part: [file], byHand })
  }
  return parts
}
