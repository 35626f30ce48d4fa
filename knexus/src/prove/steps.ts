import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import type { Receipt, Statement } from '../base/kind.ts'
import type { Step } from '../plan/index.ts'
import type { ShadowDatabase } from '../shadow/index.ts'
import { passes } from './passes.ts'
import { rowTypeUsed } from './row-types.ts'
import { Receipts, tablesOf } from '../trace/receipt.ts'
import { reachesLimit } from '../trace/time-limit.ts'
import { parentOf, type Schema } from '../schema.ts'

/**
 * Called with a statement that failed. Answers whether it took made-up rows away that are to blame, so that it is
 * worth another try.
 */
export type LeaveOut = (sql: string) => Promise<boolean>

/** Whether a step touches anything that was there, so that somebody may have to wait for it. */
function touches({ changes, statements }: Step, from: Schema): boolean {
  const isInside = statements.every(({ boundary }) => boundary === undefined)
  return isInside && changes.some(({ before, after }) => before ?? from.has(parentOf(after!) ?? ''))
}

/** Runs the steps of one file and gives them back with what was measured on the way. */
export async function measured(
  steps: readonly Step[],
  db: ShadowDatabase,
  from: Schema,
  leaveOut: LeaveOut = async () => false,
): Promise<Step[]> {
  const receipts = steps.some((step) => touches(step, from))
    ? new Receipts(await tablesOf((sql) => db.query(sql)))
    : undefined
  const result: Step[] = []
  for (const step of steps) result.push(await runStep(step, db, leaveOut, touches(step, from) ? receipts : undefined))
  return result
}

/** Runs steps. Throws `plan-failed` or `row-type-used`. */
export async function run(steps: readonly Step[], db: ShadowDatabase): Promise<void> {
  for (const step of steps) await runStep(step, db)
}

async function runStep(
  step: Step,
  db: ShadowDatabase,
  leaveOut: LeaveOut = async () => false,
  receipts?: Receipts,
): Promise<Step> {
  for (const setting of step.settings) await db.query(`SET ${setting}`)
  const statements: Statement[] = []
  for (const statement of step.statements) statements.push(await execute(statement, db, leaveOut, receipts))
  for (const setting of step.settings) await db.query(`RESET ${setting.split(' ', 1)[0]}`)
  return { ...step, statements }
}

async function execute(
  statement: Statement,
  db: ShadowDatabase,
  leaveOut: LeaveOut,
  receipts?: Receipts,
): Promise<Statement> {
  const { sql, boundary, within } = statement
  const send = async () => {
    if (receipts) return { ...statement, receipt: await measuredAlone(sql, db, receipts) }
    await db.query(sql)
    return statement
  }
  // What cannot be undone is tried in a transaction first.
  const tried = boundary === undefined ? sql : within
  if (boundary !== undefined && tried !== undefined && !(await passes(db, tried))) await leaveOut(tried)
  try {
    return await send()
  } catch (error) {
    if (boundary !== undefined || reachesLimit(sqlState(error)) || !(await leaveOut(sql)))
      throw (await rowTypeUsed(db, sql, error)) ?? refusal(sql, error)
    return send().catch((again: unknown) => {
      throw refusal(sql, again)
    })
  }
}

async function measuredAlone(sql: string, db: ShadowDatabase, receipts: Receipts): Promise<Receipt> {
  await db.query('BEGIN')
  try {
    const { receipt } = await receipts.around(
      (text) => db.query(text),
      () => db.query(sql),
    )
    await db.query('COMMIT')
    return receipt
  } catch (error) {
    await db.query('ROLLBACK')
    throw error
  }
}

function refusal(sql: string, cause: unknown): KnexusError {
  return new KnexusError(
    'plan-failed',
    `PostgreSQL refuses a planned statement: ${messageOf(cause)}\n${sql}`,
    'Nothing was written. Make the change in smaller parts, or write the migration by hand with `npx knex migrate:make`.',
    { cause, sql },
  )
}
