import { pathOf } from '../base/address.ts'
import { counted } from '../base/counted.ts'
import { diff } from '../diff.ts'
import { walk, type Outcome } from '../migrations/chosen.ts'
import type { Direction } from '../migrations/events.ts'
import { loadFile, type Migration } from '../migrations/files.ts'
import { migratorConfig } from '../migrations/replay.ts'
import { textOf } from '../migrations/texts.ts'
import type { Project } from '../project/index.ts'
import { reachOf } from '../project/scope.ts'
import { sayColumnOrder } from '../prove/column-order.ts'
import { notCompared } from '../prove/doubts.ts'
import { RowsInTheWay } from '../prove/rowless.ts'
import { seedRows } from '../prove/rows.ts'
import { aligned, compareRows, seeRows, type Compared } from '../prove/seen.ts'
import { leaveOut } from '../prove/left-out.ts'
import { reshaped, seedUnusual, type UnusualRows } from '../prove/unusual-rows.ts'
import { takeWaitedFor } from '../prove/waited-for.ts'
import type { Schema } from '../schema.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'
import { trace, type Trace } from '../trace/index.ts'
import { reachesLimit } from '../trace/time-limit.ts'
import { debtOf, type Debt, type Owed } from './debts.ts'
import { receipts } from './receipts.ts'
import { objects } from './objects.ts'
import { passed, positionsOf, useSequences } from './positions.ts'
import { merged, said, values } from './said.ts'
import { unmanaged, unmanagedOf } from './unmanaged.ts'
import { written } from './written.ts'

/** What running one migration up, down and up again showed. */
export interface Verified {
  readonly name: string
  readonly path: string
  readonly findings: readonly Debt[]
  /** What was compared, in sentences. */
  readonly notes: readonly string[]
  /** What down did; absent where it was not reached, or is not there. */
  readonly down?: Trace
}

/**
 * Runs migrations, generated or written by hand, up, down and up again on a shadow whose tables hold made-up rows, and
 * names what down owes: objects, managed or not, values and positions that are not what they were before up, and what
 * the remarks of a generated file say wrongly of locks. Without names, all are verified. Throws `unknown-migration`.
 */
export function verify(project: Project, shadow: Shadow, names?: readonly string[]): Promise<Verified[]> {
  return walk(project, shadow, names, async (file, db, rest) => {
    const source = await textOf(file, migratorConfig(project))
    const migration = await loadFile(file, migratorConfig(project))
    await seedRows(db)
    const taken = await takeWaitedFor(db, migration.refuseWhile)
    const { owed, notes: seen, outcome, down } = await roundTrip(migration, source, project, db)
    const findings = owed.map((one) => debtOf(one, source))
    const notes = [
      ...(taken ? ['Without the made-up rows that its refuseWhile finds.'] : []),
      ...seen,
      ...(outcome === 'end' && rest > 0 ? [`Not looked at: the ${counted(rest, 'migration')} after it.`] : []),
    ]
    return [{ name: file.name, path: file.path ?? file.name, findings, notes, ...(down && { down }) }, outcome]
  })
}

interface Seen {
  readonly owed: readonly Owed[]
  readonly notes: readonly string[]
  readonly outcome: Outcome
  readonly down?: Trace
}

