/** The items under what a function says of each, in their order; `Map.groupBy` is younger than Node 20. */
export function groupBy<K, V>(items: Iterable<V>, keyOf: (item: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** The items with those first that others of them need. What is needed in a circle stays in its order. */
export function inOrder<V>(
  items: readonly V[],
  keyOf: (item: V) => string,
  needsOf: (item: V) => Iterable<string>,
): V[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  const seen = new Set<string>()
  const sorted: V[] = []
  const visit = (item: V) => {
    const key = keyOf(item)
    if (seen.has(key)) return
    seen.add(key)
    for (const need of needsOf(item)) {
      const other = byKey.get(need)
      if (other) visit(other)
    }
    sorted.push(item)
  }
  for (const item of items) visit(item)
  return sorted
}

/** Those that a question says yes to, and the others. */
export function split<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}
