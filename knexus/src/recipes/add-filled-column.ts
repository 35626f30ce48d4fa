import type { Statement } from '../base/kind.ts'
import type { Change } from '../change.ts'
import { quoteIdent } from '../base/sql.ts'
import { columnKind, type Column } from '../kinds/columns.ts'
import { constraintKind } from '../kinds/constraints.ts'
import { defaultKind, type Default } from '../kinds/defaults.ts'
import { giveNotNull } from '../kinds/shared/not-nulls.ts'
import { addressOf, needsOf } from '../schema.ts'
import type { Step } from '../plan/index.ts'
import { backfill } from './shared/backfill.ts'
import { noticing, noticingLater } from './shared/dependents.ts'
import { helperCheck, validation } from './shared/helper-check.ts'
import { provedLater } from './shared/proved-later.ts'
import type { Because, Context, Recipe } from './shared/recipe.ts'
import { isInUse, onlyChange, step } from './shared/step.ts'
import { syncTrigger } from './shared/sync-trigger.ts'

export const addFilledColumn: Recipe = {
  name: 'add-filled-column',
  why:
    'A column of which each row gets its own value, by a default or by `--fill`, has all rows written ' +
    'under a lock that stops readers and writers.',
  instead(one, context) {
    const added = filledBy(one, context)
    if (added) return 'because' in added ? added : filledLater(one, added, context)
    const { before, after } = onlyChange(one) ?? {}
    const isOverFilled = (other: Step) => {
      const filled = filledBy(other, context)
      return filled && 'column' in filled && needsOf(after!).includes(addressOf(filled.column))
    }
    if (before || after?.kind !== 'constraint' || !context.steps.some(isOverFilled)) return undefined
    return provedWhenFilled(one, context)
  },
}

/** A column that is added, and what its rows get. */
interface Added {
  readonly column: Column
  readonly value: Default | undefined
}

/**
 * The column that a step adds to a table in use, if each of the rows that are there gets its own value, or why they all
 * get it at once.
 */
function filledBy(one: Step, context: Context): Added | Because | undefined {
  const added = addedOf(one.changes)
  if (!added || !context.from.has(added.column.on)) return undefined
  const { column, value } = added
  if (!column.filled && !value?.volatile) return undefined
  if (!isInUse(column.on, context.from)) return { because: 'the table is partitioned' }
  if (column.filled && !column.filled.alone)
    return { because: 'the expression takes more than columns of the row and what the server brings' }
  if (!isPlain(column))
    return { because: 'the column is an identity, generated or inherited, or its NOT NULL has a name' }
  const because = noticing(column, context.from) ?? noticingLater(column, context.steps) ?? usedBy(column, one, context)
  return because === undefined ? added : { because }
}

/** The column and its default, where that is what a step adds, with nothing but the sequence beside them. */
function addedOf(changes: readonly Change[]): Added | undefined {
  const added = changes.flatMap(({ before, after }) => (after && !before ? [after] : []))
  if (added.length < changes.length) return undefined
  if (!added.every(({ kind }) => kind === 'column' || kind === 'default' || kind === 'sequence')) return undefined
  const [column, second] = added.filter((one) => one.kind === 'column')
  const [value, other] = added.filter((one) => one.kind === 'default')
  return column && !second && !other ? { column, value } : undefined
}

function isPlain(column: Column): boolean {
  return (
    !column.identity &&
    !column.generated &&
    !column.inherited &&
    (!column.notNull || (column.notNullValidated && giveNotNull(column).sql.endsWith(' SET NOT NULL')))
  )
}

/** What may need the column in the same migration: it comes later, or passes over the rows that have no value yet. */
const PATIENT: ReadonlySet<string> = new Set(['comment', 'privilege', 'default', 'sequence', 'index', 'constraint'])

/** What needs the column at once. */
function usedBy(column: Column, one: Step, { steps }: Context): string | undefined {
  const at = addressOf(column)
  const made = steps.flatMap((other) => (other === one ? [] : other.changes.flatMap(({ after }) => after ?? [])))
  const user = made.find(
    (object) =>
      needsOf(object).includes(at) &&
      (!PATIENT.has(object.kind) || (object.kind === 'constraint' && isImpatient(object.type))),
  )
  return user && `${addressOf(user)} needs it at once`
}

/** A primary key takes no row without a value, and what an exclusion does with one is not known. */
function isImpatient(type: string): boolean {
  return type !== 'unique' && type !== 'foreign key' && type !== 'check'
}

/** A check may refuse the rows that have no value yet, so it is proved after these have one. */
function provedWhenFilled(one: Step, context: Context): Step[] | undefined {
  const [given, proof] = provedLater(one, context) ?? []
  if (!given || !proof) return undefined
  return [given, { ...proof, statements: proof.statements.map(({ sql }) => ({ sql, boundary: 'outside' })) }]
}

/**
 * Rows that come have a value at once; those that are there get it batch by batch, and then nothing is without. Where
 * it is no default that gives it, whoever does not know the column is refused from then on.
 */
function filledLater(one: Step, { column, value }: Added, context: Context): Step[] {
  const { filled: given, ...rest } = column
  const empty: Column = { ...rest, notNull: false }
  const inline = value ? [defaultKind.inline!(value, [])!] : []
  const [first, ...others] = columnKind.create(column, inline).map(({ sql }) => sql)
  const statements = one.statements.flatMap((statement) =>
    statement.sql === first
      ? [...columnKind.create(empty, []), ...(value ? defaultKind.create(value, []) : [])]
      : others.includes(statement.sql)
        ? []
        : [statement],
  )
  const filled = helperCheck(column, '__not_null', `${quoteIdent(column.name)} IS NOT NULL`, context)
  const proved = { ...filled, validated: true }
  const made: Column = { ...column, notNull: false }
  const added: Step = {
    ...one,
    changes: one.changes.map((change) => (change.after === column ? { after: made } : change)),
    statements,
  }
  const it = `NEW.${quoteIdent(column.name)}`
  const ofRow = given
    ? `(SELECT ${given.expression} FROM (SELECT NEW.*) AS ${quoteIdent(column.table)})`
    : value!.expression
  const trigger = syncTrigger(column, `IF ${it} IS NULL THEN ${it} := ${ofRow}; END IF`, context)
  const fill = backfill(column, given?.expression ?? 'DEFAULT')
  const seal = (changes: readonly Change[], statements: readonly Statement[]): Step => ({
    changes,
    statements: [...trigger.drop, ...statements],
    settings: [],
    late: column.notNull && !value ? 'swap' : 'seal',
  })
  if (!column.notNull) return [added, step({}, trigger.make), step({}, [fill], true), seal([], [])]
  return [
    added,
    step({ after: filled }, [...constraintKind.create(filled, []), ...trigger.make]),
    step({ before: filled, after: proved }, [fill, validation(filled)], true),
    seal([{ before: made, after: column }, { before: proved }], [giveNotNull(column), ...constraintKind.drop(proved)]),
  ]
}
