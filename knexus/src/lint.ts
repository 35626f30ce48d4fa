import { KnexusError } from './base/errors.ts'
import type { Change } from './change.ts'
import { majorVersion, type Connection } from './connection/connection.ts'
import { loadFile } from './migrations/files.ts'
import { walk } from './migrations/chosen.ts'
import { migratorConfig } from './migrations/replay.ts'
import { textOf } from './migrations/texts.ts'
import type { Project } from './project/index.ts'
import { reachOf } from './project/scope.ts'
import { seedRows } from './prove/rows.ts'
import { takeWaitedFor } from './prove/waited-for.ts'
import { ask } from './rules/ask.ts'
import { rules } from './rules/index.ts'
import { judge, worstFirst, type Finding, type RuleSettings } from './rules/judge.ts'
import type { Schema } from './schema.ts'
import type { Shadow } from './shadow/index.ts'
import { trace, type Trace } from './trace/index.ts'
import { weighed } from './weigh/index.ts'
import { measurePace } from './weigh/pace.ts'
import type { Sizes } from './weigh/sizes.ts'

/** What running one migration on a scratch database showed. */
export interface Linted {
  readonly name: string
  readonly path: string
  readonly trace: Trace
  /** Worst first; those that the file allows carry its reason. */
  readonly findings: readonly (Finding & { readonly line: number })[]
  /** Where it fails: the line of the statement, and how many of the migrations after it were not looked at for that. */
  readonly stopped?: { readonly line: number; readonly unseen: number }
}

/**
 * Runs migrations on a shadow, on tables that hold made-up rows, and asks every rule about what they did there. Those before and
 * between the chosen ones run too, though not chosen. Without names, all are chosen. `sizes` of the tables of a live
 * database weigh what is found. Throws `unknown-migration`, `unknown-rule`.
 */
export async function lint(
  project: Project,
  shadow: Shadow,
  names?: readonly string[],
  sizes?: Sizes,
): Promise<Linted[]> {
  const settings = project.settings.lint ?? {}
  const unknown = Object.keys(settings).find((name) => !rules.some((rule) => rule.name === name))
  if (unknown !== undefined)
    throw new KnexusError(
      'unknown-rule',
      `knexus.lint in the knexfile names a rule "${unknown}" that does not exist.`,
      `Use one of: ${rules.map(({ name }) => name).join(', ')}.`,
    )
  const looked = await walk(project, shadow, names, async (file, db, rest) => {
    const migration = await loadFile(file, migratorConfig(project))
    await seedRows(db)
    await takeWaitedFor(db, migration.refuseWhile)
    const seen = await trace(migration, 'up', db, project.config, reachOf(project))
    const source = await textOf(file, migratorConfig(project))
    const stopped = seen.failed && { line: lineOf(seen.failed.sql, source), unseen: rest }
    return [{ file, seen, source, stopped, answers: await ask(db, seen) }, seen.failed ? 'end' : 'up']
  })
  const end = looked.at(-1)?.seen.after
  const scale = sizes && { sizes, pace: await measurePace(shadow) }
  return looked.map(({ file, seen, source, stopped, answers }) => ({
    name: file.name,
    path: file.path ?? file.name,
    trace: seen,
    ...(stopped && { stopped }),
    findings: worstFirst(
      judge({ ...seen, ...(end && { end }) }, source, settings, answers).map((found) =>
        scale ? weighed(found, seen.statements[found.statement ?? -1], scale, settings) : found,
      ),
    ).map((found) => ({ ...found, line: lineOf(seen.statements[found.statement ?? -1]?.sent(), source) })),
  }))
}

/** Changes that a database has gone through, which stood at `before` and stands at `after`. */
export interface Made {
  readonly before: Schema
  readonly after: Schema
  readonly changes: readonly Change[]
}

/** What the rules about what stands in the end say of changes, before any file is written. */
export async function lintChanges(
  { before, after, changes }: Made,
  db: Connection,
  settings: RuleSettings = {},
): Promise<Finding[]> {
  const nothing = { inTransaction: true, locks: [], rewrites: [], scans: [], renames: [], besides: [], ms: 0, wal: 0 }
  const made: Trace = {
    name: '',
    version: await majorVersion(db),
    transaction: true,
    before,
    after,
    statements: [{ sql: '', sent: () => '', changes, ...nothing }],
  }
  const standing = rules.filter((rule) => rule.standing)
  const found = judge(made, '', settings, await ask(db, made, standing), standing)
  return found.map(({ sql: _sql, statement: _statement, ...finding }) => finding)
}

/** The line of a file where a statement begins, counted from 1; the first where it is put together at run time. */
export function lineOf(sql: string | undefined, source: string): number {
  const at = sql === undefined ? -1 : source.indexOf(sql.trim().split('\n')[0]!.slice(0, 60))
  return at < 0 ? 1 : source.slice(0, at).split('\n').length
}