async function roundTrip(migration: Migration, source: string, project: Project, db: ShadowDatabase): Promise<Seen> {
  const run: Run = (direction) => trace(migration, direction, db, project.config, reachOf(project), { changes: false })
  await useSequences(db)
  const [before, positions] = [await seeRows(db), await positionsOf(db)]
  const beside = await unmanagedOf(db, reachOf(project))
  const up = await run('up')
  if (up.failed) return { owed: [failure('up-fails', up)], notes: [], outcome: 'end' }
  if (!migration.down) return { owed: [['no-way-down', 'there is no function named down']], notes: [], outcome: 'up' }
  const down = await run('down')
  if (down.failed)
    return { owed: [failure(refuses(down) ? 'no-way-down' : 'down-fails', down)], notes: [], outcome: 'spoiled', down }
  const after = aligned(before, await seeRows(db))
  const looks = [compareRows(before, after, new Map())]
  const orders = sayColumnOrder([{ when: 'down', before, after }])
  const waits = [...receipts(source, 'up', up), ...receipts(source, 'down', down)]
  const owed: Owed[] = [
    ...objects(diff(up.before, down.after)),
    ...unmanaged(beside, await unmanagedOf(db, reachOf(project))),
    ...passed(positions, await positionsOf(db)),
  ]
  if (owed.length > 0)
    return {
      owed: [...owed, ...values(looks), ...waits],
      notes: [...said(looks, owed), ...orders],
      outcome: 'spoiled',
      down,
    }
  const again = await run('up')
  if (again.failed)
    return { owed: [failure('up-again-fails', again), ...values(looks), ...waits], notes: [], outcome: 'spoiled', down }
  // A column that is gone may come back from another, and that may be narrower.
  const changed = new Set([
    ...reshaped(up.before, up.after),
    ...[...up.before.keys()].flatMap(goneFrom(up.after)),
    ...written(up.before, [up, down]),
  ])
  if (changed.size === 0)
    return { owed: [...values(looks), ...waits], notes: [...said(looks), ...orders], outcome: 'up', down }
  await run('down')
  const tried = await tryUnusual(db, run, changed, migration.transaction && { up, down })
  looks.push(...tried.looks)
  return {
    owed: [...values(looks), ...waits],
    notes: [...said(looks), ...orders, ...tried.notes],
    outcome: 'spoiled',
    down,
  }
}

/** The path of what is not there any more. */
function goneFrom(after: Schema): (address: string) => string[] {
  return (address) => (after.has(address) ? [] : [pathOf(address)])
}

type Run = (direction: Direction) => Promise<Trace>

/** The same once more, with rows whose values may not fit the types that columns get. */
async function tryUnusual(
  db: ShadowDatabase,
  run: Run,
  changed: ReadonlySet<string>,
  traces: { readonly up: Trace; readonly down: Trace } | false,
): Promise<{ readonly looks: readonly Compared[]; readonly notes: readonly string[] }> {
  const unusual = await seedUnusual(db, changed).catch((error: unknown) => {
    if (error instanceof RowsInTheWay) return undefined
    throw error
  })
  if (!unusual)
    return { looks: [], notes: ['Not compared on unusual values, because a table takes too long to take them.'] }
  const before = await seeRows(db)
  const stuck: UnusualRows['refusals'] = new Map()
  for (const direction of ['up', 'down'] as const) {
    let { failed } = await run(direction)
    const statements = traces ? traces[direction].statements.map(({ sql }) => sql) : []
    if (failed && (await leaveOut(db, statements, before, unusual, direction === 'up' ? unusual.refusals : stuck)))
      ({ failed } = await run(direction))
    if (failed)
      return {
        looks: [],
        notes: [`Not compared on unusual values, because ${direction} fails on some: ${failed.message}.`],
      }
  }
  const look = compareRows(before, aligned(before, await seeRows(db)), unusual.special)
  return {
    looks: [{ ...look, lost: merged([look, { ...look, lost: stuck }]) }],
    notes: notCompared(before, unusual),
  }
}

/** Its down throws an error itself, before it asks the database for anything. */
function refuses({ failed, statements }: Trace): boolean {
  return statements.length === 0 && failed?.sql === undefined && failed?.sqlState === undefined
}

function failure(rule: Owed[0], { failed }: Trace): Owed {
  if (reachesLimit(failed!.sqlState))
    return ['does-not-end', `stopped on a few made-up rows: ${failed!.message}`, failed!.sql]
  return [rule, failed!.message, failed!.sql]
}
