import { DIMENSIONS } from '../db/models/search.ts'

/**
 * Turns text into a vector of length 1 by hashing its words and their trigrams: the same on every machine, for every
 * script, with no model to download.
 * Texts that share words, or stems of them, lie close together. Null for text without a single letter or digit, which
 * has no direction.
 */
export function embed(text: string): number[] | null {
  const sums = new Float64Array(DIMENSIONS)
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    add(sums, word, 1)
    const padded = ` ${word} `
    for (let at = 0; at + 3 <= padded.length; at += 1) add(sums, padded.slice(at, at + 3), 0.5)
  }
  const length = Math.hypot(...sums)
  return length === 0 ? null : Array.from(sums, (sum) => sum / length)
}

/** The text form that pgvector reads. */
export function vectorText(numbers: readonly number[] | null): string | null {
  return numbers && JSON.stringify(numbers)
}

/** One bit of the hash chooses the sign, so that features that meet by chance cancel out on average. */
function add(sums: Float64Array, feature: string, weight: number): void {
  const hash = fnv1a(feature)
  const slot = (hash >>> 1) % DIMENSIONS
  sums[slot] = (sums[slot] ?? 0) + (hash & 1 ? weight : -weight)
}

/** FNV-1a, 32 bits, over UTF-16 units; finished as MurmurHash3 does, because its low bits alone are weak. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
