import { expect } from 'chai'
import fc from 'fast-check'
import { cycles, order, type Graph } from '../src/base/graph.ts'

const graphs = fc
  .integer({ min: 1, max: 30 })
  .chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }))

describe('graph', () => {
  it('orders every node that is on no cycle and behind none, successors later', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const sorted = order(graph, (node) => node)
        const place = new Map(sorted.map((node, at) => [node, at]))
        for (const [node, successors] of graph.entries()) {
          for (const next of successors)
            if (place.has(next)) expect(place.get(node), `${node} before ${next}`).to.be.lessThan(place.get(next)!)
        }
        expect(sorted.length === graph.length).to.equal(
          cycles(graph).length === 0 && !graph.some((successors, node) => successors.includes(node)),
        )
      }),
    )
  })

  it('takes the least priority of those that are free', () => {
    expect(order([[], [0], []], (node) => -node)).to.deep.equal([2, 1, 0])
  })

  it('finds exactly the nodes that reach each other', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const groups = cycles(graph)
        const group = new Map(groups.flatMap((members, at) => members.map((node) => [node, at] as const)))
        const reaches = graph.map((_, node) => reachable(graph, node))
        for (let a = 0; a < graph.length; a += 1) {
          for (let b = 0; b < a; b += 1)
            expect(group.has(a) && group.get(a) === group.get(b)).to.equal(reaches[a]!.has(b) && reaches[b]!.has(a))
        }
      }),
      { numRuns: 50 },
    )
  })

  it('does not slow down with depth', () => {
    const long: Graph = Array.from({ length: 100_000 }, (_, node) => (node < 99_999 ? [node + 1] : [0]))
    expect(cycles(long).map((group) => group.length)).to.deep.equal([100_000])
  })
})

function reachable(graph: Graph, from: number): Set<number> {
  const seen = new Set<number>()
  const open = [...graph[from]!]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    open.push(...graph[node]!)
  }
  return seen
}
