import { cycles, type Graph } from '../base/graph.ts'
import type { Action, Actions } from './actions.ts'
import type { SoftEdges } from './edges.ts'

/** Actions that are done together, the parent's first, and the order between them. */
export interface Clusters {
  readonly graph: Graph
  /** The actions of each cluster; the first one does the others. */
  readonly members: readonly (readonly number[])[]
}

/**
 * Merges children into their parents: a column into CREATE TABLE, an index into DROP TABLE. A merge that closes a cycle
 * (a foreign key between two dropped tables, a default that calls a function over the table) is undone, and stands alone.
 * Where none is left to undo, and on cycles that no merge has closed, the edges that may give way do.
 */
export function clusters({ nodes, edges: all, soft: [mentioned, ...soft], mergeable }: Actions): Clusters {
  const host = new Map(mergeable)
  const alone = nodes.map((_, node) => [node])
  let edges = all
  if (mentioned.size > 0) {
    const merged = condense(
      nodes.map((_, node) => rootOf(node, host)),
      edges,
    )
    edges = loosen(cycles(merged.graph), merged.members, edges, mentioned) ?? edges
  }
  for (const sort of soft) if (sort.size > 0) edges = loosen(cycles(edges), alone, edges, sort) ?? edges
  for (;;) {
    const home = nodes.map((_, node) => rootOf(node, host))
    const result = condense(home, edges)
    const groups = cycles(result.graph)
    if (groups.length === 0) return result
    if (separate(groups, result.members, home, nodes, edges, host)) continue
    const looser = loosen(groups, result.members, edges, soft[0]) ?? loosen(groups, result.members, edges, soft[1])
    if (!looser) return result
    edges = looser
  }
}

/** The edges without the soft ones inside a cycle; nothing where there is none. */
function loosen(
  groups: number[][],
  members: Clusters['members'],
  edges: Actions['edges'],
  soft: SoftEdges,
): Actions['edges'] | undefined {
  const groupOf = new Map(
    groups.flatMap((group, number) =>
      group.flatMap((cluster) => members[cluster]!.map((node) => [node, number] as const)),
    ),
  )
  const gives = (node: number, next: number) =>
    soft.get(node)?.has(next) === true && groupOf.has(node) && groupOf.get(node) === groupOf.get(next)
  const looser = edges.map((successors, node) => successors.filter((next) => !gives(node, next)))
  return looser.some((successors, node) => successors.length < edges[node]!.length) ? looser : undefined
}

function rootOf(node: number, host: ReadonlyMap<number, number>): number {
  let root = node
  for (let parent = host.get(root); parent !== undefined; parent = host.get(root)) root = parent
  return root
}

function condense(home: readonly number[], edges: Actions['edges']): Clusters {
  const numbers = new Map<number, number>()
  for (const root of home) if (!numbers.has(root)) numbers.set(root, numbers.size)
  const members: number[][] = Array.from(numbers.keys(), (root) => [root])
  const graph: Set<number>[] = members.map(() => new Set())
  for (const [node, root] of home.entries()) {
    const cluster = numbers.get(root)!
    if (node !== root) members[cluster]!.push(node)
    for (const next of edges[node]!) if (home[next] !== root) graph[cluster]!.add(numbers.get(home[next]!)!)
  }
  return { members, graph: graph.map((successors) => [...successors]) }
}

/**
 * Takes out the merged actions that hold a cycle together: the users first (a foreign key, a default), whose taking out costs
 * one statement; what they use only where that is not enough. False when there is none to take out.
 */
function separate(
  groups: number[][],
  members: Clusters['members'],
  home: readonly number[],
  nodes: Actions['nodes'],
  edges: Actions['edges'],
  host: Map<number, number>,
): boolean {
  let separated = false
  for (const group of groups) {
    const inside = group.flatMap((cluster) => members[cluster]!)
    const roots = new Set(inside.map((node) => home[node]))
    const users = new Set<number>()
    const used = new Set<number>()
    for (const node of inside) {
      for (const next of edges[node]!) {
        if (home[next] === home[node] || !roots.has(home[next])) continue
        const leaves = nodes[node]!.type === 'drop'
        users.add(leaves ? node : next)
        used.add(leaves ? next : node)
      }
    }
    const takeOut = (these: Set<number>) =>
      [...these].filter((node) => !isSilent(nodes[node]!) && host.delete(node)).length > 0
    separated = takeOut(users) || takeOut(used) || separated
  }
  return separated
}

/** What is dropped without a statement of its own only goes with its parent. */
function isSilent({ type, kind, object }: Action): boolean {
  return type === 'drop' && kind.drop(object).length === 0
}
