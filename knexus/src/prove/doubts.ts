import { emptied } from './left-out.ts'
import type { RowsSeen } from './seen.ts'
import type { UnusualRows } from './unusual-rows.ts'

/** The statements that no made-up row passes. */
export function hopeless({ failing }: UnusualRows): string[] {
  return [...failing].flatMap(([sql, some]) => (some ? [] : [sql]))
}

/** The statements that some made-up rows do not pass, in words. */
export function mayFail({ failing }: UnusualRows): string[] {
  return [...failing].flatMap(([sql, some]) => (some ? [`It can fail on rows that are there: ${sql}`] : []))
}

/** What was not compared, and what the change refuses, in words. */
export function notCompared(seen: RowsSeen, unusual: UnusualRows): string[] {
  const unknown = [...unusual.unknown, ...emptied(seen, unusual)]
  return [
    ...(unusual.refusals.size > 0
      ? [`It fails on rows whose values do not fit: ${words(unusual.refusals).join(', ')}.`]
      : []),
    ...(unknown.length > 0 ? [`Not compared, for want of values that it takes: ${unknown.join(', ')}.`] : []),
  ]
}

/** Objects, each with what is special about its values: `public.t.price (fractions)`. */
export function words(all: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...all].map(([what, those]) => (those.size > 0 ? `${what} (${[...those].join(', ')})` : what))
}
