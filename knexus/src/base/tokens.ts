/**
 * What a piece of SQL is, as PostgreSQL's own scanner cuts it. A quoted identifier is a `name`, an unquoted one or a
 * keyword a `word`.
 */
export type TokenType = 'space' | 'remark' | 'string' | 'name' | 'word' | 'number' | 'parameter' | 'operator' | 'sign'

export interface Token {
  readonly type: TokenType
  readonly text: string
}

/**
 * Cuts SQL into tokens, with the rules of PostgreSQL's scanner under `standard_conforming_strings`: nested comments,
 * every form of string, continued strings as one. Nothing is lost: the tokens' texts make up the input. What is not
 * closed reaches to the end.
 */
export function tokens(sql: string): Token[] {
  return [...scan(sql)]
}

/** The tokens from a place on, one after the other. */
export function* scan(sql: string, from = 0): Generator<Token> {
  for (let at = from; at < sql.length;) {
    const token = tokenAt(sql, at)
    yield token
    at += token.text.length
  }
}

/** The tokens that mean something: neither blanks nor comments. */
export function meaning(sql: string): Token[] {
  return tokens(sql).filter(means)
}

/** The statements of a text, each as the tokens that mean something. */
export function statements(sql: string): Token[][] {
  return pieces(sql).map((piece) => piece.filter(means))
}

/** The texts of the statements of a text, without the semicolons that end them. */
export function statementTexts(sql: string): string[] {
  return pieces(sql).map((piece) =>
    piece
      .map(({ text }) => text)
      .join('')
      .trim(),
  )
}

/**
 * The tokens of each statement of a text. A semicolon inside a string, an SQL body (`BEGIN ATOMIC … END`) or the
 * parentheses around the actions of a rule ends none.
 */
function pieces(sql: string): Token[][] {
  const found: Token[][] = [[]]
  let [depth, parentheses, last]: [number, number, Token | undefined] = [0, 0, undefined]
  for (const token of scan(sql)) {
    if (token.text === ';' && depth === 0 && parentheses === 0) found.push([])
    else {
      parentheses += token.text === '(' ? 1 : token.text === ')' ? -1 : 0
      if (depth > 0 ? isWord(token, 'CASE') : isWord(token, 'ATOMIC') && isWord(last, 'BEGIN')) depth += 1
      else if (depth > 0 && isWord(token, 'END')) depth -= 1
      found.at(-1)!.push(token)
    }
    if (means(token)) last = token
  }
  return found.filter((piece) => piece.some(means))
}

function means({ type }: Token): boolean {
  return type !== 'space' && type !== 'remark'
}

/** Whether a token is one of these keywords, given in capitals. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.type === 'word' && words.includes(token.text.toUpperCase())
}

/** The first words of a statement in capitals, as far as they are words: `CREATE UNIQUE INDEX CONCURRENTLY`. */
export function leadingWords(statement: readonly Token[], most = 4): string {
  const end = statement.findIndex(({ type }, at) => type !== 'word' || at === most)
  return statement
    .slice(0, end < 0 ? most : end)
    .map(({ text }) => text.toUpperCase())
    .join(' ')
}

/** What a string constant holds between its quotes, with doubled quotes made single; escapes stay as they are written. */
export function contentOf({ text }: Token): string {
  const [tag] = /^\$[^$]*\$/.exec(text) ?? []
  if (tag) return text.slice(tag.length, text.endsWith(tag) && text.length >= 2 * tag.length ? -tag.length : undefined)
  return text.slice(text.indexOf("'") + 1, text.endsWith("'") ? -1 : undefined).replaceAll("''", "'")
}

