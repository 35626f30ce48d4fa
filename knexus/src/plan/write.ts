import type { Address, Statement } from '../base/kind.ts'
import type { Change } from '../change.ts'
import type { Step } from './index.ts'
import type { Handovers } from './handovers.ts'
import { parentOf } from '../schema.ts'
import type { Action } from './actions.ts'

/** Writes one cluster: the first action does the work, the others are clauses of it. */
export function write(
  cluster: readonly Action[],
  handovers: Handovers['around'],
  fresh: (name: string) => string,
): Step {
  const [first] = cluster as [Action]
  const around = cluster.flatMap((action) => handovers.get(action) ?? [])
  const made = [
    ...around.flatMap(({ before }) => before),
    ...(first.type === 'drop' && handovers.has(first) ? drop(first) : statements(first, cluster, fresh)),
    ...around.flatMap(({ after }) => after),
  ]
  return {
    changes: cluster.flatMap(changeOf),
    statements: made,
    settings: [...new Set(made.flatMap(({ setting }) => setting ?? []))],
  }
}

/** What counted is dropped, and its position is kept. */
function drop({ kind, object, onTheWay }: Action): Statement[] {
  return kind.drop(object, onTheWay).map(({ sql }) => ({ sql }))
}

function changeOf({ type, before, after }: Action): Change[] {
  if (type === 'retire') return []
  if (type === 'drop' || type === 'aside') return [{ before: before! }]
  return [type === 'create' ? { after: after! } : { before: before!, after: after! }]
}

function statements(first: Action, cluster: readonly Action[], fresh: (name: string) => string): readonly Statement[] {
  const { type, kind, object, altered, onTheWay } = first
  if (type === 'alter') return altered
  if (type === 'drop') return kind.drop(object, onTheWay)
  if (type !== 'create') return kind.renameAway!(object, fresh)[type === 'aside' ? 'aside' : 'drop']
  return [
    ...cluster.slice(1).flatMap(prepare),
    ...kind.create(object, clauses(first, childrenOf(cluster)), onTheWay),
    ...cluster.flatMap((action) => action.kind.finish?.(action.object) ?? []),
  ]
}

/** Its own CREATE stands before its parent's where its clause there is empty. */
function prepare({ kind, object, onTheWay }: Action): Statement[] {
  return kind.inline?.(object, []) === '' ? kind.create(object, [], onTheWay) : []
}

type Children = ReadonlyMap<Address, readonly Action[]>

function childrenOf(cluster: readonly Action[]): Children {
  const children = new Map<Address, Action[]>()
  for (const action of cluster) {
    const parent = parentOf(action.object)
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
  return own.map((child) => child.kind.inline!(child.object, clauses(child, children))!).filter(Boolean)
}
