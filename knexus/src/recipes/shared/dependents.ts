import type { Address, Statement } from '../../base/kind.ts'
import { qualifiedName } from '../../base/sql.ts'
import type { Column } from '../../kinds/columns.ts'
import { commentKind, type Comment } from '../../kinds/comments.ts'
import type { Constraint } from '../../kinds/constraints.ts'
import { defaultKind, type Default } from '../../kinds/defaults.ts'
import type { AnyObject } from '../../kinds/index.ts'
import type { Index } from '../../kinds/indexes.ts'
import { addressOf, needsOf, type Schema } from '../../schema.ts'
import { keyOf, type Key, type Stead } from './keys.ts'
import type { Because, Context } from './recipe.ts'

/** What hangs on a column, and how each goes over to one that takes its place. */
export interface Dependents {
  /** Indexes and the constraints that have one: built beside, over the new column, and taken over. */
  readonly keys: readonly Key[]
  /** Foreign keys, also of other tables, and checks: made again, and proved afterwards. */
  readonly constraints: readonly Constraint[]
  /** The sequences that it owns, as quoted paths. */
  readonly sequences: readonly string[]
  /** Gives its default to a column of another name. */
  defaults(column: string): Statement[]
  /** What is said of it and of them, said again. */
  readonly comments: readonly Statement[]
}

/** What may hang on the table of such a column, and is not touched. */
const BYSTANDERS: ReadonlySet<string> = new Set<AnyObject['kind']>([
  'column',
  'constraint',
  'index',
  'comment',
  'owner',
  'privilege',
  'policy',
])

/**
 * Everything that hangs on a column, or why that cannot go over: something that hangs on it has no way to, or changes in
 * the same migration.
 */
export function dependentsOf(column: Column, { from, steps }: Context, stead?: Stead): Dependents | Because {
  const at = addressOf(column)
  const users = [...from.values()].filter((object) => needsOf(object).includes(at))
  const members = users.filter(({ kind }) => kind === 'index' || kind === 'constraint')
  const said = [...from.values()].filter(
    (object) =>
      needsOf(object).some((needed) => members.some((one) => addressOf(one) === needed)) && !users.includes(object),
  )
  const loud = noticing(column, from) ?? holderOf(column, from)
  if (loud !== undefined) return { because: loud }
  const unsaid = said.find(({ kind }) => kind !== 'comment')
  if (unsaid) return { because: `${addressOf(unsaid)} hangs on what hangs on the column` }
  const changed = changedAround(column, members, steps)
  if (changed) return { because: `${addressOf(changed)} changes, or is made again, in the same migration` }
  const sorted = sort(users, at)
  if ('because' in sorted) return sorted
  const keys = sorted.keys.map((key) => keyOf(key, column.name, stead))
  const stuck = sorted.keys.find((_, n) => !keys[n])
  if (!keys.every((key) => key !== undefined)) return { because: `${addressOf(stuck!)} cannot be built beside` }
  const comments = [...sorted.comments, ...said.filter((object) => object.kind === 'comment')]
  return {
    keys,
    constraints: sorted.constraints,
    sequences: sorted.sequences,
    defaults: (name) => sorted.defaults.flatMap((value) => defaultKind.create({ ...value, column: name }, [])),
    comments: comments.flatMap((comment) => commentKind.create(comment, [])),
  }
}

/** Who would notice if all rows of a column's table were written once more, by whoever owns it; nothing where nobody would. */
export function noticing(column: Column, from: Schema): string | undefined {
  const table = from.get(column.on)
  if (table?.kind !== 'table') return `${column.on} is no ordinary table`
  if (table.forceRowSecurity) return `the row security of ${column.on} binds its owner`
  if (table.ofType !== null) return `${column.on} is a table of a type`
  const loud = [...from.values()].find((object) => needsOf(object).includes(column.on) && !BYSTANDERS.has(object.kind))
  return loud
    ? `${addressOf(loud)} hangs on the table`
    : isPublished(column, from)
      ? 'a publication sends the table'
      : undefined
}

/** What of another table holds rows of this one, which would have no value in a column that is built beside. */
function holderOf({ on }: Column, from: Schema): string | undefined {
  const holder = [...from.values()].find(
    (object) => object.kind === 'column' && object.on !== on && needsOf(object).includes(on),
  )
  return holder && `${addressOf(holder)} holds rows of the table`
}

/** What is made or changed with a table by the same migration and would notice that; nothing where nothing would. */
export function noticingLater({ on }: Column, steps: Context['steps']): string | undefined {
  const objects = steps.flatMap(({ changes }) =>
    changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  )
  const loud = objects.find((object) => needsOf(object).includes(on) && !BYSTANDERS.has(object.kind))
  return loud && `${addressOf(loud)} hangs on the table`
}

/**
 * Whether a publication sends every table of the database, or of its namespace: a subscriber has no place for one
 * column more.
 */
function isPublished({ schema }: Column, from: Schema): boolean {
  return [...from.values()].some(
    (object) =>
      (object.kind === 'publication' && object.allTables) ||
      (object.kind === 'publication schema' && object.name === schema),
  )
}

interface Sorted {
  readonly keys: (Index | Constraint)[]
  readonly constraints: Constraint[]
  readonly sequences: string[]
  readonly defaults: Default[]
  readonly comments: Comment[]
}

/** By what becomes of each, or which of them cannot go over. */
function sort(users: readonly AnyObject[], at: Address): Sorted | Because {
  const sorted: Sorted = { keys: [], constraints: [], sequences: [], defaults: [], comments: [] }
  for (const user of users) {
    if (user.kind === 'index') sorted.keys.push(user)
    else if (user.kind === 'default') sorted.defaults.push(user)
    else if (user.kind === 'comment') sorted.comments.push(user)
    else if (user.kind === 'sequence' && user.ownedBy === at)
      sorted.sequences.push(qualifiedName(user.schema, user.name))
    else if (user.kind === 'constraint' && isOwn(user)) {
      if (user.type === 'foreign key' || user.type === 'check') sorted.constraints.push(user)
      else sorted.keys.push(user)
    } else return { because: `${addressOf(user)} uses the column` }
  }
  return sorted
}

function isOwn({ inherited, partitioned, enforced, tablespace, keyParts = [] }: Constraint): boolean {
  return inherited === null && !partitioned && enforced && tablespace === null && keyParts.length === 0
}

/** What else the migration changes that stands in the way: on the column, on what hangs on it, or a trigger of its table. */
function changedAround(column: Column, members: readonly AnyObject[], steps: Context['steps']): AnyObject | undefined {
  const at = addressOf(column)
  const own = new Set([at, ...members.map(addressOf)])
  const beside = new Set(members.filter(isKey).flatMap(needsOf))
  beside.delete(column.on)
  const objects = steps.flatMap(({ changes }) =>
    changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  )
  return objects.find((object) => {
    const address = addressOf(object)
    if (address === at) return false
    const needs = needsOf(object)
    const isNear = own.has(address) || beside.has(address) || needs.some((needed) => own.has(needed))
    if (isNear) return object.kind !== 'sequence'
    return needs.includes(column.on) && !BYSTANDERS.has(object.kind)
  })
}

function isKey(object: AnyObject): boolean {
  return (
    object.kind === 'index' ||
    (object.kind === 'constraint' && object.type !== 'foreign key' && object.type !== 'check')
  )
}
