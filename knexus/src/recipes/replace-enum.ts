import { qualifiedName, quoteIdent } from '../base/sql.ts'
import type { Column } from '../kinds/columns.ts'
import { commentKind } from '../kinds/comments.ts'
import { enumKind, type Enum } from '../kinds/enums.ts'
import type { Index } from '../kinds/indexes.ts'
import type { AnyObject } from '../kinds/index.ts'
import { throughText } from '../kinds/shared/casts.ts'
import type { Step } from '../plan/index.ts'
import { removedValues } from '../plan/values.ts'
import { addressOf, needsOf } from '../schema.ts'
import { provedLater } from './shared/proved-later.ts'
import { beside, irreplaceable } from './shared/beside.ts'
import { dependentsOf } from './shared/dependents.ts'
import { halvesOf } from './shared/halves.ts'
import { affectedBy, type Affected } from './shared/affected.ts'
import { keyOf, newKeyOf } from './shared/keys.ts'
import type { Because, Context, Recipe } from './shared/recipe.ts'
import { free, isInUse, onlyChange, step } from './shared/step.ts'

export const replaceEnum: Recipe = {
  name: 'replace-enum',
  why:
    'A type that gives its name to another one writes every table that has a column of it again, under a lock that ' +
    'stops readers and writers.',
  instead(one, context) {
    const known = replacements.get(context) ?? replacement(context)
    replacements.set(context, known)
    if (!('because' in known)) return known.get(one)
    return one.changes.some(({ before, after }) => before?.kind === 'column' && after?.kind === 'column')
      ? known
      : undefined
  },
}

/** What is done instead of which step, by migration: it is one decision about all of them. */
const replacements = new WeakMap<Context, ReadonlyMap<Step, Step[]> | Because>()

/** An enum that makes room for one with other labels. */
interface Swap {
  readonly before: Enum
  readonly after: Enum
  /** The name that the new one is made with, until both change places. */
  readonly made: Enum
  readonly aside: Step
  readonly create: Step
  readonly retire: Step
}

/**
 * The new type is made under another name, and the columns of it beside the old ones. All that the plan takes away and
 * makes again on account of it waits for the moment in which they change places.
 */
function replacement(context: Context): ReadonlyMap<Step, Step[]> | Because {
  const swaps = context.steps.flatMap((one) => swapOf(one, context) ?? [])
  const result = new Map<Step, Step[]>()
  if (swaps.length === 0) return result
  const affected = affectedBy(
    swaps.map(({ before }) => enumKind.address(before)),
    context,
  )
  if ('because' in affected) return affected
  const homeless = indexesOf(affected).find(({ after }) => after && homesOf(after, affected).length !== 1)
  if (homeless) return { because: `${addressOf(homeless.after!)} is not over one column of the type` }
  for (const one of affected.steps) {
    const instead = insteadOf(one, swaps, affected, context)
    if ('because' in instead) return instead
    result.set(one, instead)
  }
  for (const { aside, create, retire, after, made } of swaps) {
    const renamed = `ALTER TYPE ${qualifiedName(made.schema, made.name)} RENAME TO ${quoteIdent(after.name)}`
    result.set(aside, [step({ after: made }, enumKind.create(made, [])), { ...aside, late: 'swap' }])
    result.set(create, [
      { ...create, changes: [{ before: made }, ...create.changes], statements: [{ sql: renamed }], late: 'swap' },
    ])
    result.set(retire, [{ ...retire, late: 'swap' }])
  }
  return [...result.values()].flat().some(({ late }) => late === true) ? result : new Map()
}

/** The indexes that go and come on account of the types. One that only goes does so with its column. */
function indexesOf({ indexes }: Affected): { readonly before?: Index; readonly after?: Index }[] {
  const changes = indexes.flatMap((one) => one.changes)
  const [gone, made] = [changes.flatMap(({ before }) => before ?? []), changes.flatMap(({ after }) => after ?? [])]
  const ofKind = (objects: readonly AnyObject[]) => objects.filter((object) => object.kind === 'index')
  const came = ofKind(made).map((after) => {
    const before = ofKind(gone).find((one) => addressOf(one) === addressOf(after))
    return { after, ...(before && { before }) }
  })
  const went = ofKind(gone).filter((one) => made.every((other) => addressOf(other) !== addressOf(one)))
  return [...came, ...went.map((before) => ({ before }))]
}

