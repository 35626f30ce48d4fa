import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Address } from '../base/kind.ts'
import type { Conflict } from '../conflicts.ts'
import {
  generate as compared,
  type Generated as Compared,
  type GenerateOptions as CompareOptions,
} from '../generate/index.ts'
import { connect } from '../connection/connect.ts'
import { historyToAddTo, migratorConfig, type HistoryFile } from '../migrations/replay.ts'
import { readStatus } from '../migrations/status.ts'
import { unlisted } from '../migrations/texts.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import type { Shadow } from '../shadow/index.ts'
import { historySource, liveSource } from '../sources/index.ts'
import type { Undeclared } from '../undeclared.ts'
import { conflictsAtHand } from './conflicts.ts'
import { declareIn } from './pull.ts'
import type { GenerateOptions, PulledInto } from './types.ts'
import type { Workspace } from './workspace.ts'

/** What is to become of what stands beside what the models declare; what is in neither stays undeclared. */
export interface Decision {
  readonly declare: ReadonlySet<Address>
  readonly drop: ReadonlySet<Address>
}

/** Is asked what is to become of what no model declares. */
type Decide = (kept: Undeclared) => Promise<Decision>

/** What was generated, and what comes of it. */
export interface Made extends Compared {
  readonly written: boolean
  /** What was declared in the models, where that was asked for. */
  readonly into?: Declared
  /** Rows of the environment's database that the files would fail on. */
  readonly conflicts: readonly Conflict[]
  /** Files that no run would find before somebody adds them to the project's own list. */
  readonly unlisted: readonly string[]
}

type Declared = Omit<PulledInto, 'source' | 'shadow'>

/**
 * Writes the difference between the models and the migrations. `decide` is asked what is to become of what no model
 * declares, where there is any.
 */
export async function generate(
  workspace: Workspace,
  options: GenerateOptions,
  decide = decisionOf(options),
): Promise<Made> {
  const { from = 'migrations', write = true } = options
  const project = await workspace.project()
  const live = from === 'db' ? settingsOfConnection(project) : undefined
  const shadow = await workspace.shadow(live)
  const schema = live && (await liveSource('db', live).schema(async () => shadow, scopeOf(project)))
  const asked = {
    ...compareOptions(options),
    ...(schema && { base: { schema, files: await appliedFiles(project) } }),
  }
  const made = await (decide ? decided(project, shadow, asked, decide) : compared(project, shadow, asked))
  if (write) await writeFiles(made)
  const paths = made.files.map(({ path }) => path)
  return {
    ...made,
    written: write,
    conflicts: paths.length > 0 ? unkept(await conflictsAtHand(project, made.changes), made) : [],
    unlisted: write && paths.length > 0 ? await unlisted(project, paths) : [],
  }
}

/** Without the rows and values that are archived, and so are not lost. */
function unkept(found: readonly Conflict[], { files }: Compared): Conflict[] {
  const kept = new Set(files.flatMap(({ up }) => up.flatMap(({ keeps }) => keeps ?? [])))
  return found.filter(({ what, of }) => !((what === 'row' || what === 'value') && kept.has(of)))
}

function compareOptions(options: GenerateOptions): CompareOptions {
  const {
    name,
    rename = [],
    map = [],
    fill = [],
    nullable = [],
    allow = [],
    plain = false,
    archive = false,
    declare = [],
    dropUndeclared = false,
  } = options
  // Where some of it is to be declared, what goes is said after the first comparison.
  const later = declare.length > 0
  const drop = typeof dropUndeclared === 'boolean' ? dropUndeclared && !later : new Set(later ? [] : dropUndeclared)
  return {
    name,
    renames: rename,
    maps: map,
    fill,
    nullable,
    allow,
    plain,
    archive,
    dropUndeclared: drop,
    now: new Date(),
  }
}

/** What the options say of what no model declares, where they have some of it declared. */
function decisionOf({ declare = [], dropUndeclared = false }: GenerateOptions): Decide | undefined {
  if (declare.length === 0) return undefined
  const drops = (address: Address) =>
    Array.isArray(dropUndeclared) ? dropUndeclared.includes(address) : dropUndeclared
  return async (kept) => ({
    declare: new Set(declare),
    drop: new Set([...kept.keys()].filter((address) => !declare.includes(address) && drops(address))),
  })
}

/** Generates; where something stays that no model declares, asks what is to become of it, and does that. */
export async function decided(
  project: Project,
  shadow: Shadow,
  options: CompareOptions,
  decide: Decide,
): Promise<Compared & { readonly into?: Declared }> {
  const made = await compared(project, shadow, options)
  const { declare, drop } = await decide(made.kept)
  if (declare.size + drop.size === 0) return made
  const chosen = await compared(project, shadow, { ...options, dropUndeclared: drop, declaring: declare })
  if (declare.size === 0) return chosen
  const there = options.base?.schema ?? (await historySource(project).schema(async () => shadow, scopeOf(project)))
  return { ...chosen, into: await declareIn(project, shadow, there, declare) }
}

/** The migrations that ran in the environment's database, as far as they are in the folder. */
async function appliedFiles(project: Project): Promise<readonly HistoryFile[]> {
  const all = await historyToAddTo(project)
  if (all.length === 0) return all
  const db = await connect(settingsOfConnection(project))
  try {
    const ran = new Set((await readStatus(db, migratorConfig(project))).applied.map(({ name }) => name))
    return all.filter(({ name }) => ran.has(name))
  } finally {
    await db.close()
  }
}

/** Writes the files. Throws EEXIST where one is there. */
async function writeFiles({ files }: Pick<Compared, 'files'>): Promise<void> {
  for (const { path, source } of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, source, { flag: 'wx' })
  }
}
