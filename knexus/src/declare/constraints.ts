import { addresses } from '../base/address.ts'
import type { Constraint } from '../kinds/constraints.ts'
import { KnexusError } from '../base/errors.ts'
import { clause, quoteIdent, qualifiedName } from '../base/sql.ts'
import {
  commentOn,
  needsColumns,
  rename,
  usualName,
  type Declared,
  type Part,
  type PartNames,
  type TableContext,
} from './context.ts'
import type {
  CheckOptions,
  Deferrable,
  ExcludeOptions,
  ForeignKeyDraft,
  IndexedOptions,
  Key,
  PartOptions,
  UniqueOptions,
} from './drafts.ts'
import { columnsOf, keyText, words } from './keys.ts'
import { givenName, type Naming } from './naming.ts'
import { expressionOf, sql, type Sql } from './sql.ts'
import { refuseNoKeys } from './refuse.ts'

export function primaryKey(columns: readonly string[], options: UniqueOptions): Part {
  refuseNoKeys('primary', columns)
  return part('pk', options, () => ({
    columns,
    constraint: {
      type: 'primary key',
      definition: clause(
        'PRIMARY KEY',
        keyOf(columns, options),
        included(options.include),
        deferral(options.deferrable),
      ),
      ...indexOf(options),
    },
  }))
}

export function unique(columns: readonly string[], options: UniqueOptions): Part {
  refuseNoKeys('unique', columns)
  return part('uq', options, () => ({
    columns,
    constraint: {
      type: 'unique',
      definition: clause(
        'UNIQUE',
        options.nullsNotDistinct && 'NULLS NOT DISTINCT',
        keyOf(columns, options),
        included(options.include),
        deferral(options.deferrable),
      ),
      ...indexOf(options),
    },
  }))
}

/** `short` is the name that goes through the convention; without one, the columns the condition mentions. */
export function check(condition: string | Sql, short: string | undefined, options: CheckOptions): Part {
  const text = expressionOf(condition)
  return part('ck', options, (table) => {
    const columns = columnsOf(sql.raw(text), table.columns)
    const named = short === undefined ? columns : table.columns.filter((column) => column === short)
    return {
      columns,
      named: named.length > 0 ? { columns: named } : { name: short ?? 'row' },
      constraint: {
        type: 'check',
        definition: clause(`CHECK (${text})`, options.noInherit && 'NO INHERIT'),
        validated: options.enforced !== false && (options.validated ?? true),
        enforced: options.enforced ?? true,
      },
    }
  })
}

export function exclude(elements: readonly (readonly [Key, string])[], options: ExcludeOptions): Part {
  return part('ex', options, (table) => ({
    columns: elements.flatMap(([key]) => columnsOf(key, table.columns)),
    constraint: {
      type: 'exclude',
      definition: clause(
        'EXCLUDE USING',
        quoteIdent(options.using ?? 'gist'),
        `(${elements.map(([key, operator]) => `${keyText(key, {})} WITH ${operator}`).join(', ')})`,
        included(options.include),
        options.where !== undefined && `WHERE (${expressionOf(options.where)})`,
        deferral(options.deferrable),
      ),
      ...indexOf(options),
    },
  }))
}

export function foreignKey(columns: readonly string[], draft: ForeignKeyDraft): Part {
  return part('fk', draft, (table) => {
    if (draft.table.length === 0) {
      throw new KnexusError(
        'no-reference',
        `The foreign key on ${columns.join(', ')} of ${table.table} does not say which table it refers to.`,
        "Write references('table.column'), or follow references with inTable('table').",
      )
    }
    const period = draft.period ? ['PERIOD'] : []
    const target = draft.table.length > 1 ? draft.table : [table.schema, ...draft.table]
    return {
      columns,
      named: { columns, references: target.at(-1) ?? '' },
      constraint: {
        type: 'foreign key',
        definition: clause(
          'FOREIGN KEY',
          list(columns, period),
          'REFERENCES',
          `${qualifiedName(...target)}${draft.columns.length > 0 ? list(draft.columns, period) : ''}`,
          draft.match && 'MATCH FULL',
          draft.onUpdate && draft.onUpdate !== 'no action' && `ON UPDATE ${draft.onUpdate.toUpperCase()}`,
          draft.onDelete && draft.onDelete !== 'no action' && `ON DELETE ${draft.onDelete.toUpperCase()}`,
          draft.onDeleteColumns && list(draft.onDeleteColumns),
          deferral(draft.deferrable),
        ),
        validated: draft.validated ?? true,
        enforced: draft.enforced ?? true,
        references: addresses.table(qualifiedName(...target)),
      },
    }
  })
}

/** What one sort of constraint says of itself. */
interface Described {
  readonly constraint: Partial<Constraint> & Pick<Constraint, 'type' | 'definition'>
  /** The columns it uses. */
  readonly columns: readonly string[]
  /** What the convention names it after; the columns when absent. */
  readonly named?: PartNames
}

function part(sort: keyof Naming, options: PartOptions, describe: (table: TableContext) => Described): Part {
  return {
    build(table): Declared {
      const { constraint: described, columns, named = { columns } } = describe(table)
      const constraint: Constraint = {
        kind: 'constraint',
        on: table.on,
        schema: table.schema,
        table: table.table,
        validated: true,
        enforced: true,
        with: {},
        tablespace: null,
        references: null,
        inherited: null,
        partitioned: false,
        ...described,
        name: options.name === undefined ? usualName(table, sort, named) : givenName('constraint', options.name),
        ...needsColumns(table, columns),
      }
      const { renamedFrom } = options
      return {
        objects: [constraint, ...commentOn(constraint, options.comment)],
        renames:
          renamedFrom === undefined
            ? []
            : [rename(constraint, { ...constraint, table: table.oldTable, name: renamedFrom })],
      }
    },
  }
}

/** What is said of the index behind a constraint. */
function indexOf(options: IndexedOptions): Pick<Constraint, 'with' | 'tablespace'> {
  return { with: words(options.with), tablespace: options.tablespace ?? null }
}

function keyOf(columns: readonly string[], { withoutOverlaps }: UniqueOptions): string {
  return list(columns, withoutOverlaps ? ['', 'WITHOUT OVERLAPS'] : [])
}

/** Names in brackets; the last may have a word before it and a word behind it. */
function list(columns: readonly string[], [before, behind]: readonly string[] = []): string {
  const names = columns.map(quoteIdent)
  return `(${[...names.slice(0, -1), clause(before, names.at(-1), behind)].join(', ')})`
}

function included(columns: readonly string[] = []): string | false {
  return columns.length > 0 && `INCLUDE ${list(columns)}`
}

function deferral(when: Deferrable | undefined): string | false {
  if (when === 'deferred') return 'DEFERRABLE INITIALLY DEFERRED'
  return when === 'immediate' && 'DEFERRABLE'
}
