import { conventionalName } from '../declare/naming.ts'
import type { TableContext } from '../declare/context.ts'
import { index as declareIndex } from '../declare/indexes.ts'
import type { ForeignKeyDraft } from '../declare/drafts.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { Constraint } from '../kinds/constraints.ts'
import type { Index } from '../kinds/indexes.ts'
import { addressOf } from '../schema.ts'
import { partOf, readConstraint, usualName, type ConstraintDraft } from './constraints.ts'
import { readIndex } from './keys.ts'
import { call, print, type Uses } from './print.ts'
import { childrenOf, commentOf, say, type Pull } from './state.ts'
import { valuesOf } from './values.ts'

/** How a constraint or an index is said: as a line of its own, or as a call on a column where it is about that one alone. */
export interface PartCode {
  readonly line: string
  readonly column?: string
  readonly call: string
  readonly uses: Uses
}

/** The code of a constraint; nothing where the language has no words for it. */
export function constraintCode(pull: Pull, constraint: Constraint, context: TableContext): PartCode | undefined {
  const draft = readConstraint(constraint, context.columns)
  if (!draft || !isFaithful(draft, constraint, context) || !say(pull, constraint)) return undefined
  const uses: Uses = new Set()
  const name = usualName(draft, context) === constraint.name ? {} : { name: constraint.name }
  const own = { ...name, ...commentOf(pull, addressOf(constraint)) }
  const text = (value: unknown) => print(value, uses)
  const optional = (options: object) => (Object.keys(options).length === 0 ? [] : [text(options)])
  if (draft.sort === 'fk') return foreignCode(draft.columns, draft.draft, own, uses)
  if (draft.sort === 'ex')
    return ofItsOwn(call('t.exclude', [text(draft.elements), ...optional({ ...draft.options, ...own })]), uses)
  if (draft.sort === 'ck') return checkCode(pull, draft, own, context, constraint.name, uses)
  const [word, options] = [draft.sort === 'pk' ? 'primary' : 'unique', { ...draft.options, ...own }]
  const [column, ...others] = draft.columns
  const whole = ofItsOwn(call(`t.${word}`, [text(draft.columns), ...optional(options)]), uses)
  return others.length === 0 ? { ...whole, column: column!, call: call(`.${word}`, optional(options)) } : whole
}

function ofItsOwn(line: string, uses: Uses): PartCode {
  return { line, call: line, uses }
}

/** The code of an index; nothing where the language has no words for it. */
export function indexCode(pull: Pull, index: Index, context: TableContext): PartCode | undefined {
  const uses: Uses = new Set()
  const read = readIndex(index, context.columns)
  if (!read || index.table !== context.table || index.schema !== context.schema || !say(pull, index)) return undefined
  const [usual] = declareIndex(read.keys, read.options).build(context).objects
  const options = {
    ...read.options,
    ...(nameOf(usual) !== index.name && { name: index.name }),
    ...commentOf(pull, addressOf(index)),
  }
  const printed = Object.keys(options).length === 0 ? [] : [print(options, uses)]
  const [key, ...others] = read.keys
  const whole = ofItsOwn(call('t.index', [print(read.keys, uses), ...printed]), uses)
  return typeof key === 'string' && others.length === 0 && Object.keys(options).length < 3
    ? { ...whole, column: key, call: call('.index', printed) }
    : whole
}

/**
 * Whether the declaration makes what was read: keys letter by letter, conditions up to their parentheses, which
 * PostgreSQL judges.
 */
function isFaithful(draft: ConstraintDraft, constraint: Constraint, context: TableContext): boolean {
  const [object] = partOf(draft).build(context).objects
  if (object?.kind !== 'constraint') return false
  return draft.sort === 'ck' || draft.sort === 'ex' || object.definition === constraint.definition
}

type Own = { readonly name?: string; readonly comment?: string }

