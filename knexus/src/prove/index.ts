import { guessesOf } from './doubts.ts'
import { notConverged } from './not-converged.ts'
import { diff } from '../diff.ts'
import { direction, segments, type Migration, type Segment } from '../emit/index.ts'
import { passes } from './passes.ts'
import { measured, run, type LeaveOut } from './steps.ts'
import { introspect, type Scope } from '../introspect/index.ts'
import { plan, type Step } from '../plan/index.ts'
import { archiving, type Archiving } from '../recipes/archive.ts'
import { archivedNames } from '../recipes/shared/archived-names.ts'
import { applyRecipes } from '../recipes/index.ts'
import { gaps, noteGaps } from './gaps.ts'
import { followers } from '../rename/follow.ts'
import type { Renaming } from '../rename/index.ts'
import type { AnyObject } from '../kinds/index.ts'
import { withSaid, type Schema } from '../schema.ts'
import type { ShadowDatabase } from '../shadow/index.ts'

/** Rounds of planning after which a schema that still differs is given up on: a change may show only once another is made. */
const ROUNDS = 3

/** What is lost by statements or steps, as the statements say. */
export function losses(
  all: readonly (Pick<Step, 'statements'> | { readonly up: Pick<Step, 'statements'> })[],
): string[] {
  return all.flatMap((one) => ('up' in one ? one.up : one).statements.flatMap(({ loses }) => loses ?? []))
}

export interface Rehearsal {
  /** Takes the recipes for tables in use; true when absent. */
  readonly online?: boolean
  /** Archives what is dropped, in the name of this moment. */
  readonly archive?: Date | undefined
  /** Called with the steps before they are made, and what is there then. */
  readonly approve?: (steps: readonly Step[], current: Schema) => void
  /**
   * Called with a statement that failed. Answers whether it took made-up rows away that are to blame, so that it is
   * worth another try.
   */
  readonly leaveOut?: LeaveOut
  /** The wanted schema worded as what was reached, wherever the two mean the same. */
  readonly reword?: (wanted: Schema, reached: Schema) => Promise<Schema>
}

/** Where a rehearsal begins: the renames are made on a shadow, and nothing else is. */
export interface Renamed {
  readonly renames: Renaming
  readonly current: Schema
}

/**
 * Makes renames on a shadow, and those that follow from what is there then: another name may make another two alike. `from` is
 * what the shadow holds, where that was read already.
 */
export async function rename(
  first: Renaming,
  target: Schema,
  db: ShadowDatabase,
  scope: Scope,
  from?: Schema,
): Promise<Renamed> {
  await run(first.up, db)
  let renames = first
  let known = first.up.length === 0 ? from : undefined
  for (;;) {
    const current = known ?? (await introspect(db, scope))
    known = undefined
    const { up, down, names } = followers(current, target)
    if (up.length === 0) return { renames, current }
    await run(up, db)
    renames = { up: [...renames.up, ...up], down: [...down, ...renames.down], names: [...renames.names, ...names] }
  }
}

/**
 * Finds the migrations from a schema to another by making them on a shadow that holds the first. After each file the
 * shadow is read, so every `down` is the plan from what was really there back to what was really there before.
 * Throws `not-converged` when the shadow does not end at the target schema, `plan-failed` when a statement fails,
 * `row-type-used` when it does because a column holds rows of the table.
 */
export async function rehearse(
  renames: Renaming,
  wanted: Schema,
  db: ShadowDatabase,
  scope: Scope,
  options?: Rehearsal,
): Promise<Migration[]> {
  return rehearseFrom(await rename(renames, wanted, db, scope), wanted, db, scope, options)
}

/** The same, for who looks at what is there between the renames and the rest. */
export async function rehearseFrom(
  { renames, current: reached }: Renamed,
  wanted: Schema,
  db: ShadowDatabase,
  scope: Scope,
  { online = true, archive, approve, leaveOut, reword = async (target) => target }: Rehearsal = {},
): Promise<Migration[]> {
  const migrations: Migration[] =
    renames.up.length === 0
      ? []
      : [{ up: direction(renames.up), down: direction(renames.down), transaction: true, notes: [] }]
  const [states, renaming]: [Schema[], number] = [[], migrations.length]
  let current = reached
  const said: AnyObject[] = []
  const put = archive ? archiving(current, wanted, archive) : undefined
  const reach = async (meant: Schema): Promise<void> => {
    let target = meant
    for (let round = 0; diff(current, target).length > 0; round += 1) {
      if (round === ROUNDS) throw notConverged(diff(current, target))
      const steps = plan(current, target)
      approve?.(steps, current)
      for (const segment of segments(online ? applyRecipes(steps, current) : steps)) {
        const ran = { ...segment, steps: await measured(segment.steps, db, current, leaveOut) }
        said.push(...made(segment.steps))
        const left = withSaid(await introspect(db, scope), said)
        migrations.push(await migrationOf(ran, current, left, db, online))
        states.push(left)
        current = left
      }
      target = await reword(meant, current)
    }
  }
  await reach(put?.target ?? wanted)
  if (put && put.up.length > 0) {
    migrations.push(await putAway(put, db))
    current = withSaid(await introspect(db, scope), said)
    states.push(current)
    await reach(wanted)
  }
  const noted = noteGaps(migrations, gaps(reached, current, states), renaming)
  return renames.up.length > 0 ? join(noted) : noted
}

/** The file that puts away what is archived, when it has run. */
async function putAway({ up, down, columns, notes }: Archiving, db: ShadowDatabase): Promise<Migration> {
  const names = await archivedNames(columns, db)
  const steps = (...statements: Archiving['up']) => [{ changes: [], settings: [], statements }]
  const [there, back] = [steps(...up, ...names.up), steps(...names.down, ...down)]
  await run(there, db)
  return { up: direction(there), down: direction(back), transaction: true, phase: 'contract', notes }
}

/** What steps make that was not there. */
function made(steps: readonly Step[]): AnyObject[] {
  return steps.flatMap(({ changes }) => changes.flatMap(({ before, after }) => (after && !before ? [after] : [])))
}

async function migrationOf(
  segment: Segment,
  before: Schema,
  after: Schema,
  db: ShadowDatabase,
  online: boolean,
): Promise<Migration> {
  const back = await wayBack(segment, before, after, db)
  const down = segment.transaction || !online ? back : applyRecipes(back, after)
  const { transaction, phase } = segment
  return {
    up: direction(segment.steps),
    down: direction(down),
    transaction,
    ...(phase && { phase }),
    notes: guessesOf(segment.steps),
  }
}

/**
 * A label that is added can be used once its transaction has ended: where the one of this file would use it, its type
 * is made again.
 */
async function wayBack({ transaction }: Segment, before: Schema, after: Schema, db: ShadowDatabase): Promise<Step[]> {
  const back = plan(after, before)
  const waits = transaction && back.some(({ statements }) => statements.some(({ boundary }) => boundary === 'commit'))
  if (!waits || (await passes(db, ...direction(back).statements.map(({ sql }) => sql)))) return back
  return plan(after, before, { atOnce: true })
}

/** The renames and the first transactional file are one file. */
function join(migrations: readonly Migration[]): Migration[] {
  const [first, second, ...rest] = migrations
  if (!first || !second || !first.transaction || !second.transaction) return [...migrations]
  const merged = {
    up: { statements: [...first.up.statements, ...second.up.statements], settings: second.up.settings },
    down: { statements: [...second.down.statements, ...first.down.statements], settings: second.down.settings },
    transaction: true,
    notes: [...first.notes, ...second.notes],
  }
  return [merged, ...rest]
}
