import { schemaOf, withSaid, type Schema } from './schema.ts'
import { withAmbient } from './ambient.ts'
import type { Address, Statement } from './base/kind.ts'
import type { Change } from './change.ts'
import { diff } from './diff.ts'
import { emit } from './emit/index.ts'
import { namedFiles, slugOf } from './emit/names.ts'
import type { Scope } from './introspect/index.ts'
import { lintChanges } from './lint.ts'
import type { Finding } from './rules/judge.ts'
import type { Project } from './project/index.ts'
import { losses, rehearse } from './prove/index.ts'
import { proveFiles } from './prove/files.ts'
import { sides, start, type ModelsRead, type Start } from './prove/start.ts'
import { candidates, type Candidate } from './rename/candidates.ts'
import { checkAllowed, idleAllowances, refuseLosses } from './prove/losses.ts'
import { filling, refuseRequired, type Filling } from './prove/required.ts'
import { checkAll } from './prove/refusals.ts'
import { mapped, refuseUnmapped } from './prove/unmapped.ts'
import { parseRenames } from './rename/asked.ts'
import { pendingRenames, type Renaming } from './rename/index.ts'
import { historyToAddTo, migratorConfig, type HistoryFile } from './migrations/replay.ts'
import { styleOf } from './project/language.ts'
import { scopeOf } from './project/scope.ts'
import { planned } from './prove/planned.ts'
import { sayRowless, withRows, type Rowless } from './prove/rowless.ts'
import { seedRows } from './prove/rows.ts'
import { reachedBy, refuseFurther, tablesToFill } from './prove/reached.ts'
import { remapped, remapping, type Remapped } from './prove/remapped.ts'
import { renamedValues, seeRows, type Renamed, type RowsSeen } from './prove/seen.ts'
import { leaveOut } from './prove/left-out.ts'
import { noUnusualRows, reshaped, seedUnusual } from './prove/unusual-rows.ts'
import { refuseUnexported, unexported } from './sources/unexported.ts'
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
export interface GenerateOptions extends Partial<Filling> {
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
  const files = await historyToAddTo(project)
  const begin = () => start(shadow, project, files, options.base, scope)
  const [{ declared, models }, first] = await sides(project, shadow, scope, begin)
  const work: Work = { slug, project, shadow, options, scope, files, declared, models }
  let begun: Start | undefined = first
  return withRows(async (without, everywhere) => {
    const place = begun ?? (await begin())
    begun = undefined
    return attempt(work, place, without, everywhere)
  })
}

interface Work extends ModelsRead {
  /** The name as it stands in the files' names. */
  readonly slug: string
  readonly project: Project
  readonly shadow: Shadow
  readonly options: GenerateOptions
  readonly scope: Scope
  readonly files: readonly HistoryFile[]
}

/** One rehearsal in a fresh database, with made-up rows in its tables but those that statements fail on. */
async function attempt(
  { slug, project, shadow, options, scope, files, declared, models: { objects, renames } }: Work,
  { db, from }: Start,
  without: Rowless,
  everywhere: boolean,
): Promise<Generated> {
  try {
    let changes: readonly Change[] = []
    let names: Renaming['names'] = []
    let before = from
    const named = schemaOf(objects)
    const around = withAmbient(declared, from, project.settings.compare)
    const meant = await reworded(around, from, () => shadow.database(), scope)
    let target = withSaid(meant, named.values())
    const reached = everywhere ? undefined : reachedBy(from, target)
    const filled = await tablesToFill(db, reached)
    await seedRows(db, without, planned(from, target), filled)
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
    const unrenamed = await seeRows(db, filled)
    const migrations = await rehearse(pending, target, db, scope, {
      from,
      online: options.plain !== true,
      archive: options.archive === true ? options.now : undefined,
      renamed: async (current, made) => {
        names = made
        before = current
        if (made.length > 0) renamed = renamedValues(unrenamed, await seeRows(db, filled))
        beside = stillUndeclared(kept, target, names)
        const wanted = mapped(current, withUndeclared(target, current, kept, names), options.maps ?? [])
        target = await filling(current, wanted, options, db)
        columns = remapped(current, target)
        if (without.length === 0)
          unusual = await seedUnusual(db, reshaped(current, target), columns, planned(current, target), filled)
        changes = diff(current, target)
        await refuseUnexported(project.models, changes)
        rows = await seeRows(db, filled)
        return target
      },
      reword: (wanted, reached) => reworded(wanted, reached, () => shadow.database(), scope),
      leaveOut: (sql) => leaveOut(db, [sql], rows, unusual),
      approve: (steps, current) => {
        met.push(
          ...checkAll(
            () => refuseLosses(losses(steps), changes, options.allow),
            (perhaps) => refuseRequired(steps, current, options.allow, perhaps),
            () => refuseUnmapped(current, target, options.allow),
          ),
        )
      },
    })
    const told = {
      kept: new Map([...wholesOf(beside, from)].filter(([address]) => !options.declaring?.has(address))),
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
      unrenamed,
      filled,
      renamed,
      unusual,
      remapped: await remapping(db, rows, columns, remapped(target, before)),
      language,
      allow: options.allow,
    })
    for (const { migration } of proof.drafts)
      refuseFurther([...migration.up.statements, ...migration.down.statements], reached)
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
