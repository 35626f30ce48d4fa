import type { Statement } from '../../base/kind.ts'
import { quoteIdent, qualifiedName } from '../../base/sql.ts'
import { differing } from '../../diff.ts'
import { columnKind, type Column } from '../../kinds/columns.ts'
import { constraintKind } from '../../kinds/constraints.ts'
import { giveNotNull } from '../../kinds/shared/not-nulls.ts'
import type { Step } from '../../plan/index.ts'
import { backfill } from './backfill.ts'
import type { Dependents } from './dependents.ts'
import { helperCheck, validation } from './helper-check.ts'
import type { Because, Context } from './recipe.ts'
import { free, step } from './step.ts'
import { syncTrigger } from './sync-trigger.ts'

/** A column that another one takes the place of. */
export interface Replaced {
  readonly before: Column
  readonly after: Column
  /** The type that the new column is made with, until both change places: that of a namesake has another name so long. */
  readonly type: string
  /** Which values become others, in words: `'sad' becomes 'ok'`. */
  readonly remaps?: string
  /** The new value, by the old column's name: `NEW.price`. */
  readonly value: (column: string) => string
}

/** What may change together with the type, since the new column is made with it. */
const TOGETHER: ReadonlySet<string> = new Set<keyof Column>(['notNull', 'notNullName', 'notNullNoInherit'])

/**
 * Why no other column can stand in for one: it is an identity, a generated or an inherited one, its NOT NULL has a name,
 * or more of it changes than these attributes and its NOT NULL.
 */
export function irreplaceable(
  { before, after }: Pick<Replaced, 'before' | 'after'>,
  ...those: readonly string[]
): Because | undefined {
  const also = differing(before, after).filter((one) => !those.includes(one) && !TOGETHER.has(one))
  if (also.length > 0) return { because: `more of the column changes: ${also.join(', ')}` }
  if (before.identity) return { because: 'the column is an identity' }
  if (before.generated) return { because: 'the column is generated' }
  if (after.inherited ?? after.partitionKey) return { because: 'other tables have the column too' }
  if (!after.notNullValidated || (after.notNull && !giveNotNull(after).sql.endsWith(' SET NOT NULL')))
    return { because: 'the NOT NULL of the column has a name, or is not that of all its rows' }
  return undefined
}

/**
 * A new column beside it; a trigger keeps both in step while the rows that are there are filled, batch by batch. Then
 * indexes are built, and one moment under a lock puts the new one in its place. What refers to rows elsewhere is
 * proved afterwards.
 */
export function beside({ before, after, type, value, remaps }: Replaced, users: Dependents, context: Context): Step[] {
  const place = qualifiedName(after.schema, after.table)
  const [old, name] = [quoteIdent(after.name), free(after.name, '__new', context)]
  const column = quoteIdent(name)
  const made: Column = { ...after, type, name, notNull: false, filled: { expression: value(old) } }
  const condition = `${column} IS NOT NULL${after.notNull ? '' : ` OR ${old} IS NULL`}`
  const filled = helperCheck(after, '__filled', condition, context)
  const trigger = syncTrigger(after, `NEW.${column} := ${value(`NEW.${old}`)}`, context)
  const replaced = users.keys.map((key) => key.beside(name, (base) => free(base, '__new', context)))
  const gone = [old, column, quoteIdent(filled.name)].map((part) => `${place}.${part}`).join(', ')
  const unproved = users.constraints.map((constraint) => ({ ...constraint, validated: false }))
  return [
    step({ after: made }, [...withoutValues(columnKind.create(made, [])), ...(columnKind.finish?.(made) ?? [])]),
    step({ after: filled }, [...constraintKind.create(filled, []), ...trigger.make]),
    step(
      { before: filled, after: { ...filled, validated: true } },
      [
        { ...backfill(made, value(old)), ...(remaps && { remaps }) },
        validation(filled),
        ...replaced.flatMap(({ build }) => build),
      ],
      true,
    ),
    {
      changes: [
        { before: made },
        { before, after },
        { before: filled },
        ...users.constraints.map((constraint, at) => ({ before: constraint, after: unproved[at]! })),
      ],
      settings: [],
      late: 'swap',
      statements: [
        ...trigger.drop,
        ...users.sequences.map((sequence) => ({ sql: `ALTER SEQUENCE ${sequence} OWNED BY ${place}.${column}` })),
        ...users.defaults(name),
        ...users.constraints.flatMap((constraint) => constraintKind.drop(constraint)),
        {
          sql: `ALTER TABLE ${place} DROP COLUMN ${old}`,
          allows: `${BROKEN} on ${gone} because ${column} has its values and takes its name`,
        },
        { sql: `ALTER TABLE ${place} RENAME COLUMN ${column} TO ${old}` },
        ...(after.notNull ? [giveNotNull(after), ...constraintKind.drop(filled)] : []),
        ...replaced.flatMap(({ take }) => take),
        ...unproved.flatMap((constraint) => constraintKind.create(constraint, [])),
        ...users.comments,
      ],
    },
    ...users.constraints.flatMap((constraint, at): Step[] =>
      constraint.validated
        ? [{ ...step({ before: unproved[at]!, after: constraint }, [validation(constraint)]), late: 'proof' }]
        : [],
    ),
  ]
}

/** The rules that dropping the old column, and what checked the new one, breaks on purpose. */
const BROKEN = 'drop-column, rename-column, constraint-dropped'

/** Without the values: they come batch by batch. */
function withoutValues([add]: readonly Statement[]): Statement[] {
  return [{ sql: add!.sql }]
}
