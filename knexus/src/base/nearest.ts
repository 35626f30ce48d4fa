import { createRequire } from 'node:module'

/** How far a name may be from what was meant, and how else it is written. */
export interface Likeness<T extends string> {
  /** So many letters may differ. */
  readonly within: number
  /** The spellings of a name that a person may have had in mind; without it, the name itself. */
  readonly spellings?: (name: T) => readonly string[]
}

/**
 * The name that whoever wrote `wanted` may have meant, upper and lower case being the same; nothing where all are too
 * far. `nearestOf(['data-loss', 'required-column'], 'data-los', { within: 2 })` is `data-loss`.
 */
export function nearestOf<T extends string>(
  names: readonly T[],
  wanted: string,
  { within, spellings = (name) => [name] }: Likeness<T>,
): T | undefined {
  // The package is loaded here, for those who slipped alone.
  const { distance } = createRequire(import.meta.url)('fastest-levenshtein') as typeof import('fastest-levenshtein')
  const lower = wanted.toLowerCase()
  const far = (name: T) => Math.min(...spellings(name).map((one) => distance(one.toLowerCase(), lower)))
  const [nearest] = names.map((name) => ({ name, far: far(name) })).toSorted((a, b) => a.far - b.far)
  return nearest && nearest.far <= within ? nearest.name : undefined
}
