import type { Constraint } from '../kinds/constraints.ts'
import { clause, name, path } from '../base/sql.ts'
import { commentOn, rename, type Declared, type Part, type TableContext } from './context.ts'
import type { CheckOptions, Deferrable, ExcludeOptions, ForeignKeyDraft, Key, PartOptions, UniqueOptions } from './drafts.ts'
import { columnsOf, keyText } from './keys.ts'
import { conventionalName, givenName } from './naming.ts'
import { expressionOf, type Sql } from './sql.ts'

export function primaryKey(columns: readonly string[], options: UniqueOptions): Part {
  return part(options, (table) => ({
    name: conventionalName(table.naming.pk, { table: table.table, columns }),
    type: 'primary key',
    definition: clause('PRIMARY KEY', list(columns), included(options.include), deferral(options.deferrable)),
  }))
}

export function unique(columns: readonly string[], options: UniqueOptions): Part {
  return part(options, (table) => ({
    name: conventionalName(table.naming.uq, { table: table.table, columns }),
    type: 'unique',
    definition: clause('UNIQUE', options.nullsNotDistinct && 'NULLS NOT DISTINCT', list(columns), included(options.include), deferral(options.deferrable)),
  }))
}

/** `short` is the name that goes through the convention; without one, the columns the condition mentions. */
export function check(condition: string | Sql, short: string | undefined, options: CheckOptions): Part {
  const text = expressionOf(condition)
  return part(options, (table) => ({
    name: conventionalName(table.naming.ck, { table: table.table, name: short ?? (columnsOf(text, table.columns).join('_') || 'row') }),
    type: 'check',
    definition: clause(`CHECK (${text})`, options.noInherit && 'NO INHERIT'),
    validated: options.validated ?? true,
    enforced: options.enforced ?? true,
  }))
}

export function exclude(elements: readonly (readonly [Key, string])[], options: ExcludeOptions): Part {
  return part(options, (table) => ({
    name: conventionalName(table.naming.ex, { table: table.table, columns: elements.flatMap(([key]) => columnsOf(key, table.columns)) }),
    type: 'exclude',
    definition: clause(
      'EXCLUDE USING', name(options.using ?? 'gist'), `(${elements.map(([key, operator]) => `${keyText(key, {})} WITH ${operator}`).join(', ')})`,
      included(options.include), options.where !== undefined && `WHERE (${expressionOf(options.where)})`, deferral(options.deferrable),
    ),
  }))
}

export function foreignKey(columns: readonly string[], draft: ForeignKeyDraft): Part {
  return part(draft, (table) => {
    const target = draft.table.length > 1 ? draft.table : [table.schema, ...draft.table]
    return {
      name: conventionalName(table.naming.fk, { table: table.table, columns, references: target.at(-1) ?? '' }),
      type: 'foreign key',
      definition: clause(
        'FOREIGN KEY', list(columns), 'REFERENCES', `${path(...target)}${draft.columns.length > 0 ? list(draft.columns) : ''}`,
        draft.match && 'MATCH FULL',
        draft.onUpdate && draft.onUpdate !== 'no action' && `ON UPDATE ${draft.onUpdate.toUpperCase()}`,
        draft.onDelete && draft.onDelete !== 'no action' && `ON DELETE ${draft.onDelete.toUpperCase()}`, draft.onDeleteColumns && list(draft.onDeleteColumns),
        deferral(draft.deferrable),
      ),
      validated: draft.validated ?? true,
      enforced: draft.enforced ?? true,
      references: `TABLE ${path(...target)}`,
    }
  })
}

type Described = Pick<Constraint, 'name' | 'type' | 'definition'> & Partial<Constraint>

function part(options: PartOptions, describe: (table: TableContext) => Described): Part {
  return {
    build(table): Declared {
      const described = describe(table)
      const constraint: Constraint = {
        kind: 'constraint', schema: table.schema, table: table.table, validated: true, enforced: true, references: null, inherited: false, ...described,
        name: options.name === undefined ? described.name : givenName('constraint', options.name),
      }
      const { renamedFrom } = options
      return {
        objects: [constraint, ...commentOn(constraint, options.comment)],
        renames: renamedFrom === undefined ? [] : [rename(constraint, { ...constraint, table: table.oldTable, name: renamedFrom })],
      }
    },
  }
}

function list(columns: readonly string[]): string {
  return `(${columns.map(name).join(', ')})`
}

function included(columns: readonly string[] = []): string | false {
  return columns.length > 0 && `INCLUDE ${list(columns)}`
}

function deferral(when: Deferrable | undefined): string | false {
  if (when === 'deferred') return 'DEFERRABLE INITIALLY DEFERRED'
  return when === 'immediate' && 'DEFERRABLE'
}
