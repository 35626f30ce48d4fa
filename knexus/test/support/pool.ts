/** Does `work` for every item, at most `width` at once, from the first on. The promises are answered in the order of the items. */
export function pool<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): readonly Promise<R>[] {
  const waiting: (() => void)[] = []
  let free = width
  const enter = () => new Promise<void>((resolve) => {
    if (free === 0) waiting.push(resolve)
    else {
      free -= 1
      resolve()
    }
  })
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return items.map(async (item) => {
    await enter()
    try {
      return await work(item)
    } finally {
      leave()
    }
  })
}
