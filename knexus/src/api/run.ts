import { KnexusError } from '../base/errors.ts'
import { createIfMissing } from '../connection/server.ts'
import type { Listener } from '../migrations/events.ts'
import { backdated } from '../migrations/status.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import {
  down as goDown,
  redo as goDownAndUp,
  up as goUp,
  type RunOptions as RunnerOptions,
  type RunResult,
} from '../run/runner.ts'
import type { DownOptions, RedoOptions, RunOptions, UpOptions, UpResult } from './types-run.ts'
import type { Workspace } from './workspace.ts'

/** Runs the pending migrations. `listener` takes the events of the run. */
export async function up(workspace: Workspace, options: UpOptions, listener?: Listener): Promise<UpResult> {
  const project = await confirmed(workspace, options)
  const { anyOrder = false, createDatabase = false, dryRun = false, to, steps, phase } = options
  if (createDatabase && !dryRun && 'connection' in project.config) {
    const database = await createIfMissing(settingsOfConnection(project))
    if (database !== undefined) workspace.tell({ event: 'created', database })
  }
  const result = await goUp(project.config, {
    ...runnerOptions(project, options, listener),
    ...(to !== undefined && { to }),
    ...(steps !== undefined && { steps }),
    ...(phase !== undefined && { phase }),
    ...(!anyOrder && { judge: orderJudge(workspace) }),
  })
  if (!dryRun) return { ...result, conflicts: [] }
  const { pendingConflicts } = await import('./conflicts.ts')
  return { ...result, conflicts: await pendingConflicts(workspace) }
}

/** Undoes migrations, the newest first. */
export async function down(workspace: Workspace, options: DownOptions, listener?: Listener): Promise<RunResult> {
  const project = await confirmed(workspace, options)
  const { all = false, to, steps } = options
  return goDown(project.config, {
    ...runnerOptions(project, options, listener),
    ...(to !== undefined && { to }),
    ...(steps !== undefined && { steps }),
    all,
  })
}

/** Undoes the newest migrations and runs them again. */
export async function redo(workspace: Workspace, options: RedoOptions, listener?: Listener): Promise<RunResult> {
  const project = await confirmed(workspace, options)
  return goDownAndUp(project.config, { ...runnerOptions(project, options, listener), steps: options.steps ?? 1 })
}

/** A database that is marked production is touched only where the call says so. */
export async function confirmed(
  workspace: Workspace,
  { production, dryRun }: Pick<RunOptions, 'production' | 'dryRun'>,
): Promise<Project> {
  const project = await workspace.project()
  if (!project.settings.production || production === true || dryRun === true) return project
  throw new KnexusError(
    'not-confirmed',
    `"${project.environment}" is marked production.`,
    'Pass production: true to run migrations there.',
  )
}

/** What every session of a runner takes: the settings of the knexfile, with those of the call over them. */
export function sessionOptions(
  project: Project,
  { settings }: Pick<RunOptions, 'settings'>,
  on: Listener | undefined,
): Pick<RunnerOptions, 'settings' | 'on'> {
  return { settings: { ...project.settings.run, ...settings }, ...(on && { on }) }
}

function runnerOptions(project: Project, options: RunOptions, on: Listener | undefined): RunnerOptions {
  const { signal, dryRun = false, singleTransaction = false, allowMissing = false } = options
  return {
    ...sessionOptions(project, options, on),
    dryRun,
    singleTransaction,
    allowMissing,
    ...(signal && { signal }),
  }
}

/** Proves that files which are older than applied ones build the same after them, before they run. */
function orderJudge(workspace: Workspace): NonNullable<RunnerOptions['judge']> {
  return async (status, chosen) => {
    const late = backdated(status, chosen)
    if (late.length === 0) return
    workspace.tell({ event: 'order', late, proved: false })
    const { proveOrder } = await import('../history/commute.ts')
    await proveOrder(await workspace.project(), await workspace.shadow(), status, chosen)
    workspace.tell({ event: 'order', late, proved: true })
  }
}
