import { KnexusError, messageOf } from '../base/errors.ts'
import type { Statement } from '../base/kind.ts'
import type { Step } from '../plan/index.ts'
import type { Schema } from '../schema.ts'
import type { ShadowDatabase } from '../shadow/index.ts'
import { passes } from './passes.ts'
import { receiptOf, tablesOf, touches, type Tables } from './receipts.ts'

/** Called with a statement that failed. Answers whether it took made-up rows away that are to blame, so that it is worth another try. */
export type LeaveOut = (sql: string) => Promise<boolean>

/** Runs steps and gives them back with what was measured on the way. */
export async function measured(
  steps: readonly Step[],
  db: ShadowDatabase,
  from: Schema,
  leaveOut: LeaveOut = async () => false,
): Promise<Step[]> {
  const tables = steps.some((step) => touches(step, from)) ? await tablesOf(db) : undefined
  const result: Step[] = []
  for (const step of steps) result.push(await runStep(step, db, leaveOut, touches(step, from) ? tables : undefined))
  return result
}

/** Runs steps. Throws `plan-failed`. */
export async function run(steps: readonly Step[], db: ShadowDatabase): Promise<void> {
  for (const step of steps) await runStep(step, db)
}

async function runStep(
  step: Step,
  db: ShadowDatabase,
  leaveOut: LeaveOut = async () => false,
  tables?: Tables,
): Promise<Step> {
  for (const setting of step.settings) await db.query(`SET ${setting}`)
  const statements: Statement[] = []
  for (const statement of step.statements) statements.push(await execute(statement, db, leaveOut, tables))
  for (const setting of step.settings) await db.query(`RESET ${setting.split(' ', 1)[0]}`)
  return { ...step, statements }
}

async function execute(
  statement: Statement,
  db: ShadowDatabase,
  leaveOut: LeaveOut,
  tables?: Tables,
): Promise<Statement> {
  const { sql, boundary, within } = statement
  const send = async () => {
    const receipt = tables ? await receiptOf(db, tables, () => db.query(sql)) : void (await db.query(sql))
    return receipt === undefined ? statement : { ...statement, receipt }
  }
  // What cannot be undone is tried in a transaction first.
  const tried = boundary === undefined ? sql : within
  if (boundary !== undefined && tried !== undefined && !(await passes(db, tried))) await leaveOut(tried)
  try {
    return await send()
  } catch (error) {
    if (boundary !== undefined || !(await leaveOut(sql))) throw refusal(sql, error)
    return send().catch((again: unknown) => {
      throw refusal(sql, again)
    })
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
