import { schemaOf, withSaid, type Schema } from './schema.ts'
import { withAmbient } from './ambient.ts'
import type { Address, Statement } from './base/kind.ts'
import type { Change } from './change.ts'
import { diff } from './diff.ts'
import { emit } from './emit/index.ts'
import { namedFiles, slugOf } from './emit/names.ts'
import type { Declared } from './declare/context.ts'
import { introspect, type Scope } from './introspect/index.ts'
import { lintChanges } from './lint.ts'
import type { Finding } from './rules/judge.ts'
import { loadModels } from './sources/models.ts'
import type { Project } from './project/index.ts'
import { losses, rehearse } from './prove/index.ts'
import { proveFiles } from './prove/files.ts'
import { start } from './prove/start.ts'
import { candidates, type Candidate } from './rename/candidates.ts'
import { checkAllowed, idleAllowances, refuseLosses, refuseRequired } from './prove/losses.ts'
import { mapped, refuseUnmapped } from './prove/unmapped.ts'
import { parseRenames } from './rename/asked.ts'
import { pendingRenames, type Renaming } from './rename/index.ts'
import { historyToAddTo, migratorConfig, type HistoryFile } from './migrations/replay.ts'
import { styleOf } from './project/language.ts'
import { scopeOf } from './project/scope.ts'
import { created } from './prove/fillable.ts'
import { sayRowless, withRows, type Rowless } from './prove/rowless.ts'
import { seedRows } from './prove/rows.ts'
import { remapped, remapping, type Remapped } from './prove/remapped.ts'
import { renamedValues, seeRows, type Renamed, type RowsSeen } from './prove/seen.ts'
import { leaveOut } from './prove/left-out.ts'
import { noUnusualRows, reshaped, seedUnusual } from './prove/unusual-rows.ts'
import { refuseUnexported, unexported } from './sources/unexported.ts'
import { modelsSource } from './sources/index.ts'
import { reworded } from './reword.ts'
import {
  dropsOf,
  parted,
  sayBeside,
  stillUndeclared,
  undeclared,
  wholesOf,
  withUndeclared,
  type Undeclared,
} from './undeclared.ts'
import type { Shadow } from './shadow/index.ts'

/** What `generate` is asked for. */
export interface GenerateOptions {
  readonly name: string
  /** What a live database holds, and which migrations ran there, to compare the models with that; the history when absent. */
  readonly base?: { readonly schema: Schema; readonly files: readonly HistoryFile[] }
  /** `--rename OLD=NEW`, as given. */
  readonly renames: readonly string[]
  /** `--map TYPE.LABEL=LABEL`, as given: what the values of removed labels become. */
  readonly maps?: readonly string[]
  /** Hazards that are accepted: `data-loss`, or that of one object alone: `data-loss=public.t.price`. */
  readonly allow: readonly string[]
  /** Drops what hand-written files built and no model declares, or only some of it; it is kept when absent. */
  readonly dropUndeclared?: boolean | ReadonlySet<Address>
  /** Of that what the models will declare once the files are written: it is not spoken of. */
  readonly declaring?: ReadonlySet<Address>
  /** Writes the plain statements, as for tables that nobody uses; the recipes for tables in use when absent. */
  readonly plain?: boolean
  /** Keeps what is dropped under another name, so that down brings its rows back. */
  readonly archive?: boolean
  readonly now: Date
}

/** A file that was written, or would be. */
export interface GeneratedFile {
  readonly path: string
  readonly source: string
  /** Its statements, those that touch what was there before with the receipts that were measured. */
  readonly up: readonly Statement[]
  readonly down: readonly Statement[]
}

/** The files of one `generate`; none when the models are what the history builds. */
export interface Generated {
  readonly files: readonly GeneratedFile[]
  /** What was proved, and where: lines for the reader, also in the head of each file. */
  readonly notes: readonly string[]
  /** What the files change, after the renames: from what the history builds to the models. */
  readonly changes: readonly Change[]
  /** What gets another name, from address to address; a label stands behind its type: `TYPE public.mood sad`. */
  readonly renamed: readonly (readonly [Address, Address])[]
  /** What stays although no model declares it, because a hand-written file built it, or none; with the names of those files. */
  readonly kept: Undeclared
  /** Where one of those that stay may have been renamed to what comes: the old and the new address. */
  readonly perhapsRenamed: readonly Candidate[]
  /** Of what stays, that which a model forgets to export: `models/index.ts:3 declares "b" and does not export it`. */
  readonly unexported: readonly string[]
  /** Of what goes, that which hand-written files built, or none. */
  readonly dropped: Undeclared
  /** What is unwise about what the files build, worst first. */
  readonly findings: readonly Finding[]
  /** What was allowed of one object although nothing of it needs that: `data-loss=public.t.price`. */
  readonly idle: readonly string[]
}

/**
 * Finds the difference between models and history on a shadow, writes it as migrations, and proves the very files: up to
 * the models, down to the start, up again, and the values that were there before come back. Writes nothing to disk.
 */
