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
import { isQuiet, staysQuiet } from './shared/dependents.ts'
import { helperCheck, validation } from './shared/helper-check.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { isInUse, step } from './shared/step.ts'
import { syncTrigger } from './shared/sync-trigger.ts'

export const addFilledColumn: Recipe = {
  name: 'add-filled-column',
  why:
    'A column with a default of which each row gets another value writes the whole table again, ' +
    'under a lock that stops readers and writers.',
  instead(one, context) {
    const [column, value] = addedOf(one.changes) ?? []
    if (!column || !value?.volatile || !isInUse(column.on, context.from)) return undefined
    if (!isPlain(column) || !isQuiet(column, context.from) || !staysQuiet(column, context.steps)) return undefined
    return isFreeOfOthers(column, one, context) ? filledLater(one, column, value, context) : undefined
  },
}

/** The column and its default, where that is what a step adds, with nothing but the sequence beside them. */
function addedOf(changes: readonly Change[]): readonly [Column | undefined, Default | undefined] | undefined {
  const added = changes.flatMap(({ before, after }) => (after && !before ? [after] : []))
  if (added.length < changes.length) return undefined
  if (!added.every(({ kind }) => kind === 'column' || kind === 'default' || kind === 'sequence')) return undefined
  const [columns, defaults] = [
    added.filter((one) => one.kind === 'column'),
    added.filter((one) => one.kind === 'default'),
  ]
  return columns.length === 1 && defaults.length === 1 ? [columns[0], defaults[0]] : undefined
}

function isPlain(column: Column): boolean {
  return (
    !column.identity &&
    !column.generated &&
    !column.inherited &&
    column.filled === undefined &&
    (!column.notNull || (column.notNullValidated && giveNotNull(column).sql.endsWith(' SET NOT NULL')))
  )
}

/** What may need the column in the same migration: it comes later, or passes over the rows that have no value yet. */
const PATIENT: ReadonlySet<string> = new Set(['comment', 'privilege', 'default', 'sequence', 'index'])

function isFreeOfOthers(column: Column, one: Step, { steps }: Context): boolean {
  const at = addressOf(column)
  return steps.every(
    (other) =>
      other === one ||
      other.changes.every(
        ({ after }) =>
          !after ||
          !needsOf(after).includes(at) ||
          PATIENT.has(after.kind) ||
          (after.kind === 'constraint' && (after.type === 'unique' || after.type === 'foreign key')),
      ),
  )
}

/** Rows that come have the default at once; those that are there get it batch by batch, and then nothing is without. */
function filledLater(one: Step, column: Column, value: Default, context: Context): Step[] {
  const empty: Column = { ...column, notNull: false }
  const [whole] = columnKind.create(column, [defaultKind.inline!(value, [])!])
  const statements = one.statements.flatMap((statement) =>
    statement.sql === whole!.sql ? [...columnKind.create(empty, []), ...defaultKind.create(value, [])] : [statement],
  )
  const filled = helperCheck(column, '__not_null', `${quoteIdent(column.name)} IS NOT NULL`, context)
  const proved = { ...filled, validated: true }
  const added: Step = {
    ...one,
    changes: one.changes.map((change) => (change.after === column ? { after: empty } : change)),
    statements,
  }
  const it = `NEW.${quoteIdent(column.name)}`
  const trigger = syncTrigger(column, `IF ${it} IS NULL THEN ${it} := ${value.expression}; END IF`, context)
  const seal = (changes: readonly Change[], statements: readonly Statement[]): Step => ({
    changes,
    statements: [...trigger.drop, ...statements],
    settings: [],
    late: 'seal',
  })
  if (!column.notNull)
    return [added, step({}, trigger.make), step({}, [backfill(column, 'DEFAULT')], true), seal([], [])]
  return [
    added,
    step({ after: filled }, [...constraintKind.create(filled, []), ...trigger.make]),
    step({ before: filled, after: proved }, [backfill(column, 'DEFAULT'), validation(filled)], true),
    seal([{ before: empty, after: column }, { before: proved }], [giveNotNull(column), ...constraintKind.drop(proved)]),
  ]
}
