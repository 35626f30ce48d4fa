import { KnexusError } from '../base/errors.ts'
import type { Address, Statement } from '../base/kind.ts'
import { freshName } from '../base/fresh-name.ts'
import { cycles, order, type Graph } from '../base/graph.ts'
import type { Change } from '../change.ts'
import { actions, type Action } from './actions.ts'
import { clusters } from './clusters.ts'
import { halfway } from './exchanges.ts'
import { handovers } from './handovers.ts'
import type { PlanOptions } from './verdict.ts'
import { verdicts } from './verdicts.ts'
import { write } from './write.ts'
import { rankOf, type Schema } from '../schema.ts'

/** What is done at once, and the statements that do it: a table with everything written inside its CREATE, or one change. */
export interface Step {
  readonly changes: readonly Change[]
  readonly statements: readonly Statement[]
  /** Session settings its statements want: `check_function_bodies = off`. */
  readonly settings: readonly string[]
  /**
   * It comes after the transaction of the others has ended. A `seal` takes for granted what statements outside of
   * transactions did. A `swap` puts what was built beside in its place, for which everything else must be ready; a
   * `proof` reads what a swap has put there, when that has let go of its lock.
   */
  readonly late?: true | 'seal' | 'swap' | 'proof'
  /**
   * It needs a moment, under a lock that stops everybody: what reads whole tables comes before it, so that nobody waits
   * for that.
   */
  readonly brief?: true
  /** It only drops, for good, and nothing waits for it: it may come last, when all that could fail has succeeded. */
  readonly leaves?: true
}

/**
 * The steps that turn one introspected schema into another, in an order that PostgreSQL accepts. What must be committed
 * before it can be used, a new label of an enum, comes first: it takes nothing away, and no transaction has to end
 * between what is dropped and what is made again. Both sides must carry their `needs`. Throws `dependency-cycle` where
 * no order exists. O((n + e) log n).
 */
export function plan(from: Schema, to: Schema, options: PlanOptions = {}): Step[] {
  const all = actions(verdicts(from, to, options), from, to)
  if (options.replaced && all.nodes.some((action) => losesWhatStays(action, to))) throw cycleAmong(options.replaced)
  const { around, order: handed } = handovers(all.nodes)
  for (const [first, then] of handed) if (first !== then) all.edges[first]!.push(then)
  const { graph, members } = clusters(all)
  const actionsOf = (cluster: number) => members[cluster]!.map((node) => all.nodes[node]!)
  const priorityOf = priorities(from, to)
  const priority = members.map((_, cluster) => priorityOf(actionsOf(cluster)[0]!))
  const sorted = order(graph, (cluster) => priority[cluster]!)
  if (sorted.length < members.length) {
    const left = cycles(graph).flatMap((group) => group.flatMap(actionsOf))
    const replaced = [...(options.replaced ?? []), ...left.filter(isReplaceable).map(({ address }) => address)]
    if (replaced.length > (options.replaced?.length ?? 0)) return plan(from, to, { ...options, replaced })
    const between = halfway(left, from, to)
    if (between) return [...plan(from, between), ...plan(between, to, options)]
    throw cycleAmong(left.map(({ address }) => address))
  }
  const leaving = leavers(sorted, graph, (cluster) => isDroppedForGood(actionsOf(cluster), to))
  const fresh = unusedNames(from, to)
  const steps = sorted.map((cluster) => ({
    ...write(actionsOf(cluster), around, fresh),
    ...(leaving.has(cluster) && { leaves: true as const }),
  }))
  return [...steps.filter(commits), ...steps.filter((step) => !commits(step))]
}

/**
 * What decides between actions of which none has to come before the other: the rank of the kind, and then the place in the
 * schema; the other way round for what goes. What is dropped at last, after a swap, comes behind everything.
 */
function priorities(from: Schema, to: Schema): (action: Action) => number {
  const place = new Map([...to.keys(), ...from.keys()].reverse().map((address, index) => [address, index]))
  const count = place.size + 1
  return ({ type, address, before, after }) => {
    const rank = rankOf((after ?? before)!) * count + (count - place.get(address)! - 1)
    if (type === 'retire') return Number.MAX_SAFE_INTEGER - rank
    return type === 'drop' || type === 'aside' ? -rank : rank
  }
}

function cycleAmong(addresses: readonly Address[]): KnexusError {
  return new KnexusError(
    'dependency-cycle',
    `These objects need each other and no order of statements exists: ${[...new Set(addresses)].join(', ')}.`,
    'Make the change in two migrations: first take one of the references away, then put it back.',
  )
}

/** Names for what steps aside, which nothing has on either side. */
function unusedNames(from: Schema, to: Schema): (name: string) => string {
  const objects = [...from.values(), ...to.values()]
  const taken = new Set(objects.map((object) => ('name' in object ? object.name : undefined)))
  return (name) => freshName(name, '__old', (candidate) => taken.has(candidate))
}

/** Whether what is altered can be dropped and made again instead, with nothing lost: a view between two keys of one name. */
function isReplaceable({ type, kind, before }: Action): boolean {
  return type === 'alter' && kind.drop(before!).every(({ loses }) => loses === undefined)
}

/** Whether rows or positions would go with something that is made again. */
function losesWhatStays({ type, address, kind, object, onTheWay }: Action, to: Schema): boolean {
  return type === 'drop' && to.has(address) && kind.drop(object, onTheWay).some(({ loses }) => loses !== undefined)
}

function commits({ statements }: Step): boolean {
  return statements.some(({ boundary }) => boundary === 'commit')
}

function isDroppedForGood(cluster: readonly Action[], to: Schema): boolean {
  return cluster.every(({ type, address }) => (type === 'drop' || type === 'retire') && !to.has(address))
}

/** Of the nodes that could come last, those that only such nodes come after. */
function leavers(sorted: readonly number[], graph: Graph, could: (node: number) => boolean): ReadonlySet<number> {
  const result = new Set<number>()
  for (const node of sorted.toReversed())
    if (could(node) && graph[node]!.every((next) => result.has(next))) result.add(node)
  return result
}
