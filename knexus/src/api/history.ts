import { redact } from '../base/redact.ts'
import { lint } from '../lint.ts'
import { judgeEdits } from '../migrations/edited.ts'
import type { Listener } from '../migrations/events.ts'
import { loadFile } from '../migrations/files.ts'
import { record } from '../migrations/record.ts'
import { readStatus } from '../migrations/status.ts'
import { withSession } from '../run/as-runner.ts'
import { find } from '../run/choose.ts'
import { journalRows } from '../run/journal.ts'
import { stamp as stamped, type Stamped } from '../run/stamp.ts'
import { receiptOf } from '../trace/statement-receipt.ts'
import { confirmed, sessionOptions } from './run.ts'
import type { ShowOptions, Shown, StampOptions } from './types-run.ts'
import type { Workspace } from './workspace.ts'

/** Writes the history without running anything. `listener` takes what happens while it waits for its turn. */
export async function stamp(workspace: Workspace, options: StampOptions, listener?: Listener): Promise<Stamped> {
  const project = await confirmed(workspace, options)
  return stamped(project.config, options.name, sessionOptions(project, options, listener))
}

/** One migration: its state, its statements, what the runner noted of it, and, on request, what it does on a shadow. */
export async function show(workspace: Workspace, { name: wanted, trace = false }: ShowOptions): Promise<Shown> {
  const project = await workspace.project()
  const found = await withSession(project.config, { settings: project.settings.run ?? {} }, async (session) => {
    const status = await judgeEdits(session.db, session.config, await readStatus(session.db, session.migrations))
    const name = find(status, wanted)
    const directory = status.directories.get(name)
    const migration = directory === undefined ? undefined : await loadFile({ name, directory }, session.migrations)
    const statements =
      migration &&
      (await record(session.config, migration, 'up').then(
        (list) => list.map(({ sql }) => redact(sql)),
        () => undefined,
      ))
    const receipts = await journalRows(session.db, status.tables, ['up', 'down', 'step', 'cursor'], name)
    return {
      ...status.entries.find((entry) => entry.name === name)!,
      transaction: migration?.transaction ?? null,
      checksum: migration?.checksum ?? null,
      statements: statements ?? null,
      receipts,
    }
  })
  if (!trace || !found.statements) return found
  const [linted] = await lint(project, await workspace.shadow(), [found.name])
  return { ...found, traced: linted!.trace.statements.map(receiptOf) }
}
