import { createHash } from 'node:crypto'

/** PostgreSQL keeps this many bytes of a name and drops the rest without a word. */
export const LONGEST_NAME = 63

/**
 * A name within so many bytes of UTF-8. A longer one is cut between two letters and ends in a hash of the whole, so
 * that two long names stay two.
 */
export function fitName(name: string, bytes = LONGEST_NAME): string {
  if (Buffer.byteLength(name) <= bytes) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  let kept = ''
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > bytes - hash.length - 1) break
    kept += character
  }
  return `${kept}_${hash}`
}

/**
 * A name for something that stands for a while beside what has the name `base`: `status__old`. It is none of those
 * taken; the same arguments give the same name.
 */
export function freshName(base: string, suffix: string, taken: (name: string) => boolean = () => false): string {
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? suffix : `${suffix}${n}`
    const name = fitName(base, LONGEST_NAME - Buffer.byteLength(end)) + end
    if (!taken(name)) return name
  }
}
