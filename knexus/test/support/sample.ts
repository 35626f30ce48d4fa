/**
 * The part of many cases that a run takes: every `usual`-th one. The variable `name`, or TEST_SAMPLE for all of them, takes another part, and 1 takes
 * every case. TEST_TURN moves where a part begins: CI sets it to the number of the day, so that every case has its turn.
 */
export function sampled<T>(name: string, usual: number, cases: readonly T[]): readonly T[] {
  const every = everyOf(name, usual)
  const chosen = cases.filter((_, index) => index % every === turn() % every)
  if (chosen.length < cases.length)
    console.log(
      `      left out: ${cases.length - chosen.length} of ${cases.length} cases; ${name}=1 takes all, TEST_TURN=${turn()} ${name}=${every} the same again`,
    )
  return chosen
}

interface Group<T> {
  readonly name: string
  readonly cases: readonly T[]
}

/** The same of cases that stand in groups, in which none is left without its name. */
export function sampledGroups<T>(name: string, usual: number, groups: readonly Group<T>[]): readonly Group<T>[] {
  const chosen = new Set(
    sampled(
      name,
      usual,
      groups.flatMap(({ cases }) => cases),
    ),
  )
  return groups.map((group) => ({ name: group.name, cases: group.cases.filter((one) => chosen.has(one)) }))
}

/** How many cases there are to each one that is taken. */
export function everyOf(name: string, usual: number): number {
  return Number(process.env[name] ?? process.env['TEST_SAMPLE'] ?? usual)
}

/** Where a part begins. */
export function turn(): number {
  return Number(process.env['TEST_TURN'] ?? 0)
}
