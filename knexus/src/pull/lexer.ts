/** A place in SQL text that lies outside of quotes and parentheses. */
export interface Letter {
  readonly at: number
  readonly letter: string
}

/** The letters of SQL text outside of quotes, with the depth of parentheses and brackets before each. */
function* letters(sql: string): Generator<Letter & { readonly depth: number }> {
  let depth = 0
  for (let at = 0; at < sql.length; at += 1) {
    const letter = sql[at]!
    if (letter === "'" || letter === '"') {
      const end = endOfQuote(sql, at)
      yield { at, letter, depth }
      at = end
      continue
    }
    if (letter === ')' || letter === ']') depth -= 1
    yield { at, letter, depth }
    if (letter === '(' || letter === '[') depth += 1
  }
}

/** Where the quoted text that begins at `from` ends. A doubled quote goes on; after `E'` a backslash keeps the next letter in. */
function endOfQuote(sql: string, from: number): number {
  const quote = sql[from]!
  const escapes = quote === "'" && /(?:^|[^\w$])[eE]$/.test(sql.slice(Math.max(0, from - 2), from))
  let at = from + 1
  while (at < sql.length) {
    if (escapes && sql[at] === '\\') at += 2
    else if (sql[at] !== quote) at += 1
    else if (sql[at + 1] === quote) at += 2
    else return at
  }
  return sql.length
}

/** The parts of a list, cut at its own commas. */
export function splitList(sql: string): string[] {
  const cuts = [...letters(sql)].filter(({ letter, depth }) => letter === ',' && depth === 0).map(({ at }) => at)
  if (sql.trim() === '') return []
  return [-1, ...cuts].map((cut, place) => sql.slice(cut + 1, cuts[place] ?? sql.length).trim())
}

/** Where the parenthesis that opens at `from` is closed; -1 where it is not. */
export function closing(sql: string, from: number): number {
  for (const { at, letter, depth } of letters(sql.slice(from))) if (letter === ')' && depth === 0) return from + at
  return -1
}

/** The text without the parentheses that stand around the whole of it. */
export function stripParentheses(sql: string): string {
  return sql.startsWith('(') && closing(sql, 0) === sql.length - 1 ? sql.slice(1, -1) : sql
}

/** Where a word stands outside of quotes and parentheses; -1 where it does not. */
export function indexOfWord(sql: string, word: string): number {
  const found = [...letters(sql)].find(({ at, depth }) => depth === 0 && sql.startsWith(word, at))
  return found?.at ?? -1
}

const NAME = /^(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))/u

/** A name at the beginning of SQL text, without its quotes, and what follows it. */
export function takeName(sql: string): { readonly name: string; readonly rest: string } | undefined {
  const match = NAME.exec(sql)
  if (!match) return undefined
  return { name: match[1]?.replaceAll('""', '"') ?? match[2]!, rest: sql.slice(match[0].length) }
}

/** A dotted path of names, without quotes; nothing where the text is anything else. */
export function readPath(sql: string): string[] | undefined {
  const parts: string[] = []
  for (let rest = sql; ;) {
    const taken = takeName(rest)
    if (!taken) return undefined
    parts.push(taken.name)
    if (taken.rest === '') return parts
    if (!taken.rest.startsWith('.')) return undefined
    rest = taken.rest.slice(1)
  }
}

/** Names with commas between them, without quotes; nothing where one is more than a name. */
export function readNames(list: string): string[] | undefined {
  const names = splitList(list).map((item) => takeName(item))
  return names.every((taken) => taken?.rest === '') ? names.map((taken) => taken!.name) : undefined
}
