import type { Address, Statement } from '../base/kind.ts'
import type { Change } from '../change.ts'
import type { Step } from './index.ts'
import type { Handovers } from './handovers.ts'
import { kindOf, parentOf } from '../schema.ts'
import type { Action } from './actions.ts'

/** Writes one cluster: the first action does the work, the others are clauses of it. */
export function write(cluster: readonly Action[], handovers: Handovers['around']): Step {
  const [first] = cluster as [Action]
  const around = cluster.flatMap((action) => handovers.get(action) ?? [])
  const made = [
    ...around.flatMap(({ before }) => before),
    ...(first.type === 'drop' && handovers.has(first) ? drop(first) : statements(first, cluster)),
    ...around.flatMap(({ after }) => after),
  ]
  return {
    changes: cluster.flatMap(changeOf),
    statements: made,
    settings: [...new Set(made.flatMap(({ setting }) => setting ?? []))],
  }
}

/** What counted is dropped, and its position is kept. */
function drop({ before, onTheWay }: Action): Statement[] {
  return kindOf(before!)
    .drop(before!, onTheWay)
    .map(({ sql }) => ({ sql }))
}

function changeOf({ type, before, after }: Action): Change[] {
  if (type === 'retire') return []
  if (type === 'drop' || type === 'aside') return [{ before: before! }]
  return [type === 'create' ? { after: after! } : { before: before!, after: after! }]
}

function statements(first: Action, cluster: readonly Action[]): readonly Statement[] {
  const { type, before, after, altered, onTheWay } = first
  if (type === 'drop') return kindOf(before!).drop(before!, onTheWay)
  if (type === 'aside') return kindOf(before!).aside!(before!).aside
  if (type === 'retire') return kindOf(before!).aside!(before!).drop
  if (type === 'create')
    return [
      ...cluster.slice(1).flatMap(prepare),
      ...kindOf(after!).create(after!, clauses(first, childrenOf(cluster)), onTheWay),
      ...cluster.flatMap(finish),
    ]
  return altered
}

/** Its own CREATE stands before its parent's where its clause there is empty. */
function prepare({ after, onTheWay }: Action): Statement[] {
  const { inline, create } = kindOf(after!)
  return inline?.(after!, []) === '' ? create(after!, [], onTheWay) : []
}

function finish({ after }: Action): Statement[] {
  return kindOf(after!).finish?.(after!) ?? []
}

type Children = ReadonlyMap<Address, readonly Action[]>

function childrenOf(cluster: readonly Action[]): Children {
  const children = new Map<Address, Action[]>()
  for (const action of cluster) {
    const parent = parentOf(action.after!)
    if (parent === undefined) continue
    const list = children.get(parent)
    if (list) list.push(action)
    else children.set(parent, [action])
  }
  return children
}

/** The clauses of an object's merged children, each with its own children's inside. */
function clauses({ address }: Action, children: Children): string[] {
  const own = children.get(address) ?? []
  return own.map((child) => kindOf(child.after!).inline!(child.after!, clauses(child, children))!).filter(Boolean)
}
