import { emit } from '../emit/index.ts'
import { namedFiles } from '../emit/names.ts'
import type { Scope } from '../introspect/index.ts'
import { lintChanges } from '../lint.ts'
import { migratorConfig, type HistoryFile } from '../migrations/replay.ts'
import type { Step } from '../plan/index.ts'
import type { Project } from '../project/index.ts'
import { styleOf } from '../project/language.ts'
import { proveFiles } from '../prove/files.ts'
import { losses, rehearseFrom, rename, type Renamed } from '../prove/index.ts'
import { leaveOut } from '../prove/left-out.ts'
import { idleAllowances, refuseLosses } from '../prove/losses.ts'
import { planned } from '../prove/planned.ts'
import { asFurther, reachedBy, refuseDoubts, refuseFurther, tablesToFill, type Reached } from '../prove/reached.ts'
import { checkAll } from '../prove/refusals.ts'
import { remapped, remapping } from '../prove/remapped.ts'
import { refuseRequired } from '../prove/required.ts'
import { sayRowless, type Rowless } from '../prove/rowless.ts'
import { seedRows } from '../prove/rows.ts'
import { renamedValues, seeRows } from '../prove/seen.ts'
import type { ModelsRead, Start } from '../prove/start.ts'
import { refuseUnmapped } from '../prove/unmapped.ts'
import { noUnusualRows, reshaped, seedUnusual } from '../prove/unusual-rows.ts'
import { candidates } from '../rename/candidates.ts'
import { reworded } from '../reword.ts'
import type { Schema } from '../schema.ts'
import type { Shadow } from '../shadow/index.ts'
import { refuseUnexported, unexported } from '../sources/unexported.ts'
import { dropsOf, sayBeside, wholesOf } from '../undeclared.ts'
import { goalOf, intentOf, type Goal, type Intent } from './intent.ts'
import type { Generated, GenerateOptions } from './types.ts'

/** What one `generate` works on. */
export interface Work extends ModelsRead {
  /** The name as it stands in the files' names. */
  readonly slug: string
  readonly project: Project
  readonly shadow: Shadow
  readonly options: GenerateOptions
  readonly scope: Scope
  readonly files: readonly HistoryFile[]
}

/** One rehearsal in a fresh database, with made-up rows in its tables but those that statements fail on. */
export async function attempt(
  work: Work,
  { db, from }: Start,
  without: Rowless,
  everywhere: boolean,
): Promise<Generated> {
  const { project, shadow, options, scope } = work
  let reached: Reached | undefined
  try {
    const intent = await intentOf(work, from)
    reached = everywhere ? undefined : reachedBy(from, intent.target)
    const held = await tablesToFill(db, reached)
    const filled = held?.oids
    await seedRows(db, without, planned(from, intent.target), filled)
    const unrenamed = await seeRows(db, filled)
    const start = await rename(intent.renames, intent.target, db, scope, from)
    const { current } = start
    const renamed = start.renames.names.length > 0 ? renamedValues(unrenamed, await seeRows(db, filled)) : new Map()
    const goal = await goalOf(options, intent, start, db)
    const { target, changes } = goal
    await refuseUnexported(project.models, changes)
    const columns = remapped(current, target)
    const unusual =
      without.length > 0
        ? noUnusualRows()
        : await seedUnusual(db, reshaped(current, target), columns, planned(current, target), filled)
    const rows = await seeRows(db, filled)
    const met: string[] = []
    const migrations = await rehearseFrom(start, target, db, scope, {
      online: options.plain !== true,
      archive: options.archive === true ? options.now : undefined,
      reword: (wanted, worded) => reworded(wanted, worded, () => shadow.database(), scope),
      leaveOut: (sql) => leaveOut(db, [sql], rows, unusual),
      approve: (steps, there) => {
        met.push(...decided(steps, there, goal, options.allow))
      },
    })
    const said = await besideOf(work, intent, goal, from)
    if (migrations.length === 0)
      return {
        ...said,
        files: [],
        notes: [],
        changes,
        renamed: [],
        findings: [],
        idle: idleAllowances(options.allow, []),
      }
    const { extension, language } = await styleOf(project, work.files.at(-1)?.name)
    const { directory } = migratorConfig(project)
    const drafts = namedFiles(migrations, { slug: work.slug, extension, now: options.now }, directory, work.files)
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
      remapped: await remapping(db, rows, columns, remapped(target, current)),
      language,
      allow: options.allow,
    })
    for (const { migration } of proof.drafts)
      refuseFurther([...migration.up.statements, ...migration.down.statements], reached, held)
    refuseDoubts(reached, rows, unusual)
    const notes = [...proof.lines, ...sayBeside(said.kept), ...sayRowless(without)]
    return {
      ...said,
      files: proof.drafts.map(({ path, migration }) => ({
        path,
        source: emit({ ...migration, notes: [...notes, ...migration.notes] }, language),
        up: migration.up.statements,
        down: migration.down.statements,
      })),
      notes: [...notes, ...migrations.flatMap((migration) => migration.notes)],
      changes,
      renamed: namesOf(start),
      findings: await lintChanges({ before: current, after: target, changes }, db, project.settings.lint),
      idle: idleAllowances(options.allow, [...met, ...proof.met]),
    }
  } catch (error) {
    throw asFurther(error, reached)
  } finally {
    await db.close()
  }
}

/** Throws what a person has to decide about the steps. Gives what was allowed, as `--allow` names it. */
function decided(steps: readonly Step[], there: Schema, { target, changes }: Goal, allow: readonly string[]): string[] {
  return checkAll(
    () => refuseLosses(losses(steps), changes, allow),
    (perhaps) => refuseRequired(steps, there, allow, perhaps),
    () => refuseUnmapped(there, target, allow),
  )
}

/** What stays or goes beside what the models declare. */
async function besideOf(
  { project, options }: Work,
  { dropped }: Intent,
  { beside, changes }: Goal,
  from: Schema,
): Promise<Pick<Generated, 'kept' | 'unexported' | 'dropped' | 'perhapsRenamed'>> {
  const drops = dropsOf(beside, from)
  return {
    kept: new Map([...wholesOf(beside, from)].filter(([address]) => !options.declaring?.has(address))),
    unexported: await unexported(project.models, drops),
    dropped: wholesOf(dropped, from),
    perhapsRenamed: beside.size > 0 ? candidates([...changes, ...drops]) : [],
  }
}

function namesOf({ renames: { names } }: Renamed): Generated['renamed'] {
  return names.map(([old, now, part]) => (part ? [`${old} ${part[0]}`, `${now} ${part[1]}`] : [old, now]))
}
