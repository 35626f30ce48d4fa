import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import { agreement, agrees } from '../drift/index.ts'
import { generate as generated } from '../generate.ts'
import { backdated } from '../migrations/status.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { reviewComment } from '../review/comment.ts'
import { reviewAsData } from '../review/data.ts'
import { review as reviewed } from '../review/index.ts'
import { reviewPage } from '../review/page.ts'
import { down as goDown, up as goUp, type RunResult } from '../run/runner.ts'
import { liveSource } from '../sources/index.ts'
import { changeAsData } from '../tell/changes.ts'
import { between } from './between.ts'
import { pull as pulled, pullInto as pulledInto } from './pull.ts'
import type {
  ApiOptions,
  CheckOptions,
  Checked,
  Diffed,
  DiffOptions,
  DownOptions,
  GenerateOptions,
  Generated,
  Pulled,
  PulledInto,
  PullIntoOptions,
  PullOptions,
  Reviewed,
  ReviewOptions,
  RunOptions,
  StatusResult,
  UpOptions,
} from './types.ts'
import { statusOf } from './status.ts'
import { Workspace } from './workspace.ts'

function within<R>(options: ApiOptions, work: (workspace: Workspace) => Promise<R>): Promise<R> {
  const workspace = new Workspace(options, options.on)
  return workspace.during(() => work(workspace))
}

export function check(options: CheckOptions): Promise<Checked> {
  return within(options, async (workspace) => {
    const found = await agreement(await workspace.project(), () => workspace.shadow(), {
      fresh: options.fresh === true,
      place: await workspace.shadowPlace(),
    })
    const { models, drift, pending, history, unmanaged } = found
    return {
      agree: agrees(found),
      models: models.map(changeAsData),
      drift: drift.map(changeAsData),
      pending,
      history,
      unmanaged,
    }
  })
}

export function diff({ from, to, sql = false, ...options }: DiffOptions): Promise<Diffed> {
  return within(options, async (workspace) => {
    const { changes, unmanaged, script } = await between(workspace, { from, to }, sql)
    return { changes: changes.map(changeAsData), unmanaged, ...(script && { script }) }
  })
}

export function generate({ name, from = 'migrations', write = true, ...options }: GenerateOptions): Promise<Generated> {
  return within(options, async (workspace) => {
    const project = await workspace.project()
    const live = from === 'db' ? settingsOfConnection(project) : undefined
    const shadow = await workspace.shadow(live)
    const schema = live && (await liveSource('db', live).schema(async () => shadow, scopeOf(project)))
    const { files, notes, changes, renamed, kept, dropped, findings } = await generated(project, shadow, {
      name,
      renames: options.rename ?? [],
      allow: options.allow ?? [],
      maps: options.map ?? [],
      dropUndeclared: options.dropUndeclared === true,
      plain: options.plain === true,
      now: new Date(),
      ...(schema && { base: { schema, files: [] } }),
    })
    if (write)
      for (const { path, source } of files) {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, source, { flag: 'wx' })
      }
    return {
      written: write,
      files,
      notes,
      renamed: renamed.map(([old, now]) => ({ from: old, to: now })),
      changes: changes.map(changeAsData),
      kept: [...kept.keys()],
      dropped: [...dropped.keys()],
      findings,
    }
  })
}

export function up(options: UpOptions): Promise<RunResult> {
  return within(options, async (workspace) => {
    const project = await confirmed(workspace, options)
    const { anyOrder } = options
    return goUp(project.config, {
      ...runnerOptions(project, options),
      ...(anyOrder !== true && {
        judge: async (status, chosen) => {
          if (backdated(status, chosen).length === 0) return
          const { proveOrder } = await import('../history/commute.ts')
          await proveOrder(project, await workspace.shadow(), status, chosen)
        },
      }),
    })
  })
}

export function down(options: DownOptions): Promise<RunResult> {
  return within(options, async (workspace) => {
    const project = await confirmed(workspace, options)
    return goDown(project.config, { ...runnerOptions(project, options), all: options.all === true })
  })
}

/** A database that is marked production is touched only where the call says so. */
async function confirmed(workspace: Workspace, { production, dryRun }: RunOptions): Promise<Project> {
  const project = await workspace.project()
  if (!project.settings.production || production === true || dryRun === true) return project
  throw new KnexusError(
    'not-confirmed',
    `"${project.environment}" is marked production.`,
    'Pass production: true to run migrations there.',
  )
}

function runnerOptions(
  project: Project,
  { on, signal, dryRun, singleTransaction, allowMissing, settings, to, steps }: UpOptions,
) {
  return {
    settings: { ...project.settings.run, ...settings },
    dryRun: dryRun === true,
    singleTransaction: singleTransaction === true,
    allowMissing: allowMissing === true,
    ...(on && { on }),
    ...(signal && { signal }),
    ...(to !== undefined && { to }),
    ...(steps !== undefined && { steps }),
  }
}

export function status(options: ApiOptions): Promise<StatusResult> {
  return within(options, async (workspace) => {
    const project = await workspace.project()
    const { status: found, database } = await statusOf(project)
    const { relation, entries } = found
    return { environment: project.environment, database, relation, migrations: entries }
  })
}

export function pull(options: PullOptions): Promise<Pulled> {
  return within(options, (workspace) => pulled(workspace, options))
}

export function pullInto(options: PullIntoOptions): Promise<PulledInto> {
  return within(options, (workspace) => pulledInto(workspace, options))
}

export function review({ base, files, ...options }: ReviewOptions): Promise<Reviewed> {
  return within(options, async (workspace) => {
    const found = await reviewed(await workspace.project(), await workspace.shadow(), { base, files })
    return { ...reviewAsData(found), html: reviewPage(found), markdown: reviewComment(found) }
  })
}