/** The name that a quoted identifier stands for. */
export function identifierOf({ text }: Token): string {
  return text
    .replace(/^[^"]*"/, '')
    .replace(/"$/, '')
    .replaceAll('""', '"')
}

/**
 * The identifiers of a text as PostgreSQL reads them, each once, those inside its strings too:
 * `nextval('public.codes')` has `nextval`, `public` and `codes`.
 */
export function namesIn(sql: string): string[] {
  const found = new Set<string>()
  for (const token of scan(sql)) {
    if (token.type === 'word') found.add(token.text.toLowerCase())
    else if (token.type === 'name') found.add(identifierOf(token))
    else if (token.type === 'string') for (const name of namesIn(contentOf(token))) found.add(name)
  }
  return [...found]
}

function tokenAt(sql: string, at: number): Token {
  for (const [type, pattern] of SIMPLE) {
    pattern.lastIndex = at
    const match = pattern.exec(sql)
    if (match) return { type, text: match[0] }
  }
  const token = (type: TokenType, end: number): Token => ({ type, text: sql.slice(at, end) })
  if (sql.startsWith('/*', at)) return token('remark', commentEnd(sql, at))
  PREFIX.lastIndex = at
  const [prefix] = PREFIX.exec(sql) ?? []
  if (prefix?.endsWith("'")) return token('string', stringEnd(sql, at + prefix.length, /^e/i.test(prefix)))
  if (prefix?.endsWith('"')) return token('name', quoteEnd(sql, at + prefix.length, '"', false))
  DOLLAR.lastIndex = at
  const [tag] = DOLLAR.exec(sql) ?? []
  if (tag) {
    const end = sql.indexOf(tag, at + tag.length)
    return token('string', end < 0 ? sql.length : end + tag.length)
  }
  return wordOrSign(sql, at)
}

/** None of these can be the beginning of a string. */
const SIMPLE: readonly (readonly [TokenType, RegExp])[] = [
  ['space', /[ \t\n\r\f\v]+/y],
  ['remark', /--[^\n\r]*/y],
]
const PREFIX = /(?:[eEbBxXnN]|[uU]&)?'|(?:[uU]&)?"/y
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const REST: readonly (readonly [TokenType, RegExp])[] = [
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['number', /0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y],
  ['parameter', /\$\d+/y],
  ['operator', /(?:(?!--|\/\*)[-+*/<>=~!@#%^&|`?])+|::|:=/y],
]

function wordOrSign(sql: string, at: number): Token {
  for (const [type, pattern] of REST) {
    pattern.lastIndex = at
    const match = pattern.exec(sql)
    if (match) return { type, text: match[0] }
  }
  return { type: 'sign', text: sql[at]! }
}

const COMMENT_EDGE = /\/\*|\*\//g

function commentEnd(sql: string, start: number): number {
  COMMENT_EDGE.lastIndex = start
  for (let depth = 0, edge = COMMENT_EDGE.exec(sql); edge; edge = COMMENT_EDGE.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1
    if (depth === 0) return COMMENT_EDGE.lastIndex
  }
  return sql.length
}

/** A string goes on behind a line break: `'a'` newline `'b'` is `'ab'`. */
const CONTINUED = /[ \t\f\v]*(?:--[^\n\r]*)?[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'/y

function stringEnd(sql: string, start: number, escapes: boolean): number {
  let end = quoteEnd(sql, start, "'", escapes)
  for (;;) {
    CONTINUED.lastIndex = end
    if (!CONTINUED.test(sql)) return end
    end = quoteEnd(sql, CONTINUED.lastIndex, "'", escapes)
  }
}

/** Behind the closing quote. A loop, since a pattern for the whole of a long string would need V8's stack. */
function quoteEnd(sql: string, start: number, quote: string, escapes: boolean): number {
  const stop = escapes ? /['\\]/g : quote === "'" ? /'/g : /"/g
  stop.lastIndex = start
  for (let found = stop.exec(sql); found; found = stop.exec(sql)) {
    if (found[0] !== '\\' && sql[stop.lastIndex] !== quote) return stop.lastIndex
    stop.lastIndex += 1
  }
  return sql.length
}
