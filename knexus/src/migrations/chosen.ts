import { join, resolve } from 'node:path'
import type { Project } from '../project/index.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'
import { changedSince, untracked } from './git.ts'
import { named } from './named.ts'
import { historyFiles, migratorConfig, replay, replayed, type HistoryFile } from './replay.ts'
import { onDisk } from './texts.ts'

/**
 * What became of the database that a migration was looked at in: the migration stands in it, it is spoiled, or the
 * walk ends here.
 */
export type Outcome = 'up' | 'spoiled' | 'end'

/**
 * Builds a history on a shadow and stops before each of the named migrations: `look` runs that one, as it likes, and
 * hears how many come after it. Those before and between them run too, unlooked at. Without names, all are looked at.
 * Throws `unknown-migration`.
 */
export async function walk<R>(
  project: Project,
  shadow: Shadow,
  names: readonly string[] | undefined,
  look: (file: HistoryFile, db: ShadowDatabase, rest: number) => Promise<readonly [result: R, outcome: Outcome]>,
): Promise<R[]> {
  const files = await historyFiles(project)
  const chosen = new Set(names?.map((name) => fileOf(name, files)) ?? files)
  const first = files.findIndex((file) => chosen.has(file))
  const last = files.findLastIndex((file) => chosen.has(file))
  if (first < 0) return []
  let db = await replayed(files.slice(0, first), project, shadow)
  const results: R[] = []
  try {
    for (let at = first; at <= last; at += 1) {
      const file = files[at]!
      if (!chosen.has(file)) {
        await replay([file], project, db)
        continue
      }
      const [result, outcome] = await look(file, db, files.slice(at + 1).filter((one) => chosen.has(one)).length)
      results.push(result)
      if (outcome === 'end') break
      if (outcome === 'up' || at === last) continue
      await db.close()
      db = await replayed(files.slice(0, at + 1), project, shadow)
    }
    return results
  } finally {
    await db.close()
  }
}

function fileOf(wanted: string, files: readonly HistoryFile[]): HistoryFile {
  const byPath = files.find((file) => file.path === resolve(wanted))
  if (byPath) return byPath
  const name = named(
    files.map((file) => file.name),
    wanted,
  )
  return files.find((file) => file.name === name)!
}

/** Those that are named and those that are new since `base`; undefined, which is all of them, where neither is given. */
export async function chosenSince(
  project: Project,
  { base, files = [] }: { readonly base?: string | undefined; readonly files?: readonly string[] | undefined },
): Promise<readonly string[] | undefined> {
  if (base !== undefined) return [...files, ...(await newSince(project, base))]
  return files.length > 0 ? files : undefined
}

/**
 * The paths of the migrations that are new since the branch left a revision of git, committed or not. Throws
 * `git-failed`, `custom-source`.
 */
export async function newSince(project: Project, revision: string): Promise<string[]> {
  const directories = [migratorConfig(project).directory ?? './migrations'].flat().map((one) => resolve(one))
  const names = new Set(onDisk(await historyFiles(project)).map(({ path }) => path))
  const cannot = 'say which migrations are new'
  const added = await Promise.all(
    directories.map(async (directory) => {
      const found = [...(await changedSince(directory, revision, 'A', cannot)), ...(await untracked(directory, cannot))]
      return found.map((name) => join(directory, name))
    }),
  )
  return added.flat().filter((path) => names.has(path))
}