export async function generate(project: Project, shadow: Shadow, options: GenerateOptions): Promise<Generated> {
  checkAllowed(options.allow)
  const scope = scopeOf(project)
  const slug = slugOf(options.name)
  const work: Work = {
    slug,
    project,
    shadow,
    options,
    scope,
    files: await historyToAddTo(project),
    declared: await modelsSource(project.models).schema(async () => shadow, scope),
    models: await loadModels(project.models),
  }
  return withRows((without) => attempt(work, without))
}

interface Work {
  /** The name as it stands in the files' names. */
  readonly slug: string
  readonly project: Project
  readonly shadow: Shadow
  readonly options: GenerateOptions
  readonly scope: Scope
  readonly files: readonly HistoryFile[]
  readonly declared: Schema
  readonly models: Declared
}

/** One rehearsal in a fresh database, with made-up rows in its tables but those that statements fail on. */
async function attempt(
  { slug, project, shadow, options, scope, files, declared, models: { objects, renames } }: Work,
  without: Rowless,
): Promise<Generated> {
  const db = await start(shadow, project, files, options.base)
  try {
    const from = await introspect(db, scope)
    let changes: readonly Change[] = []
    let names: Renaming['names'] = []
    let before = from
    const named = schemaOf(objects)
    const around = withAmbient(declared, from, project.settings.compare)
    const meant = await reworded(around, from, () => shadow.database(), scope)
    let target = withSaid(meant, named.values())
    await seedRows(db, without, created(from, target))
    let rows: RowsSeen = new Map()
    let unusual = noUnusualRows()
    const met: string[] = []
    let renamed: Renamed = new Map()
    let columns: Remapped = new Map()
    const known = new Map([...named, ...target])
    const pending = pendingRenames([...renames, ...parseRenames(options.renames, renames, from, known)], from, known)
    const history = { files: options.base?.files ?? files, project, live: options.base !== undefined }
    const { kept, dropped } = parted(
      await undeclared(from, target, pending.names, history, shadow, scope),
      options.dropUndeclared ?? false,
      from,
    )
    let beside = kept
    const unrenamed = pending.up.length > 0 ? await seeRows(db) : undefined
    const migrations = await rehearse(pending, target, db, scope, {
      online: options.plain !== true,
      archive: options.archive === true ? options.now : undefined,
      renamed: async (current, made) => {
        names = made
        before = current
        if (unrenamed) renamed = renamedValues(unrenamed, await seeRows(db))
        beside = stillUndeclared(kept, target, names)
        target = mapped(current, withUndeclared(target, current, kept, names), options.maps ?? [])
        columns = remapped(current, target)
        if (without.length === 0)
          unusual = await seedUnusual(db, reshaped(current, target), columns, created(current, target))
        changes = diff(current, target)
        await refuseUnexported(project.models, changes)
        rows = await seeRows(db)
        return target
      },
      reword: (wanted, reached) => reworded(wanted, reached, () => shadow.database(), scope),
      leaveOut: (sql) => leaveOut(db, [sql], rows, unusual),
      approve: (steps, current) => {
        met.push(
          ...refuseLosses(losses(steps), changes, options.allow),
          ...refuseRequired(steps, current, options.allow),
          ...refuseUnmapped(current, target, options.allow),
        )
      },
    })
    const silent = options.declaring ?? new Set()
    const told = {
      kept: new Map([...wholesOf(beside, from)].filter(([address]) => !silent.has(address))),
      unexported: await unexported(project.models, dropsOf(beside, from)),
      dropped: wholesOf(dropped, from),
      perhapsRenamed: beside.size > 0 ? candidates([...changes, ...dropsOf(beside, from)]) : [],
    }
    if (migrations.length === 0)
      return {
        files: [],
        notes: [],
        changes,
        renamed: [],
        findings: [],
        idle: idleAllowances(options.allow, []),
        ...told,
      }
    const { extension, language } = await styleOf(project, files.at(-1)?.name)
    const drafts = namedFiles(
      migrations,
      { slug, extension, now: options.now },
      migratorConfig(project).directory,
      files,
    )
    const proof = await proveFiles(drafts, {
      from,
      target,
      db,
      scope,
      shadow,
      rows,
      renamed,
      unusual,
      remapped: await remapping(db, rows, columns, remapped(target, before)),
      language,
      allow: options.allow,
    })
    const notes = [...proof.lines, ...sayBeside(told.kept), ...sayRowless(without)]
    return {
      files: proof.drafts.map(({ path, migration }) => ({
        path,
        source: emit({ ...migration, notes: [...notes, ...migration.notes] }, language),
        up: migration.up.statements,
        down: migration.down.statements,
      })),
      notes: [...notes, ...migrations.flatMap((migration) => migration.notes)],
      changes,
      renamed: names.map(([old, now, part]) => (part ? [`${old} ${part[0]}`, `${now} ${part[1]}`] : [old, now])),
      findings: await lintChanges({ before, after: target, changes }, db, project.settings.lint),
      idle: idleAllowances(options.allow, [...met, ...proof.met]),
      ...told,
    }
  } finally {
    await db.close()
  }
}
