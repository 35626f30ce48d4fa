import { expect } from 'chai'
import type { Action } from '../../src/plan/actions.ts'
import { clusters } from '../../src/plan/clusters.ts'
import type { SoftEdges } from '../../src/plan/edges.ts'
import { kindOf, schemaOf } from '../../src/schema.ts'

const object = schemaOf([{ kind: 'namespace', name: 'any' }])
  .values()
  .next().value!

/** Actions that only differ in their type: what clusters look at besides the edges. */
function nodes(...types: readonly Action['type'][]): Action[] {
  return types.map((type, at) => ({
    type,
    address: `SCHEMA s${at}`,
    before: object,
    after: object,
    object,
    kind: kindOf(object),
    altered: [],
    follows: false,
    onTheWay: false,
  }))
}

const soft = (...pairs: readonly (readonly [first: number, then: number])[]): SoftEdges =>
  new Map(pairs.map(([first, then]) => [first, new Set([then])]))
const NONE = soft()

describe('clusters', () => {
  it('merge a child into its parent, whose action comes first', () => {
    const { members, graph } = clusters({
      nodes: nodes('create', 'create', 'create'),
      edges: [[], [0], [1]],
      soft: [NONE, NONE, NONE],
      mergeable: [[0, 1]],
    })
    expect(members).to.deep.equal([[1, 0], [2]])
    expect(graph).to.deep.equal([[], [0]])
  })

  it('merge a child of a child into the one that stands alone', () => {
    const { members } = clusters({
      nodes: nodes('create', 'create', 'create'),
      edges: [[1], [2], []],
      soft: [NONE, NONE, NONE],
      mergeable: [
        [2, 1],
        [1, 0],
      ],
    })
    expect(members).to.deep.equal([[0, 1, 2]])
  })

  // Two tables, 0 and 2, with a foreign key each, 1 and 3, to the other.
  it('take the users out of a cycle, and leave merged what they use', () => {
    const { members, graph } = clusters({
      nodes: nodes('create', 'create', 'create', 'create', 'create'),
      edges: [[1, 4], [], [3, 1], [], [3]],
      soft: [NONE, NONE, NONE],
      mergeable: [
        [1, 0],
        [3, 2],
        [4, 0],
      ],
    })
    expect(members).to.deep.equal([[0, 4], [1], [2], [3]])
    expect(graph).to.deep.equal([[1, 3], [], [3, 1], []])
  })

  it('take out what is used where no user is merged', () => {
    const { members } = clusters({
      nodes: nodes('create', 'create', 'create'),
      edges: [[], [2], [0]],
      soft: [NONE, NONE, NONE],
      mergeable: [[1, 0]],
    })
    expect(members).to.deep.equal([[0], [1], [2]])
  })

  it('take out the users that go, before what they use goes', () => {
    const { members } = clusters({
      nodes: nodes('drop', 'drop', 'drop', 'drop').map((node) => ({
        ...node,
        kind: { ...node.kind, drop: () => [{ sql: 'DROP' }] },
      })),
      edges: [[], [0, 2], [], [2, 0]],
      soft: [NONE, NONE, NONE],
      mergeable: [
        [1, 0],
        [3, 2],
      ],
    })
    expect(members).to.deep.equal([[0], [1], [2], [3]])
  })

  it('leave in its parent what has no statement of its own', () => {
    const all = nodes('drop', 'drop', 'drop', 'drop')
    const { members } = clusters({
      nodes: all.map((node, at) => ({
        ...node,
        kind: { ...node.kind, drop: () => (at === 1 ? [] : [{ sql: 'DROP' }]) },
      })),
      edges: [[], [0, 2], [], [2, 0]],
      soft: [NONE, NONE, NONE],
      mergeable: [
        [1, 0],
        [3, 2],
      ],
    })
    expect(members).to.deep.equal([[0, 1], [2], [3]])
  })

  describe('where no merge has closed a cycle', () => {
    const cycle = [[1], [0]]
    const leftAfter = (softEdges: readonly [SoftEdges, SoftEdges, SoftEdges]) =>
      clusters({ nodes: nodes('alter', 'alter'), edges: cycle, soft: softEdges, mergeable: [] }).graph

    it('let the edges of what a text mentions give way first', () => {
      expect(leftAfter([soft([0, 1]), soft([1, 0]), soft([1, 0])])).to.deep.equal([[], [0]])
    })

    it('let those of what leaves give way next', () => {
      expect(leftAfter([NONE, soft([0, 1]), soft([1, 0])])).to.deep.equal([[], [0]])
    })

    it('let those of what comes give way last', () => {
      expect(leftAfter([NONE, NONE, soft([1, 0])])).to.deep.equal([[1], []])
    })

    it('keep a cycle that nothing gives way on, and soft edges that are on none', () => {
      expect(leftAfter([NONE, NONE, NONE])).to.deep.equal([[1], [0]])
      const { graph } = clusters({
        nodes: nodes('alter', 'alter', 'alter'),
        edges: [[1], [0], [1]],
        soft: [NONE, soft([0, 1], [2, 1]), NONE],
        mergeable: [],
      })
      expect(graph).to.deep.equal([[], [0], [1]])
    })
  })

  it('let an edge of what leaves give way before one of what comes, where nothing can be taken out', () => {
    const { graph } = clusters({
      nodes: nodes('drop', 'drop', 'drop').map((node) => ({ ...node, kind: { ...node.kind, drop: () => [] } })),
      edges: [[], [2], [0]],
      soft: [NONE, soft([1, 2]), soft([2, 0])],
      mergeable: [[1, 0]],
    })
    expect(graph).to.deep.equal([[], [0]])
  })
})
