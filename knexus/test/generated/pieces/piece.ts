/**
 * One object of a random database that may be there in several variants, each a piece of SQL under a tag.
 * `«key»` in it stands for the name of an earlier piece, `«key:a|b»` for one with one of these tags, `«key:-a»` for one with any other;
 * `«!key:a»` asks for it and writes nothing. A variant whose asked pieces are not there is not possible; one without SQL makes nothing. `tag@16` is possible from PostgreSQL 16 on.
 */
export interface Piece {
  readonly key: string
  readonly name: string
  readonly variants: readonly Variant[]
}

interface Variant {
  readonly tag: string
  readonly since: number
  readonly sql: string
}

/** A piece: the name that others call it by in SQL, and its variants with their tags, or without. */
export function piece(
  key: string,
  name: string,
  variants: Readonly<Record<string, string>> | readonly string[],
): Piece {
  return {
    key,
    name,
    variants: Object.entries(variants).map(([told, sql]) => {
      const [tag = '', since = '0'] = told.split('@')
      return { tag, since: Number(since), sql }
    }),
  }
}

/** A choice below it leaves a piece out. */
const ABSENT = 4

/** The SQL of the pieces that were chosen, by a number a piece. Where the chosen variant is not possible the next one stands in. */
export function assemble(pieces: readonly Piece[], choices: readonly number[], major: number): string[] {
  const made = new Map<string, { readonly name: string; readonly tag: string }>()
  return pieces.flatMap(({ key, name, variants }, place) => {
    const choice = choices[place] ?? 0
    if (choice < ABSENT) return []
    for (let turn = 0; turn < variants.length; turn += 1) {
      const variant = variants[(choice + turn) % variants.length]!
      const sql = variant.since > major ? undefined : filled(variant.sql, made)
      if (sql === undefined) continue
      made.set(key, { name, tag: variant.tag })
      return sql === '' ? [] : [sql]
    }
    return []
  })
}

function filled(
  sql: string,
  made: ReadonlyMap<string, { readonly name: string; readonly tag: string }>,
): string | undefined {
  let possible = true
  const text = sql.replaceAll(
    /«(!?)([^:»]+):?(-?)([^»]*)»/g,
    (_, silent: string, key: string, not: string, tags: string) => {
      const found = made.get(key)
      if (!found || (tags !== '' && tags.split('|').includes(found.tag) === (not !== ''))) possible = false
      return silent || !found ? '' : found.name
    },
  )
  return possible ? text : undefined
}
