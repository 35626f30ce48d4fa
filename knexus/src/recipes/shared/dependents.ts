import type { Address, Statement } from '../../base/kind.ts'
import { qualifiedName, quoteIdent } from '../../base/sql.ts'
import type { Column } from '../../kinds/columns.ts'
import { commentKind, type Comment } from '../../kinds/comments.ts'
import type { Constraint } from '../../kinds/constraints.ts'
import { defaultKind, type Default } from '../../kinds/defaults.ts'
import type { AnyObject } from '../../kinds/index.ts'
import { createIndex, type Index } from '../../kinds/indexes.ts'
import { addressOf, needsOf, type Schema } from '../../schema.ts'
import { byIndex } from './by-index.ts'
import type { Context } from './recipe.ts'

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

interface Key {
  beside(
    column: string,
    fresh: (base: string) => string,
  ): { readonly build: readonly Statement[]; readonly take: readonly Statement[] }
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

/** Everything that hangs on a column; nothing where something does that cannot go over, or changes in the same migration. */
export function dependentsOf(column: Column, { from, steps }: Context): Dependents | undefined {
  const at = addressOf(column)
  const users = [...from.values()].filter((object) => needsOf(object).includes(at))
  const members = users.filter(({ kind }) => kind === 'index' || kind === 'constraint')
  const said = [...from.values()].filter(
    (object) =>
      needsOf(object).some((needed) => members.some((one) => addressOf(one) === needed)) && !users.includes(object),
  )
  if (!isQuiet(column, from) || isHeld(column, from) || !said.every(({ kind }) => kind === 'comment')) return undefined
  if (changesAround(column, members, steps)) return undefined
  const sorted = sort(users, at)
  const keys = sorted?.keys.map((key) => keyOf(key, column.name))
  if (!sorted || !keys?.every((key) => key !== undefined)) return undefined
  const comments = [...sorted.comments, ...said.filter((object) => object.kind === 'comment')]
  return {
    keys,
    constraints: sorted.constraints,
    sequences: sorted.sequences,
    defaults: (name) => sorted.defaults.flatMap((value) => defaultKind.create({ ...value, column: name }, [])),
    comments: comments.flatMap((comment) => commentKind.create(comment, [])),
  }
}

/** Whether all rows of a column's table can be written once more, by whoever owns it, without anybody noticing. */
export function isQuiet(column: Column, from: Schema): boolean {
  const table = from.get(column.on)
  if (table?.kind !== 'table' || table.forceRowSecurity || table.ofType !== null) return false
  const around = [...from.values()].filter((object) => needsOf(object).includes(column.on))
  return around.every(({ kind }) => BYSTANDERS.has(kind)) && !isPublished(column, from)
}

/** Whether a column of another table holds rows of this one, which would have no value in a column that is built beside. */
function isHeld({ on }: Column, from: Schema): boolean {
  return [...from.values()].some(
    (object) => object.kind === 'column' && object.on !== on && needsOf(object).includes(on),
  )
}

/** Whether nothing that is made or changed with a table by the same migration would notice that. */
export function staysQuiet({ on }: Column, steps: Context['steps']): boolean {
  const objects = steps.flatMap(({ changes }) =>
    changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  )
  return objects.every((object) => !needsOf(object).includes(on) || BYSTANDERS.has(object.kind))
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

/** By what becomes of each; nothing where one of them cannot go over. */
function sort(users: readonly AnyObject[], at: Address): Sorted | undefined {
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
    } else return undefined
  }
  return sorted
}

function isOwn({ inherited, partitioned, enforced, tablespace, keyParts = [] }: Constraint): boolean {
  return inherited === null && !partitioned && enforced && tablespace === null && keyParts.length === 0
}

/**
 * Whether the migration changes something else that stands in the way: on the column, on what hangs on it, or a trigger
 * of its table.
 */
function changesAround(column: Column, members: readonly AnyObject[], steps: Context['steps']): boolean {
  const at = addressOf(column)
  const own = new Set([at, ...members.map(addressOf)])
  const beside = new Set(members.filter(isKey).flatMap(needsOf))
  beside.delete(column.on)
  const objects = steps.flatMap(({ changes }) =>
    changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  )
  return objects.some((object) => {
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

/** How an index, or a constraint that has one, is built over another column; nothing where its words cannot be said of that. */
function keyOf(key: Index | Constraint, old: string): Key | undefined {
  return key.kind === 'index' ? indexOf(key, quoteIdent(old)) : constraintOf(key, quoteIdent(old))
}

function indexOf(index: Index, old: string): Key | undefined {
  const { keys, include, where, statistics, valid, attachedTo, onOnly, keyParts = [] } = index
  const isPlain =
    keys.every((key) => /^[a-z_][a-z0-9_]*( |$)/.test(key)) && include.every((one) => /^[a-z0-9_]+$/.test(one))
  const stands =
    valid && attachedTo === null && !onOnly && keyParts.length === 0 && Object.keys(statistics).length === 0
  if (!isPlain || !stands || where !== null) return undefined
  return {
    beside(column, fresh) {
      const moved = (key: string) => (key.split(' ', 1)[0] === old ? quoteIdent(column) + key.slice(old.length) : key)
      const one = { ...index, name: fresh(index.name), keys: keys.map(moved), include: include.map(moved) }
      return {
        build: [{ sql: createIndex(one, true), boundary: 'outside', within: createIndex(one) }],
        take: [{ sql: `ALTER INDEX ${qualifiedName(one.schema, one.name)} RENAME TO ${quoteIdent(index.name)}` }],
      }
    },
  }
}

function constraintOf(constraint: Constraint, old: string): Key | undefined {
  const [, before, list, after] = /^((?:UNIQUE|PRIMARY KEY) \()([a-z0-9_, ]+)(\).*)$/.exec(constraint.definition) ?? []
  if (list === undefined || !byIndex(constraint, constraint.name)) return undefined
  return {
    beside(column, fresh) {
      const columns = list.split(', ').map((one) => (one === old ? quoteIdent(column) : one))
      const key = byIndex(
        { ...constraint, definition: `${before}${columns.join(', ')}${after}` },
        fresh(constraint.name),
      )!
      return {
        build: [{ sql: key.build, boundary: 'outside', within: key.within }],
        take: [{ sql: `ALTER ${constraint.on} ${key.add}` }],
      }
    },
  }
}
