import { foreignKey, check, exclude, primaryKey, unique } from '../declare/constraints.ts'
import type { Part, TableContext } from '../declare/context.ts'
import type {
  CheckOptions,
  Deferrable,
  ExcludeOptions,
  ForeignKeyDraft,
  Key,
  OnAction,
  UniqueOptions,
} from '../declare/drafts.ts'
import { columnsOf } from '../declare/keys.ts'
import { Sql } from '../declare/sql.ts'
import type { Constraint } from '../kinds/constraints.ts'
import { readKey } from './keys.ts'
import { closing, indexOfWord, readNames, readPath, splitList, stripParentheses } from './lexer.ts'
import { withOf } from './parameters.ts'

/** A constraint as the language says it; what is undefined is left out. */
export type ConstraintDraft =
  | { readonly sort: 'pk'; readonly columns: readonly string[]; readonly options: UniqueOptions }
  | { readonly sort: 'uq'; readonly columns: readonly string[]; readonly options: UniqueOptions }
  | {
      readonly sort: 'ck'
      readonly columns: readonly string[]
      readonly condition: Sql
      readonly options: CheckOptions
    }
  | { readonly sort: 'fk'; readonly columns: readonly string[]; readonly draft: ForeignKeyDraft }
  | {
      readonly sort: 'ex'
      readonly columns: readonly string[]
      readonly elements: readonly (readonly [Key, string])[]
      readonly options: ExcludeOptions
    }

/** Reads what `pg_get_constraintdef` printed. Nothing where the language has no words for it. */
export function readConstraint(constraint: Constraint, columns: readonly string[]): ConstraintDraft | undefined {
  const { type, definition } = constraint
  if (type === 'primary key' || type === 'unique') return readKeyConstraint(constraint)
  if (type === 'foreign key') return readForeignKey(constraint)
  if (type === 'exclude') return readExclusion(constraint, columns)
  const end = closing(definition, 'CHECK '.length)
  const rest = definition.slice(end + 1)
  if (rest !== '' && rest !== ' NO INHERIT') return undefined
  const condition = new Sql(stripParentheses(definition.slice('CHECK ('.length, end)))
  const options = { ...(rest !== '' && { noInherit: true }), ...validity(constraint) }
  return { sort: 'ck', columns: columnsOf(condition, columns), condition, options }
}

/** The declaration that a draft stands for, to be built and compared. */
export function partOf(draft: ConstraintDraft): Part {
  if (draft.sort === 'pk') return primaryKey(draft.columns, draft.options)
  if (draft.sort === 'uq') return unique(draft.columns, draft.options)
  if (draft.sort === 'fk') return foreignKey(draft.columns, draft.draft)
  if (draft.sort === 'ex') return exclude(draft.elements, draft.options)
  return check(draft.condition, undefined, draft.options)
}

/** The name that the convention gives to a draft without a name. */
export function usualName(draft: ConstraintDraft, context: TableContext): string {
  const [object] = partOf(draft).build(context).objects
  return object && 'name' in object ? object.name : ''
}

const DEFERRAL = /( DEFERRABLE INITIALLY DEFERRED| DEFERRABLE)?$/

