import { qualifiedName, quoteIdent } from '../base/sql.ts'
import { differing } from '../diff.ts'
import type { Column } from '../kinds/columns.ts'
import { enumKind, type Enum } from '../kinds/enums.ts'
import { throughText } from '../kinds/shared/casts.ts'
import type { Step } from '../plan/index.ts'
import { removedValues } from '../plan/values.ts'
import { provedLater } from './shared/proved-later.ts'
import { beside, canBeReplaced } from './shared/beside.ts'
import { dependentsOf } from './shared/dependents.ts'
import { halvesOf } from './shared/halves.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { affectedBy } from './shared/affected.ts'
import { free, isInUse, onlyChange, step } from './shared/step.ts'

export const replaceEnum: Recipe = {
  name: 'replace-enum',
  why:
    'A type that gives its name to another one writes every table that has a column of it again, under a lock that ' +
    'stops readers and writers.',
  instead(one, context) {
    const known = replacements.get(context) ?? replacement(context)
    replacements.set(context, known)
    return known.get(one)
  },
}

/** What is done instead of which step, by migration: it is one decision about all of them. */
const replacements = new WeakMap<Context, ReadonlyMap<Step, Step[]>>()

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
function replacement(context: Context): ReadonlyMap<Step, Step[]> {
  const swaps = context.steps.flatMap((one) => swapOf(one, context) ?? [])
  const affected = affectedBy(
    swaps.map(({ before }) => enumKind.address(before)),
    context,
  )
  const result = new Map<Step, Step[]>()
  if (swaps.length === 0 || !affected) return result
  for (const one of affected.steps) {
    const instead = insteadOf(one, swaps, affected.others, context)
    if (!instead) return new Map()
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

/** What is done instead of a step that is there because of the enums; nothing where that cannot wait. */
function insteadOf(one: Step, swaps: readonly Swap[], others: Context, context: Context): Step[] | undefined {
  const { before, after } = onlyChange(one) ?? {}
  if (before?.kind === 'column' || after?.kind === 'column')
    return before?.kind === 'column' && after?.kind === 'column'
      ? columnBeside(one, { before, after }, swaps, others, context)
      : undefined
  const [first, proof] = provedLater(one, context) ?? [one]
  return [{ ...first, late: 'swap' }, ...(proof ? [{ ...proof, late: 'proof' as const }] : [])]
}

function columnBeside(
  one: Step,
  { before, after }: { readonly before: Column; readonly after: Column },
  swaps: readonly Swap[],
  others: Context,
  context: Context,
): Step[] | undefined {
  const own = swaps.find((swap) => [name(swap.after), `${name(swap.after)}[]`].includes(after.type))
  // A writer need not be allowed to name a type of another namespace, and the trigger would.
  if (!own || own.after.schema !== after.schema || differing(before, after).length > 0) return undefined
  if (!isInUse(after.on, context.from) || !canBeReplaced({ before, after })) return undefined
  const type = after.type.replace(name(own.after), name(own.made))
  const { remap } = removedValues(own.after, own.before)
  const users = dependentsOf(before, others)
  const value = (column: string) => throughText(column, { ...after, type }, remap)
  const remaps = one.statements.flatMap((statement) => statement.remaps ?? []).join()
  return users && beside({ before, after, type, value, remaps }, users, context)
}

function name(type: Enum): string {
  return qualifiedName(type.schema, type.name)
}
