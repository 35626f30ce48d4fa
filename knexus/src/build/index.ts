import { nearestOf } from '../base/nearest.ts'
import { quoteLiteral } from '../base/sql.ts'
import { majorVersion, rows, type Connection } from '../connection/connection.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import type { Statement } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { verbatim } from '../kinds/shared/expressions.ts'
import { introspect, type Scope } from '../introspect/index.ts'
import { plan, type Step } from '../plan/index.ts'
import { addressOf, kindOf, type Schema } from '../schema.ts'

/** Statements sent in one message: enough to make the round trip cheap, few enough to find a failing one again. */
const BATCH = 200

/**
 * Builds a declared schema in an empty database and reads it back, so that what was declared and what is live are both
 * written the way PostgreSQL writes them. Throws `declaration-refused` with the object's address and PostgreSQL's words.
 */
export async function elaborate(declared: Schema, shadow: Connection, scope?: Scope): Promise<Schema> {
  await build(declared, shadow)
  return introspect(shadow, scope)
}

/**
 * Creates every object of a schema in an empty database. A declaration need not say what it needs: what fails is tried
 * again after the rest, as long as that gets any further.
 */
export async function build(declared: Schema, db: Connection, progress?: Progress): Promise<void> {
  await run(plan(new Map(), declared), db, progress)
}

/** As `build`, of the very words that PostgreSQL printed, as a restored dump is: it may print others then. */
export async function rebuild(schema: Schema, db: Connection): Promise<void> {
  await run(
    verbatim(() => plan(new Map(), schema)),
    db,
  )
}

/** Is told how much of some work is done. */
export type Progress = (done: number, of: number) => void

/** Runs steps that create objects, as `build` does. */
export async function run(steps: readonly Step[], db: Connection, progress?: Progress): Promise<void> {
  let failed = await attemptAll(steps, db, progress)
  while (failed.length > 0) {
    const again = await attempt(failed, db)
    if (again.length === failed.length) throw await refusal(again[0]!, db)
    failed = again
  }
}

/** Runs each step once, and answers with those that failed. */
export async function attemptAll(steps: readonly Step[], db: Connection, progress?: Progress): Promise<Step[]> {
  const settings = new Set(['check_function_bodies = off', ...steps.flatMap((step) => step.settings)])
  await db.query([...settings].map((setting) => `SET ${setting}`).join('; '))
  const failed: Step[] = []
  for (let at = 0; at < steps.length; at += BATCH) {
    failed.push(...(await attempt(steps.slice(at, at + BATCH), db)))
    progress?.(Math.min(at + BATCH, steps.length), steps.length)
  }
  return failed
}

/** Runs steps in one message; when that fails, one by one. Answers with those that failed. */
async function attempt(steps: readonly Step[], db: Connection): Promise<Step[]> {
  if (
    await succeeds(
      steps.flatMap((step) => step.statements),
      db,
    )
  )
    return []
  if (steps.length === 1) return [...steps]
  const failed: Step[] = []
  for (const step of steps) if (!(await succeeds(step.statements, db))) failed.push(step)
  return failed
}

/** Several statements in one message are one transaction, so a failure leaves nothing behind. */
async function succeeds(statements: readonly Statement[], db: Connection): Promise<boolean> {
  try {
    await db.query(statements.map(({ sql }) => sql).join(';\n'))
    return true
  } catch {
    return false
  }
}

/**
 * Does the parts of a failing step one after the other, to name the very column or constraint that PostgreSQL refuses;
 * if each of them works, the step as a whole.
 */
async function refusal(step: Step, db: Connection): Promise<KnexusError> {
  const objects = step.changes.flatMap(({ after }) => after ?? [])
  await db.query('BEGIN')
  const part = await firstRefused(
    [
      ...objects.map((object) => [object, kindOf(object).create(object, [])] as const),
      ...objects.map((object) => [object, kindOf(object).finish?.(object) ?? []] as const),
    ],
    db,
  )
  await db.query('ROLLBACK')
  const found = part ?? (await firstRefused([[objects[0]!, step.statements]], db))
  const [object, error] = found ?? [objects[0]!, new Error('it failed together with other objects, and works alone')]
  return refused(object, error, db)
}

/** The first of some objects of whose statements PostgreSQL refuses one, and its words. */
async function firstRefused(
  parts: readonly (readonly [AnyObject, readonly Statement[]])[],
  db: Connection,
): Promise<readonly [AnyObject, unknown] | undefined> {
  for (const [object, statements] of parts)
    for (const { sql } of statements) {
      try {
        await db.query(sql)
      } catch (error) {
        return [object, error]
      }
    }
  return undefined
}

async function refused(object: AnyObject, error: unknown, db: Connection): Promise<KnexusError> {
  const address = addressOf(object)
  const needed = kindOf(object).requires?.(object)
  const version = needed && (await majorVersion(db))
  if (version && version < needed.major) {
    return new KnexusError(
      'server-too-old',
      `${address} uses ${needed.feature}, which came with PostgreSQL ${needed.major}; the shadow is PostgreSQL ${version}.`,
      'Declare it without, or use a newer server: --shadow names another.',
      { cause: error },
    )
  }
  const more = (['detail', 'hint'] as const)
    .map((key): unknown => (error instanceof Error ? Reflect.get(error, key) : undefined))
    .filter((text) => typeof text === 'string')
    .map((text) => ` ${text}`)
    .join('')
  const missing = /extension "([^"]+)" is not available|could not open extension control file/.test(messageOf(error))
  return new KnexusError(
    missing ? 'extension-missing' : 'declaration-refused',
    `PostgreSQL refuses ${address}: ${messageOf(error)}.${more}`,
    missing
      ? 'Install the extension on the server that serves as shadow, or name another with --shadow.'
      : await cureOf(messageOf(error), db),
    { cause: error },
  )
}

/** What to do about a refusal: a name that is not there may be another one, and a text an expression. */
async function cureOf(message: string, db: Connection): Promise<string> {
  if (message.startsWith('invalid input syntax for type') && !message.includes('json'))
    return 'Correct the value; an expression is written with sql, as in defaultTo(sql`now()`).'
  const [, path = ''] = /^relation "([^"]+)" does not exist/.exec(message) ?? []
  const [name = '', schema] = path.split('.').reverse()
  const there = await rows<{ name: string }>(
    db,
    `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind IN ('r', 'p') AND nspname = ${quoteLiteral(schema ?? 'public')}`,
  )
  const nearest = nearestOf(
    there.map((one) => one.name),
    name,
    { within: 2 },
  )
  return nearest === undefined || name === ''
    ? 'Correct its declaration, or what it refers to.'
    : `Did you mean ${nearest}? Otherwise export the declaration of ${name} from a model.`
}
