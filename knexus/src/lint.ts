import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { KnexusError } from './base/errors.ts'
import { loadFile } from './migrations/files.ts'
import { historyFiles, migratorConfig, replay, replayed, type HistoryFile } from './migrations/replay.ts'
import type { Project } from './project/index.ts'
import { scopeOf } from './project/scope.ts'
import { seedRows } from './prove/rows.ts'
import { rules } from './rules/index.ts'
import { judge, type Finding } from './rules/judge.ts'
import type { Shadow } from './shadow/index.ts'
import { trace, type Trace } from './trace/index.ts'

/** What running one migration on a scratch database showed. */
export interface Linted {
  readonly name: string
  readonly path: string
  readonly trace: Trace
  /** Worst first; those that the file allows carry its reason. */
  readonly findings: readonly (Finding & { readonly line: number })[]
}

/**
 * Runs migrations on a shadow, on tables that hold made-up rows, and asks every rule about what they did there. Those before and
 * between the chosen ones run too, unasked. Without names, all are chosen. Throws `unknown-migration`, `unknown-rule`.
 */
export async function lint(project: Project, shadow: Shadow, names: readonly string[] = []): Promise<Linted[]> {
  const settings = project.settings.lint ?? {}
  const unknown = Object.keys(settings).find((name) => !rules.some((rule) => rule.name === name))
  if (unknown !== undefined)
    throw new KnexusError(
      'unknown-rule',
      `knexus.lint in the knexfile names a rule "${unknown}" that does not exist.`,
      `Use one of: ${rules.map(({ name }) => name).join(', ')}.`,
    )
  const files = await historyFiles(project)
  const chosen = new Set(names.length === 0 ? files : names.map((name) => fileOf(name, files)))
  const first = files.findIndex((file) => chosen.has(file))
  const last = files.findLastIndex((file) => chosen.has(file))
  if (first < 0) return []
  const db = await replayed(files.slice(0, first), project, shadow)
  const linted: Linted[] = []
  try {
    for (const file of files.slice(first, last + 1)) {
      if (!chosen.has(file)) {
        await replay([file], project, db)
        continue
      }
      await seedRows(db)
      const seen = await trace(
        await loadFile(file, migratorConfig(project)),
        'up',
        db,
        project.config,
        scopeOf(project),
      )
      const source = readFileSync(file.path, 'utf8')
      const findings = judge(seen, source, settings).map((found) => ({ ...found, line: lineOf(found.sql, source) }))
      linted.push({ name: file.name, path: file.path, trace: seen, findings })
      if (seen.failed) break
    }
    return linted
  } finally {
    await db.close()
  }
}

function fileOf(name: string, files: readonly HistoryFile[]): HistoryFile {
  const found = files.find(
    (file) => file.path === resolve(name) || file.name === basename(name) || file.name.replace(/\.[^.]+$/, '') === name,
  )
  if (found) return found
  throw new KnexusError(
    'unknown-migration',
    `There is no migration ${name}.`,
    `Name one of: ${files.map((file) => file.name).join(', ')}.`,
  )
}

/** The line of a file where a statement begins, counted from 1; the first where it is put together at run time. */
function lineOf(sql: string | undefined, source: string): number {
  const at = sql === undefined ? -1 : source.indexOf(sql.trim().split('\n')[0]!.slice(0, 60))
  return at < 0 ? 1 : source.slice(0, at).split('\n').length
}
