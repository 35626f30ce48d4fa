import { relative } from 'node:path'
import { fingerprintOf } from '../history/fingerprint.ts'
import { script as written, selection } from '../history/script.ts'
import { squash as squashed } from '../history/squash.ts'
import { readStatus } from '../migrations/status.ts'
import { withSession } from '../run/as-runner.ts'
import type { ScriptOptions, SquashOptions, SquashResult } from './types-run.ts'
import type { Workspace } from './workspace.ts'

/** The migrations as a script for psql. */
export async function script(
  workspace: Workspace,
  { from: given, to, direction = 'up', fingerprint: isGuarded = true }: ScriptOptions,
): Promise<string> {
  const project = await workspace.project()
  const from = given === 'current' ? await latest(workspace) : given
  const wanted = {
    direction,
    settings: project.settings.run ?? {},
    ...(from !== undefined && from !== 'base' && { from }),
    ...(to !== undefined && { to }),
  } as const
  const { kept, chosen } = await selection(project.config, wanted)
  if (!isGuarded || (kept.length === 0 && direction === 'up')) return written(project.config, wanted)
  const names = chosen.map((file) => file.name)
  const fingerprint = await fingerprintOf(project, await workspace.shadow(), kept, names, direction)
  return written(project.config, { ...wanted, fingerprint })
}

/** The last migration before the pending ones, as the environment's database says; nothing where none has run there. */
async function latest(workspace: Workspace): Promise<string | undefined> {
  const project = await workspace.project()
  const { entries } = await withSession(project.config, {}, async ({ db, migrations }) => readStatus(db, migrations))
  const first = entries.findIndex(({ state }) => state === 'pending')
  const from = entries.slice(0, first < 0 ? undefined : first).findLast(({ applied }) => applied !== null)?.name
  workspace.tell({ event: 'position', migration: from ?? null })
  return from
}

/** Writes many migrations as one that builds the same, and puts the old files away. */
export async function squash(
  workspace: Workspace,
  { to, withoutRows = false, withoutUnmanaged = false, write = true }: SquashOptions,
): Promise<SquashResult> {
  const { files, baseline, replaces, proved } = await squashed(await workspace.project(), await workspace.shadow(), {
    withoutRows,
    withoutUnmanaged,
    dryRun: !write,
    ...(to !== undefined && { to }),
  })
  const here = files.map(({ path, source }) => ({ path: relative(process.cwd(), path), source }))
  return { written: write, files: here, baseline, replaces, proved }
}
