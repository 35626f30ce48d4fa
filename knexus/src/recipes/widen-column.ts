import { differing } from '../diff.ts'
import type { Statement } from '../base/kind.ts'
import { dollarQuote, quoteIdent, quoteLiteral, qualifiedName } from '../base/sql.ts'
import { columnKind, type Column } from '../kinds/columns.ts'
import { constraintKind, type Constraint } from '../kinds/constraints.ts'
import { giveNotNull } from '../kinds/shared/not-nulls.ts'
import type { Step } from '../plan/index.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { dependentsOf, type Dependents } from './shared/dependents.ts'
import { free, isInUse, onlyChange, step } from './shared/step.ts'

export const widenColumn: Recipe = {
  name: 'widen-column',
  why: 'ALTER COLUMN TYPE writes the whole table and its indexes again, under a lock that stops readers and writers.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    if (before?.kind !== 'column' || after?.kind !== 'column' || !isInUse(after.on, context.from)) return undefined
    if (!isWidened(before, after)) return undefined
    const users = dependentsOf(before, context)
    return users && beside(before, after, users, context)
  },
}

/** Pairs of types whose values PostgreSQL converts on assignment, without any that does not fit, and always by writing the table again. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint', 'numeric', 'real', 'double precision'],
  integer: ['bigint', 'numeric', 'double precision'],
  bigint: ['numeric'],
  real: ['double precision'],
}

/** Whether nothing else than its type differs, and that takes every value. */
function isWidened(before: Column, after: Column): boolean {
  return (
    WIDER[before.type]?.includes(after.type) === true &&
    differing(before, after).join() === 'type' &&
    after.using == null &&
    !after.identity &&
    !after.generated &&
    !after.inherited &&
    !after.partitionKey &&
    after.notNullValidated &&
    (!after.notNull || giveNotNull(after).sql.endsWith(' SET NOT NULL'))
  )
}

/**
 * A column of the new type beside it; a trigger keeps both in step while the rows that are there are filled, batch by batch. Then indexes are built, and
 * one moment under a lock puts the new one in its place. What refers to rows elsewhere is proved afterwards.
 */
function beside(before: Column, after: Column, users: Dependents, context: Context): Step[] {
  const place = qualifiedName(after.schema, after.table)
  const [old, name] = [quoteIdent(after.name), free(after.name, '__new', context)]
  const column = quoteIdent(name)
  const made: Column = { ...after, name, notNull: false, filled: old }
  const filled: Constraint = {
    kind: 'constraint',
    on: after.on,
    schema: after.schema,
    table: after.table,
    name: free(`${after.table}_${after.name}`, '__filled', context),
    type: 'check',
    definition: `CHECK (${column} IS NOT NULL${after.notNull ? '' : ` OR ${old} IS NULL`})`,
    validated: false,
    enforced: true,
    with: {},
    tablespace: null,
    references: null,
    inherited: null,
    partitioned: false,
  }
  const sync = free(`${after.table}_${after.name}`, '__sync', context)
  const [trigger, calls] = [quoteIdent(sync), qualifiedName(after.schema, sync)]
  const body = `BEGIN NEW.${column} := NEW.${old}; RETURN NEW; END`
  const replaced = users.keys.map((key) => key.beside(name, (base) => free(base, '__new', context)))
  const unproved = users.constraints.map((constraint) => ({ ...constraint, validated: false }))
  return [
    step({ after: made }, [...plain(columnKind.create(made, [])), ...(columnKind.finish?.(made) ?? [])]),
    step({ after: filled }, [
      ...constraintKind.create(filled, []),
      { sql: `CREATE FUNCTION ${calls}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuote(body)}` },
      {
        sql: `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${place} FOR EACH ROW EXECUTE FUNCTION ${calls}()`,
      },
      { sql: `ALTER TABLE ${place} ENABLE ALWAYS TRIGGER ${trigger}` },
    ]),
    step(
      { before: filled, after: { ...filled, validated: true } },
      [
        {
          sql: backfill(place, column, old),
          boundary: 'outside',
          allows: `values-lost because the way down of the file before drops ${column}`,
        },
        { sql: `ALTER TABLE ${place} VALIDATE CONSTRAINT ${quoteIdent(filled.name)}` },
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
        { sql: `DROP TRIGGER ${trigger} ON ${place}` },
        { sql: `DROP FUNCTION ${calls}()` },
        ...users.sequences.map((sequence) => ({ sql: `ALTER SEQUENCE ${sequence} OWNED BY ${place}.${column}` })),
        ...users.defaults(name),
        ...users.constraints.flatMap((constraint) => constraintKind.drop(constraint)),
        {
          sql: `ALTER TABLE ${place} DROP COLUMN ${old}`,
          allows: `drop-column, rename-column, constraint-dropped because ${column} has its values and takes its name`,
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
        ? [
            {
              ...step({ before: unproved[at]!, after: constraint }, [
                { sql: `ALTER ${constraint.on} VALIDATE CONSTRAINT ${quoteIdent(constraint.name)}` },
              ]),
              late: 'proof',
            },
          ]
        : [],
    ),
  ]
}

/** Without the values: they come batch by batch. */
function plain([add]: readonly Statement[]): Statement[] {
  return [{ sql: add!.sql }]
}

/** Pages of a table that are filled in one transaction: 128 kB, a few thousand rows at most. */
const PAGES = 16

/** Fills the rows that are there, some pages at a time, each a transaction of its own. What comes or moves while it works is filled by the trigger. A second run goes on with what is left. */
function backfill(place: string, column: string, value: string): string {
  const body = `
DECLARE
  page bigint := 0;
  pages bigint := pg_relation_size(${quoteLiteral(place)}) / current_setting('block_size')::bigint;
BEGIN
  WHILE page < pages LOOP
    UPDATE ${place} SET ${column} = ${value} WHERE ${column} IS NULL
      AND ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + ${PAGES})::tid;
    COMMIT;
    page := page + ${PAGES};
  END LOOP;
END`
  return `DO ${dollarQuote(body)}`
}