/** The columns that move to the new types, and that an index is over. */
function homesOf(index: Index, { steps }: Affected): string[] {
  const changes = steps.flatMap((one) => one.changes)
  const moved = new Set(changes.flatMap(({ after }) => (after?.kind === 'column' ? addressOf(after) : [])))
  return needsOf(index).filter((needed) => moved.has(needed))
}

function swapOf(one: Step, context: Context): Swap | undefined {
  const halves = halvesOf(one, 'enum', context)
  if (!halves?.isDrop) return undefined
  const { predecessor: before, successor: after } = halves
  const says = (statements: Step['statements']) => statements.map(({ sql }) => sql).join(';')
  const away = enumKind.renameAway!(before, (name) => free(name, '__old', context))
  const retire = context.steps.find(({ statements }) => says(statements) === says(away.drop))
  const create = context.steps.find((other) => onlyChange(other)?.after === after)
  if (!retire || !create || says(one.statements) !== says(away.aside)) return undefined
  return { before, after, made: { ...after, name: free(after.name, '__new', context) }, aside: one, create, retire }
}

/** What is done instead of a step that is there because of the enums, or why that cannot wait. */
function insteadOf(one: Step, swaps: readonly Swap[], affected: Affected, context: Context): Step[] | Because {
  if (affected.indexes.includes(one))
    return one.changes.flatMap(({ after: said }): Step[] =>
      said?.kind === 'comment' ? [{ ...step({ after: said }, commentKind.create(said, [])), late: 'swap' }] : [],
    )
  const { before, after } = onlyChange(one) ?? {}
  if (before?.kind === 'column' && after?.kind === 'column')
    return columnBeside(one, { before, after }, swaps, affected, context)
  const [first, proof] = provedLater(one, context) ?? [one]
  return [{ ...first, late: 'swap' }, ...(proof ? [{ ...proof, late: 'proof' as const }] : [])]
}

function columnBeside(
  one: Step,
  { before, after }: { readonly before: Column; readonly after: Column },
  swaps: readonly Swap[],
  affected: Affected,
  context: Context,
): Step[] | Because {
  const own = swaps.find((swap) => [name(swap.after), `${name(swap.after)}[]`].includes(after.type))
  if (!own) return { because: `${addressOf(after)} holds the type inside another one` }
  // A writer need not be allowed to name a type of another namespace, and the trigger would.
  if (own.after.schema !== after.schema)
    return { because: `the type of ${addressOf(after)} lies in another namespace than its table` }
  if (!isInUse(after.on, context.from)) return { because: `${after.on} is partitioned` }
  const kept = irreplaceable({ before, after })
  if (kept) return kept
  const stead = { type: name(own.after), made: name(own.made) }
  const type = after.type.replace(stead.type, stead.made)
  const { remap } = removedValues(own.after, own.before)
  const users = dependentsOf(before, affected.others, stead)
  if ('because' in users) return users
  const indexes = indexesOf(affected).filter(
    (index) => index.after && homesOf(index.after, affected).includes(addressOf(after)),
  )
  const keys = indexes.flatMap((index) => (index.before ? keyOf : newKeyOf)(index.after!, after.name, stead) ?? [])
  if (keys.length < indexes.length) return { because: `an index of ${addressOf(after)} cannot be built beside` }
  const value = (column: string) => throughText(column, { ...after, type }, remap)
  const remaps = one.statements.flatMap((statement) => statement.remaps ?? []).join()
  const replaced = { before, after, type, value, remaps }
  return beside(replaced, { ...users, keys: [...users.keys, ...keys] }, context)
}

function name(type: Enum): string {
  return qualifiedName(type.schema, type.name)
}
