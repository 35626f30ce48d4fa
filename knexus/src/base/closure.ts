/** All that can be reached from some, with them, in the order in which it is found. */
export function closure<T>(first: Iterable<T>, next: (one: T) => Iterable<T>): Set<T> {
  const found = new Set(first)
  // What is added on the way is visited too.
  for (const one of found) for (const other of next(one)) found.add(other)
  return found
}

/** Adds to the list under a key. */
export function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
