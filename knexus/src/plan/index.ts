import { KnexusError } from '../base/errors.ts'
import type { Statement } from '../base/kind.ts'
import { freshName } from '../base/fresh-name.ts'
import { order, type Graph } from '../base/graph.ts'
import type { Change } from '../change.ts'
import { actions, type Action } from './actions.ts'
import { clusters } from './clusters.ts'
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
  const { around, order: handed } = handovers(all.nodes)
  for (const [first, then] of handed) if (first !== then) all.edges[first]!.push(then)
  const { graph, members } = clusters(all)
  const place = new Map([...to.keys(), ...from.keys()].reverse().map((address, index) => [address, index]))
  const count = place.size + 1
  const priority = members.map((cluster) => {
    const { type, address, before, after } = all.nodes[cluster[0]!]!
    const rank = rankOf((after ?? before)!) * count + (count - place.get(address)! - 1)
    return type === 'drop' || type === 'aside' ? -rank : type === 'retire' ? Number.MAX_SAFE_INTEGER - rank : rank
  })
  const sorted = order(graph, (cluster) => priority[cluster]!)
  if (sorted.length < members.length) {
    const left = members
      .filter((_, cluster) => !sorted.includes(cluster))
      .flat()
      .map((node) => all.nodes[node]!.address)
    throw new KnexusError(
      'dependency-cycle',
      `These objects need each other and no order of statements exists: ${[...new Set(left)].join(', ')}.`,
      'Make the change in two migrations: first take one of the references away, then put it back.',
    )
  }
  const taken = new Set(
    [...from.values(), ...to.values()].map((object) => ('name' in object ? object.name : undefined)),
  )
  const fresh = (name: string) => freshName(name, '__old', (candidate) => taken.has(candidate))
  const leaving = leavers(sorted, graph, (cluster) =>
    isDroppedForGood(
      members[cluster]!.map((node) => all.nodes[node]!),
      to,
    ),
  )
  const steps = sorted.map((cluster) => ({
    ...write(
      members[cluster]!.map((node) => all.nodes[node]!),
      around,
      fresh,
    ),
    ...(leaving.has(cluster) && { leaves: true as const }),
  }))
  return [...steps.filter(commits), ...steps.filter((step) => !commits(step))]
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
