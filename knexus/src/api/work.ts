import { historyAsMermaid } from '../history/mermaid.ts'
import { historyPage } from '../history/page.ts'
import { reviewComment } from '../review/comment.ts'
import { reviewAsData } from '../review/data.ts'
import { reviewPage } from '../review/page.ts'
import type { RunResult } from '../run/runner.ts'
import type { Stamped } from '../run/stamp.ts'
import { changeAsData } from '../tell/changes.ts'
import type { Sizes } from '../weigh/sizes.ts'
import { adopt as adopted } from './adopt.ts'
import { between } from './between.ts'
import { check as checked } from './check.ts'
import { diagram as drawn } from './diagram.ts'
import { doctor as examined } from './doctor.ts'
import { generate as generated } from './generate.ts'
import { histories } from './histories.ts'
import { show as shown, stamp as stamped } from './history.ts'
import { lint as linted, review as reviewed, verify as verified, worst } from './judge.ts'
import { pull as pulled, pullInto as pulledInto } from './pull.ts'
import { receiptOf } from '../trace/statement-receipt.ts'
import { purge as purged, seed as seeded } from './rows.ts'
import { down as goDown, redo as goDownAndUp, up as goUp } from './run.ts'
import { script as written, squash as squashed } from './script.ts'
import { stats as measured } from './sizes.ts'
import { statusOf } from './status.ts'
import type {
  DiagramOptions,
  DiagramResult,
  DoctorResult,
  LintOptions,
  LintResult,
  Reviewed,
  ReviewOptions,
  VerifyOptions,
  VerifyResult,
} from './types-judge.ts'
import type {
  Adopted,
  AdoptOptions,
  DownOptions,
  HistoryOptions,
  HistoryResult,
  PurgeOptions,
  PurgeResult,
  RedoOptions,
  ScriptOptions,
  ScriptResult,
  SeedOptions,
  SeedResult,
  ShowOptions,
  Shown,
  SquashOptions,
  SquashResult,
  StampOptions,
  StatusResult,
  UpOptions,
  UpResult,
} from './types-run.ts'
import type {
  ApiOptions,
  CheckOptions,
  Checked,
  Diffed,
  DiffOptions,
  GenerateOptions,
  Generated,
  Pulled,
  PulledInto,
  PullIntoOptions,
  PullOptions,
} from './types.ts'
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

export function review(options: ReviewOptions): Promise<Reviewed> {
  return within(options, async (workspace) => {
    const found = await reviewed(workspace, options)
    return { ...reviewAsData(found), html: reviewPage(found), markdown: reviewComment(found) }
  })
}

export function lint(options: LintOptions): Promise<LintResult> {
  return within(options, async (workspace) => {
    const found = await linted(workspace, options)
    const migrations = found.map(({ name, path, trace, stopped, findings }) => ({
      name,
      path,
      failed: trace.failed && stopped ? { message: trace.failed.message, sql: trace.failed.sql, ...stopped } : null,
      statements: trace.statements.map(receiptOf),
      findings,
    }))
    return { worst: worst(found) ?? null, migrations }
  })
}

export function verify(options: VerifyOptions): Promise<VerifyResult> {
  return within(options, async (workspace) => {
    const found = await verified(workspace, options)
    return {
      worst: worst(found) ?? null,
      migrations: found.map(({ name, path, findings, notes }) => ({ name, path, findings, notes })),
    }
  })
}

export function script(options: ScriptOptions): Promise<ScriptResult> {
  return within(options, async (workspace) => ({ script: await written(workspace, options) }))
}

export function squash(options: SquashOptions): Promise<SquashResult> {
  return within(options, (workspace) => squashed(workspace, options))
}

export function stamp(options: StampOptions): Promise<Stamped> {
  return within(options, (workspace) => stamped(workspace, options, options.on))
}

export function adopt(options: AdoptOptions): Promise<Adopted> {
  return within(options, (workspace) => adopted(workspace, options, options.on))
}

export function seed(options: SeedOptions): Promise<SeedResult> {
  return within(options, (workspace) => seeded(workspace, options, options.on))
}

export function history(options: HistoryOptions): Promise<HistoryResult> {
  return within(options, async (workspace) => {
    const environments = await histories(workspace, options.with)
    return {
      events: environments[0]!.events,
      environments,
      html: historyPage(environments),
      mermaid: historyAsMermaid(environments),
    }
  })
}

export function show(options: ShowOptions): Promise<Shown> {
  return within(options, (workspace) => shown(workspace, options))
}

export function stats(options: ApiOptions): Promise<Sizes> {
  return within(options, (workspace) => measured(workspace))
}

export function purge(options: PurgeOptions): Promise<PurgeResult> {
  return within(options, (workspace) => purged(workspace, options))
}

export function diagram(options: DiagramOptions): Promise<DiagramResult> {
  return within(options, (workspace) => drawn(workspace, options))
}

export function doctor(options: ApiOptions): Promise<DoctorResult> {
  return within(options, async (workspace) => {
    const checks = await examined(workspace)
    return { healthy: checks.every(({ state }) => state !== 'failed'), checks }
  })
}
