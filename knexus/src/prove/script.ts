import { NO_RENAMES } from '../rename/index.ts'
import { build } from '../build/index.ts'
import type { Migration } from '../emit/index.ts'
import type { Scope } from '../introspect/index.ts'
import type { Schema } from '../schema.ts'
import type { Shadow } from '../shadow/index.ts'
import { hopeless, mayFail, notCompared, words } from './doubts.ts'
import { lossesOf } from './files.ts'
import { losses, rehearse, rehearseFrom, rename } from './index.ts'
import { planned } from './planned.ts'
import { asFurther, reachedBy, refuseDoubts, refuseFurther, tablesToFill, type Reached } from './reached.ts'
import { withRows, type Rowless } from './rowless.ts'
import { seedRows } from './rows.ts'
import { compareRows, seeRows } from './seen.ts'
import { leaveOut } from './left-out.ts'
import { reshaped, seedUnusual } from './unusual-rows.ts'

/** A change as it was made on a shadow. */
export interface Rehearsed {
  readonly migrations: readonly Migration[]
  /** What it loses, said by its statements or measured on made-up rows by going back. */
  readonly losses: readonly string[]
  /** What it may fail on, and what was not compared, in words. */
  readonly doubts: readonly string[]
}

const UNCOMPARED = 'The change fails on some rows, as it did on made-up ones: no values were compared.'

/** Makes a change on a shadow, so that its script is known to reach the target, and goes back to see what the rows lost. */
export async function rehearseScript(shadow: Shadow, from: Schema, to: Schema, scope: Scope): Promise<Rehearsed> {
  return withRows((without, everywhere) => attempt(shadow, from, to, scope, { without, everywhere }))
}

async function attempt(
  shadow: Shadow,
  from: Schema,
  to: Schema,
  scope: Scope,
  { without, everywhere }: { readonly without: Rowless; readonly everywhere: boolean },
): Promise<Rehearsed> {
  const db = await shadow.database()
  let reached: Reached | undefined
  try {
    await build(from, db)
    if (without === 'all') {
      const migrations = await rehearse(NO_RENAMES, to, db, scope, { online: false })
      return { migrations, losses: losses(migrations), doubts: [UNCOMPARED] }
    }
    reached = everywhere ? undefined : reachedBy(from, to)
    const held = await tablesToFill(db, reached)
    const filled = held?.oids
    await seedRows(db, without, planned(from, to), filled)
    const unrenamed = await seeRows(db, filled)
    const renamed = await rename(NO_RENAMES, to, db, scope)
    const { current } = renamed
    const unusual = await seedUnusual(db, reshaped(current, to), undefined, planned(current, to), filled)
    const rows = await seeRows(db, filled)
    const migrations = await rehearseFrom(renamed, to, db, scope, {
      online: false,
      leaveOut: (sql) => leaveOut(db, [sql], rows, unusual),
    })
    for (const { up } of migrations) refuseFurther(up.statements, reached, held)
    const looks = [compareRows(rows, await seeRows(db, filled), unusual.special)]
    const stuck = new Map<string, ReadonlySet<string>>()
    await rehearse(NO_RENAMES, from, db, scope, {
      online: false,
      leaveOut: (sql) => leaveOut(db, [sql], rows, unusual, stuck),
    })
    looks.push(compareRows(rows, await seeRows(db, filled), unusual.special, undefined, unrenamed))
    refuseDoubts(reached, rows, unusual)
    const measured = [...lossesOf(looks), ...words(stuck).map((what) => `the way back of the values of ${what}`)]
    return {
      migrations,
      losses: [
        ...new Set([
          ...losses(migrations).filter((loss) => !measured.some((one) => one.startsWith(`${loss} (`))),
          ...measured,
        ]),
      ],
      doubts: [
        ...(without.length > 0 ? [UNCOMPARED] : []),
        ...hopeless(unusual).map((sql) => `It failed on every made-up row: ${sql}`),
        ...mayFail(unusual),
        ...migrations.flatMap(({ notes }) => notes),
        ...notCompared(rows, unusual),
      ],
    }
  } catch (error) {
    throw asFurther(error, reached)
  } finally {
    await db.close()
  }
}
