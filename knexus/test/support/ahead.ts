/**
 * Answers with the result of `work` for an item, and lets the next few items begin meanwhile.
 * So a list of tests keeps the machine busy, and a single test of the list does little more than its own work.
 */
export function ahead<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): (item: T) => Promise<R> {
  const started = new Map<T, Promise<R>>()
  const places = new Map(items.map((item, index) => [item, index]))
  const begin = (item: T) => {
    const result = started.get(item) ?? work(item)
    started.set(item, result)
    return result
  }
  return (item) => {
    const place = places.get(item) ?? items.length
    const wanted = begin(item)
    for (const next of items.slice(place + 1, place + width)) begin(next).catch(() => undefined)
    return wanted
  }
}
