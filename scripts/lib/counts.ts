import type { PulledFile } from '../../knexus/src/pull/index.ts'

/** What is counted of pulled models, each less being better. */
export const COUNTED = ['lines', 'files', 'numbered', 'named', 'as data', 'policies', 'casts', 'any array'] as const

/** How many there are of each. */
export type Counts = Readonly<Record<(typeof COUNTED)[number], number>>

/**
 * Counts what makes pulled models hard to own. `numbered`: files that are told from others by a number alone. `named`: constraints and indexes
 * whose name is spelled out. `as data`: objects that the language has no words for. `policies`: policies written out. `casts`: defaults that are SQL
 * though they are a constant with a cast. `any array`: checks of a list of values that give no union type.
 */
export function countsOf(files: readonly PulledFile[]): Counts {
  const text = files.map((file) => file.text).join('\n')
  const count = (what: RegExp) => [...text.matchAll(what)].length
  return {
    lines: text.split('\n').length,
    files: files.length,
    numbered: files.filter(({ name }) => /-\d+\.ts$/.test(name)).length,
    named: count(/\bname: ['"`]|\.withKeyName\(|\.check\(sql`(?:[^`\\]|\\.)*`, ['"]/g),
    'as data': count(/\bkind: '/g),
    policies: count(/\bt\.policy\(/g),
    casts: count(/\.defaultTo\(sql`\(?'[^'`]*'::/g),
    'any array': count(/= ANY \(\(?ARRAY\[/g),
  }
}