function foreignCode(columns: readonly string[], draft: ForeignKeyDraft, { name, comment }: Own, uses: Uses): PartCode {
  const text = (value: unknown) => print(value, uses)
  const plain = [...draft.table, ...draft.columns].every((part) => !part.includes('.'))
  const table = draft.table.length === 1 ? draft.table[0]! : draft.table.join('.')
  const target = plain ? table : { schema: draft.table.at(-2), name: draft.table.at(-1) }
  const actions = [...foreignActions(draft, text), ...(name === undefined ? [] : [call('.withKeyName', [text(name)])])]
  const options = foreignOptions(draft, comment, text)
  const calls = [
    call('t.foreign', [columns.length === 1 ? text(columns[0]) : text(columns)]),
    call('.references', [text(target), text(draft.columns)]),
    ...actions,
    ...options,
  ]
  const whole = ofItsOwn(calls.join(''), uses)
  if (columns.length !== 1 || !plain || options.length > 0 || draft.onDeleteColumns) return whole
  const short = [call('.references', [text(`${table}.${draft.columns[0]}`)]), ...actions].join('')
  return { ...whole, column: columns[0]!, call: short }
}

/** What a foreign key does when its target goes or changes, and when it is checked: beside a column too. */
function foreignActions(draft: ForeignKeyDraft, text: (value: unknown) => string): string[] {
  const only = draft.onDeleteColumns ? [text(draft.onDeleteColumns)] : []
  return [
    ...(draft.onDelete ? [call('.onDelete', [text(draft.onDelete), ...only])] : []),
    ...(draft.onUpdate ? [call('.onUpdate', [text(draft.onUpdate)])] : []),
    ...(draft.deferrable ? [call('.deferrable', [text(draft.deferrable)])] : []),
  ]
}

/** What a foreign key says only where it stands by itself. */
function foreignOptions(
  draft: ForeignKeyDraft,
  comment: string | undefined,
  text: (value: unknown) => string,
): string[] {
  return [
    ...(draft.match ? ['.matchFull()'] : []),
    ...(draft.period ? ['.period()'] : []),
    ...(draft.enforced === false ? ['.notEnforced()'] : draft.validated === false ? ['.notValid()'] : []),
    ...(comment === undefined ? [] : [call('.comment', [text(comment)])]),
  ]
}

function checkCode(
  pull: Pull,
  draft: ConstraintDraft & { readonly sort: 'ck' },
  own: Own,
  context: TableContext,
  given: string,
  uses: Uses,
): PartCode {
  const condition = print(draft.condition, uses)
  const options = { ...draft.options, ...own }
  const [column, ...others] = draft.columns
  const short = own.name === undefined ? undefined : shortName(given, context)
  const isShort = short !== undefined && own.comment === undefined && Object.keys(draft.options).length === 0
  const args = [
    condition,
    ...(isShort ? [print(short, uses)] : Object.keys(options).length === 0 ? [] : [print(options, uses)]),
  ]
  const whole = ofItsOwn(call('t.check', args), uses)
  const values =
    column === undefined ? undefined : valuesOf(draft.condition.text, column, typeOf(pull, context, column))
  if (values) return { ...whole, column: column!, call: call('.checkIn', [print(values, uses), ...args.slice(1)]) }
  return column !== undefined && others.length === 0 ? { ...whole, column, call: call('.check', args) } : whole
}

function typeOf(pull: Pull, { on }: TableContext, column: string): string | undefined {
  return childrenOf(pull, on, 'column').find(({ name }) => name === column)?.type
}

/** The short name that the convention makes this name of. */
function shortName(name: string, { naming, table }: TableContext): string | undefined {
  const [before = '', after] = naming.ck.replaceAll('{table}', table).split('{name}')
  if (after === undefined || !name.startsWith(before) || !name.endsWith(after)) return undefined
  const short = name.slice(before.length, name.length - after.length)
  return short !== '' && conventionalName(naming.ck, { table, name: short }) === name ? short : undefined
}

function nameOf(object: AnyObject | undefined): string | undefined {
  return object && 'name' in object ? object.name : undefined
}