function readKeyConstraint({
  type,
  definition,
  with: parameters,
  tablespace,
}: Constraint): ConstraintDraft | undefined {
  const { text, deferrable } = takeDeferral(definition)
  const [, distinct, list = '', include] =
    /^(?:PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? \((.*?)\)(?: INCLUDE \((.*)\))?$/s.exec(text) ?? []
  const columns = readNames(list.replace(/ WITHOUT OVERLAPS$/, ''))
  const included = include === undefined ? undefined : readNames(include)
  if (!columns || columns.length === 0 || (include !== undefined && !included)) return undefined
  const options = {
    ...(list.endsWith(' WITHOUT OVERLAPS') && { withoutOverlaps: true }),
    ...(distinct !== undefined && { nullsNotDistinct: true }),
    ...(included && { include: included }),
    ...deferrable,
    ...withOf(parameters),
    ...(tablespace !== null && { tablespace }),
  }
  return { sort: type === 'unique' ? 'uq' : 'pk', columns, options }
}

function readForeignKey(constraint: Constraint): ConstraintDraft | undefined {
  const { text, deferrable } = takeDeferral(constraint.definition)
  const start = 'FOREIGN KEY '.length
  const end = closing(text, start)
  const list = text.slice(start + 1, end)
  const columns = readNames(withoutPeriod(list))
  const target = text.slice(end + 1)
  const open = target.indexOf('(', quotedEnd(target))
  const close = closing(target, open)
  const table = readPath(target.slice(' REFERENCES '.length, open))
  const references = readNames(withoutPeriod(target.slice(open + 1, close)))
  const [, match, onUpdate, onDelete, only] =
    /^( MATCH FULL)?(?: ON UPDATE (.+?))?(?: ON DELETE (NO ACTION|RESTRICT|CASCADE|SET NULL|SET DEFAULT)(?: \((.*)\))?)?$/s.exec(
      target.slice(close + 1),
    ) ?? []
  const onDeleteColumns = only === undefined ? undefined : readNames(only)
  if (!columns || !table || !references || (only !== undefined && !onDeleteColumns)) return undefined
  const draft: ForeignKeyDraft = {
    table: table[0] === constraint.schema ? table.slice(1) : table,
    columns: references,
    ...action('onDelete', onDelete),
    ...action('onUpdate', onUpdate),
    ...(onDeleteColumns && { onDeleteColumns }),
    ...(match !== undefined && { match: 'full' as const }),
    ...(withoutPeriod(list) !== list && { period: true }),
    ...deferrable,
    ...validity(constraint),
  }
  return { sort: 'fk', columns, draft }
}

function action(key: 'onDelete' | 'onUpdate', word: string | undefined): Partial<ForeignKeyDraft> {
  const found = ACTIONS.find((one) => one === word?.toLowerCase())
  return found ? { [key]: found } : {}
}

const ACTIONS: readonly OnAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default']

/** The last column of a foreign key over time has a word before it. */
function withoutPeriod(list: string): string {
  return list.replace(/(^|, )PERIOD (?=\S+$)/, '$1')
}

/** Where the last quoted name of a path ends, so that a parenthesis inside of it is not taken for the list's. */
function quotedEnd(target: string): number {
  return /^ REFERENCES (?:"(?:[^"]|"")+"|[^".(]+)(?:\.(?:"(?:[^"]|"")+"|[^".(]+))*/.exec(target)?.[0].length ?? 0
}

function readExclusion(
  { definition, with: parameters, tablespace }: Constraint,
  columns: readonly string[],
): ConstraintDraft | undefined {
  const { text, deferrable } = takeDeferral(definition)
  const [head = '', method = ''] = /^EXCLUDE USING ([a-z_0-9]+) /.exec(text) ?? []
  const end = closing(text, head.length)
  const [, include, where] = /^(?: INCLUDE \((.*?)\))?(?: WHERE \((.*)\))?$/s.exec(text.slice(end + 1)) ?? []
  const elements = splitList(text.slice(head.length + 1, end)).map((element) => {
    const at = indexOfWord(element, ' WITH ')
    const key = readKey(element.slice(0, at), columns)
    return key && at > 0 ? ([key, element.slice(at + ' WITH '.length)] as const) : undefined
  })
  const included = include === undefined ? undefined : readNames(include)
  if (method === '' || (include !== undefined && !included)) return undefined
  const known = elements.filter((element) => element !== undefined)
  if (known.length < elements.length || /^ (?!INCLUDE|WHERE)/.test(text.slice(end + 1))) return undefined
  const options = {
    ...(method !== 'gist' && { using: method }),
    ...(included && { include: included }),
    ...(where !== undefined && { where: new Sql(stripParentheses(where)) }),
    ...deferrable,
    ...withOf(parameters),
    ...(tablespace !== null && { tablespace }),
  }
  return { sort: 'ex', columns: known.flatMap(([key]) => columnsOf(key, columns)), elements: known, options }
}

function takeDeferral(definition: string): {
  readonly text: string
  readonly deferrable: { readonly deferrable?: Deferrable }
} {
  const [found = ''] = DEFERRAL.exec(definition) ?? []
  const deferrable =
    found === '' ? {} : { deferrable: found.endsWith('DEFERRED') ? ('deferred' as const) : ('immediate' as const) }
  return { text: definition.slice(0, definition.length - found.length), deferrable }
}

function validity({ validated, enforced }: Constraint): { readonly validated?: boolean; readonly enforced?: boolean } {
  return { ...(!validated && { validated }), ...(!enforced && { enforced }) }
}
