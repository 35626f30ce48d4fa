/** A directed graph over nodes that are numbers from 0: `edges[a]` holds every `b` that must come after `a`. */
export type Graph = readonly (readonly number[])[]

/**
 * Kahn's order with a heap: of the nodes that are free, the one with the least `priority` comes next.
 * Nodes on a cycle are left out of the answer. O((n + e) log n).
 */
export function order(graph: Graph, priority: (node: number) => number): number[] {
  const waiting = new Int32Array(graph.length)
  for (const successors of graph) for (const node of successors) waiting[node]! += 1
  const heap = new Heap(priority)
  for (let node = 0; node < graph.length; node += 1) if (waiting[node] === 0) heap.push(node)
  const result: number[] = []
  for (let node = heap.pop(); node !== undefined; node = heap.pop()) {
    result.push(node)
    for (const next of graph[node]!) {
      waiting[next]! -= 1
      if (waiting[next] === 0) heap.push(next)
    }
  }
  return result
}

/** The groups of nodes that lie on common cycles (Tarjan, without recursion); single nodes are left out. O(n + e). */
export function cycles(graph: Graph): number[][] {
  const index = new Int32Array(graph.length).fill(-1)
  const low = new Int32Array(graph.length)
  const next = new Int32Array(graph.length)
  const open = new Uint8Array(graph.length)
  const stack: number[] = []
  const groups: number[][] = []
  let count = 0
  const enter = (node: number) => {
    index[node] = low[node] = count
    count += 1
    open[node] = 1
    stack.push(node)
  }
  for (let root = 0; root < graph.length; root += 1) {
    if (index[root] !== -1) continue
    const path = [root]
    enter(root)
    while (path.length > 0) {
      const node = path.at(-1)!
      const successor = graph[node]![next[node]!]
      next[node]! += 1
      if (successor !== undefined) {
        if (index[successor] === -1) {
          path.push(successor)
          enter(successor)
        } else if (open[successor]) low[node] = Math.min(low[node]!, index[successor]!)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!)
      if (low[node] !== index[node]) continue
      const group = stack.splice(stack.lastIndexOf(node))
      for (const member of group) open[member] = 0
      if (group.length > 1) groups.push(group)
    }
  }
  return groups
}

/** A binary heap of numbers; the least priority is popped first. */
class Heap {
  readonly #items: number[] = []
  readonly #priority: (node: number) => number

  constructor(priority: (node: number) => number) {
    this.#priority = priority
  }

  push(item: number): void {
    const items = this.#items
    let at = items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#priority(items[parent]!) <= this.#priority(item)) break
      items[at] = items[parent]!
      at = parent
    }
    items[at] = item
  }

  pop(): number | undefined {
    const items = this.#items
    const least = items[0]
    const last = items.pop()
    if (items.length === 0 || last === undefined) return least
    let at = 0
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && this.#priority(items[child + 1]!) < this.#priority(items[child]!)) child += 1
      if (this.#priority(last) <= this.#priority(items[child]!)) break
      items[at] = items[child]!
      at = child
    }
    items[at] = last
    return least
  }
}
