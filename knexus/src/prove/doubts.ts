import type { Step } from '../plan/index.ts'
import { qualifiedName } from '../base/sql.ts'
import type { RowsSeen } from './seen.ts'
import type { UnusualRows } from './unusual-rows.ts'

/** The statements that no made-up row passes. */
export function hopeless({ failing }: UnusualRows): string[] {
  return [...failing].flatMap(([sql, some]) => (some ? [] : [sql]))
}

/** The statements that some made-up rows do not pass, in words. */
export function mayFail({ failing }: UnusualRows): string[] {
  return [...failing].flatMap(([sql, some]) => (some ? [`It can fail on existing rows: ${sql}`] : []))
}

/** What was not compared, and what the change refuses, in words. */
export function notCompared(seen: RowsSeen, unusual: UnusualRows): string[] {
  const unknown = [...unusual.unknown, ...emptied(seen, unusual)]
  const hollow = hollowOf(seen, unusual)
  const gone = words(uncompared(seen, unusual))
  return [
    ...(unusual.refusals.size > 0
      ? [`It fails on rows whose values do not fit: ${words(unusual.refusals).join(', ')}.`]
      : []),
    ...(unknown.length > 0 ? [`Not compared, for want of values that it takes: ${unknown.join(', ')}.`] : []),
    ...(hollow.size > 0
      ? [`No real value was compared, for want of one that it takes: ${words(hollow).join('; ')}.`]
      : []),
    ...(gone.length > 0
      ? [`Not compared, because another part of the change refuses their rows: ${gone.join(', ')}.`]
      : []),
  ]
}

/** Values that come through almost any change, whatever becomes of others. */
const HOLLOW: ReadonlySet<string | undefined> = new Set([
  'NaN',
  'infinity',
  'null',
  'empty arrays',
  'empty texts',
  'empty values',
  'NULLs inside arrays',
])

/** The columns that change and hold no other values than such, each with those that it holds. */
function hollowOf(seen: RowsSeen, { special }: UnusualRows): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>()
  for (const [address, { oid, columns }] of seen) {
    for (const [number, { name, values = [] }] of columns) {
      const known = special.get(`${oid}.${number}`)
      const held = new Set(values.flatMap((value) => (value === null ? [] : [known?.get(value)])))
      if (!known || held.size === 0 || [...held].some((what) => !HOLLOW.has(what))) continue
      found.set(`${address}.${qualifiedName(name)}`, new Set([`only ${[...held].join(', ')}`]))
    }
  }
  return found
}

/** What is special about values that are gone, because something else about their rows was refused, by column. */
function uncompared(seen: RowsSeen, { special, refusals }: UnusualRows): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>()
  for (const [address, { oid, columns }] of seen)
    for (const [number, { name, values }] of columns) {
      const column = `${address}.${qualifiedName(name)}`
      if (!values?.some((value) => value !== null)) continue
      const words = [...(special.get(`${oid}.${number}`) ?? [])]
      const gone = words.flatMap(([value, word]) =>
        values.includes(value) || refusals.get(column)?.has(word) ? [] : [word],
      )
      if (gone.length > 0) all.set(column, new Set(gone))
    }
  return all
}

/** The columns that change and keep no value, because the change refuses all that there are. */
export function emptied(seen: RowsSeen, { special }: UnusualRows): string[] {
  return [...seen].flatMap(([address, { oid, columns }]) =>
    [...columns].flatMap(([number, { name, values }]) =>
      special.has(`${oid}.${number}`) && values?.every((value) => value === null)
        ? [`${address}.${qualifiedName(name)}`]
        : [],
    ),
  )
}

/** Objects, each with what is special about its values: `public.t.price (fractions)`. */
export function words(all: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...all].map(([what, those]) => {
    const more = those.size > MOST ? ` and ${those.size - MOST} other kinds` : ''
    return those.size > 0 ? `${what} (${[...those].slice(0, MOST).join(', ')}${more})` : what
  })
}

/** Kinds of values that are named of one object. */
const MOST = 6

/** What statements take for granted, as the head of a file says it, with the way to say otherwise. */
export function guessesOf(steps: readonly Step[]): string[] {
  return steps
    .flatMap(({ statements }) => statements.flatMap(({ guesses }) => guesses ?? []))
    .map((guess) => `A guess: ${guess}. Where that is wrong, say with .using() in the model what they become.`)
}
