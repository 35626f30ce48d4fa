import type { Address } from '../../base/kind.ts'
import type { AnyObject } from '../../kinds/index.ts'
import type { Step } from '../../plan/index.ts'
import { addressOf, needsOf, type Schema } from '../../schema.ts'
import type { Because, Context } from './recipe.ts'

/** What a plan does on account of objects that make room for others. */
export interface Affected {
  /** The steps that change what needs them, in the plan's order. */
  readonly steps: readonly Step[]
  /** Those of them that drop an index or make one, with what is said of it. */
  readonly indexes: readonly Step[]
  /** The migration as it would be without what is taken away and made again. */
  readonly others: Context
}

/** What may be absent for the moment in which a column is exchanged, and costs no more than that to make again. */
const BRIEF: ReadonlySet<string> = new Set<AnyObject['kind']>([
  'constraint',
  'default',
  'view',
  'view column',
  'comment',
  'owner',
  'privilege',
  'policy',
])

/**
 * The steps that a plan has because of objects at these addresses: their columns move to the successor, and what uses
 * them is taken away and made again. Or why that cannot wait: something else hangs on them, or what changes beside them
 * cannot be told apart.
 */
export function affectedBy(roots: readonly Address[], context: Context): Affected | Because {
  const all = reached(roots, context.steps)
  const isReached = (object: AnyObject) => all.has(addressOf(object))
  const isRoot = (object: AnyObject) => roots.includes(addressOf(object))
  const steps = context.steps.filter((one) => objectsOf(one).some((object) => isReached(object) && !isRoot(object)))
  const others = context.steps.filter((one) => !objectsOf(one).some(isReached))
  const columns = steps.filter((one) => objectsOf(one).every(({ kind }) => kind === 'column'))
  const indexes = steps.filter((one) => {
    const sorts = new Set(objectsOf(one).map(({ kind }) => kind))
    return sorts.delete('index') && [...sorts].every((kind) => kind === 'comment')
  })
  const changes = steps.filter((one) => !indexes.includes(one)).flatMap((one) => one.changes)
  const heavy = changes
    .filter(({ before, after }) => before?.kind !== 'column' || after?.kind !== 'column')
    .flatMap(({ before, after }) => [before ?? [], after ?? []].flat())
    .find((object) => !isReached(object) || !isLight(object))
  if (heavy) return { because: `${addressOf(heavy)} goes or comes with the type` }
  const near = new Set(steps.flatMap(objectsOf).flatMap(needsOf))
  const apart = others.flatMap(objectsOf).find((object) => near.has(addressOf(object)))
  if (apart) return { because: `${addressOf(apart)} changes too, which something of the type needs` }
  const gone = new Set(
    steps.flatMap((one) => one.changes).flatMap(({ before, after }) => (before && !after ? addressOf(before) : [])),
  )
  const from: Schema = new Map([...context.from].filter(([address]) => !gone.has(address)))
  return { steps, indexes, others: { ...context, from, steps: [...others, ...columns] } }
}

/** No index is built for it, and no table read under its lock. */
function isLight(object: AnyObject): boolean {
  return BRIEF.has(object.kind) && (object.kind !== 'constraint' || object.type === 'check')
}

/** They, and what of the changed objects needs them, directly or not. */
function reached(roots: readonly Address[], steps: readonly Step[]): ReadonlySet<Address> {
  const all = new Set(roots)
  for (let before = -1; before !== all.size;) {
    before = all.size
    for (const object of steps.flatMap(objectsOf))
      if (needsOf(object).some((needed) => all.has(needed))) all.add(addressOf(object))
  }
  return all
}

function objectsOf({ changes }: Step): AnyObject[] {
  return changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat())
}
