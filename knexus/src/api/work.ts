import { reviewComment } from '../review/comment.ts'
import { reviewAsData } from '../review/data.ts'
import { review as reviewed } from '../review/index.ts'
import { reviewPage } from '../review/page.ts'
import type { RunResult } from '../run/runner.ts'
import { changeAsData } from '../tell/changes.ts'
import { between } from './between.ts'
import { check as checked } from './check.ts'
import { generate as generated } from './generate.ts'
import { pull as pulled, pullInto as pulledInto } from './pull.ts'
import { down as goDown, redo as goDownAndUp, up as goUp } from './run.ts'
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
  RedoOptions,
  Reviewed,
  ReviewOptions,
  StatusResult,
  UpOptions,
  UpResult,
} from './types.ts'
import { statusOf } from './status.ts'
import { Workspace } from './workspace.ts'

function within<R>(options: ApiOptions, work: (workspace: Workspace) => Promise<R>): Promise<R> {
  const workspace = new Workspace(options, options.on)
  return workspace.during(() => work(workspace))
}

export function check(options: CheckOptions): Promise<Checked> {
  return within(options, async (workspace) => {
    const { agree, models, drift, pending, history, unmanaged } = await checked(workspace, options)
    return {
      agree,
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

export function generate(options: GenerateOptions): Promise<Generated> {
  return within(options, async (workspace) => {
    const { renamed, changes, kept, dropped, perhapsRenamed: _, ...made } = await generated(workspace, options)
    return {
      ...made,
      renamed: renamed.map(([old, now]) => ({ from: old, to: now })),
      changes: changes.map(changeAsData),
      kept: [...kept.keys()],
      dropped: [...dropped.keys()],
    }
  })
}

export function up(options: UpOptions): Promise<UpResult> {
  return within(options, (workspace) => goUp(workspace, options, options.on))
}

export function down(options: DownOptions): Promise<RunResult> {
  return within(options, (workspace) => goDown(workspace, options, options.on))
}

export function redo(options: RedoOptions): Promise<RunResult> {
  return within(options, (workspace) => goDownAndUp(workspace, options, options.on))
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
