import { contentOf, isWord, tokens, type Token } from './tokens.ts'

/**
 * A statement as it may be shown, logged and kept. Where anything in it points at a secret, every literal and comment of it is
 * masked: which of them is the secret cannot be told from outside. Everything else stays as it is.
 */
export function redact(sql: string): string {
  return mask(sql).text
}

/** Whether anything in a statement points at a secret. */
export function carriesSecret(sql: string): boolean {
  return HINT.test(sql) && carries(tokens(sql))
}

/** The redacted statement, and where a place of the original (counted from 0) stands in it. */
export function mask(sql: string): {
  readonly text: string
  readonly masked: readonly string[]
  readonly at: (place: number) => number
} {
  if (!carriesSecret(sql)) return { text: sql, masked: [], at: (place) => place }
  const masked: string[] = []
  const places: (readonly [from: number, to: number])[] = []
  let from = 0
  let text = ''
  for (const [token, shown] of shownTokens(tokens(sql), masked)) {
    places.push([from, text.length])
    from += token.text.length
    text += shown
  }
  return {
    text,
    masked,
    at: (place) => {
      const [start, to] = places.findLast(([from]) => from <= place) ?? [0, 0]
      return Math.min(to + place - start, text.length)
    },
  }
}

/** Takes what was masked, and the rows that PostgreSQL quotes, out of a message about a statement. */
export function withoutSecrets(message: string, masked: readonly string[]): string {
  const parts = masked
    .flatMap((value) => [...value.split(/['"$]+/), ...value.split(/[\s'"=:@,()$]+/)])
    .filter((part) => part.length > 5 && !SECRET.test(part))
  const bare = [...masked.flatMap((value) => [value, value.replaceAll("'", "''")]), ...parts]
    .filter((value) => value.length > 2)
    .sort((a, b) => b.length - a.length)
    .reduce((text, value) => text.replaceAll(value, '***'), message)
  return redact(bare).replaceAll(/(\)=|Failing row contains )\(.*?\)(?=\.?$| )/gms, '$1(***)')
}

/** Words of names and texts that point at a secret. */
const SECRET = new RegExp(
  [
    /passw|passphrase|secret|token|crypt|hmac|salt|jwt|bearer|oauth/,
    /api_?key|access_?key|private_?key|signing_?key|credential/,
    /(?:^|[^a-z])(?:pwd?|pin|otp|pem)(?:[^a-z]|$)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
)
/** What stands in a text that is itself a secret: a URL with a password, a key of a known form. */
const FORM = new RegExp(
  [
    /:\/\/[^/\s]*:(?!\d+(?:\/|$))(?:[^'\n]*@|[^'\n]*$)/,
    /-----BEGIN|\beyJ[\w-]{10}|SCRAM-SHA-256\$/,
    /\b(?:sk|pk|rk)_(?:live|test)_|\bAKIA[0-9A-Z]{12}|\bgh[pousr]_\w{20}/,
  ]
    .map(({ source }) => source)
    .join('|'),
)
/** Cheap: what has nothing of these carries nothing. */
const HINT = new RegExp(
  `${SECRET.source.replaceAll(/\(\?:\^\|\[\^a-z\]\)|\(\?:\[\^a-z\]\|\$\)/g, '')}|${FORM.source}|u&"|execute|mapping|program|set`,
  'i',
)

function carries(list: readonly Token[]): boolean {
  const plain = list.filter(({ type }) => type !== 'space' && type !== 'remark')
  return list.some(isTelling) || plain.some((_, at) => PLACES.some((holds) => holds(plain, at)))
}

/** Whether a token points at a secret by what it says. */
function isTelling({ type, text }: Token): boolean {
  return /^(?:word|name|string|remark)$/.test(type) && (SECRET.test(text) || FORM.test(text) || /^u&"/i.test(text))
}

/** Places where a secret may stand, whatever it looks like. */
const PLACES: readonly ((plain: readonly Token[], at: number) => boolean)[] = [
  // Dynamic SQL may hold anything, in pieces.
  (plain, at) => isWord(plain[at], 'EXECUTE') && plain[at + 1]?.type === 'string',
  (plain, at) => plain[at]?.type === 'string' && isBody(plain, at) && /\bexecute\b/i.test(plain[at].text),
  (plain, at) => isWord(plain[at], 'USER') && isWord(plain[at + 1], 'MAPPING'),
  (plain, at) => isWord(plain[at], 'PROGRAM') && plain[at + 1]?.type === 'string',
  // A setting that somebody made up: `SET app.key = '…'`, `set_config('app.key', '…')`.
  (plain, at) => isWord(plain[at], 'SET') && dotted(plain.slice(at + 1)),
  (plain, at) => isWord(plain[at], 'SET_CONFIG') && /^'[^']*\./.test(plain[at + 2]?.text ?? ''),
]

/** `app.key = ` or `app.key TO `, behind SET and perhaps LOCAL or SESSION. */
function dotted(rest: readonly Token[]): boolean {
  const at = isWord(rest[0], 'LOCAL', 'SESSION') ? 1 : 0
  return rest[at + 1]?.text === '.' && (rest[at + 3]?.text === '=' || isWord(rest[at + 3], 'TO'))
}

/** A string that holds a program: behind AS or DO, or the language of either. */
function isBody(plain: readonly Token[], at: number): boolean {
  const before = plain[at - 1]
  return (
    isWord(before, 'AS', 'DO') || (plain.length > 2 && isWord(plain[at - 2], 'LANGUAGE') && isWord(plain[at - 3], 'DO'))
  )
}

function* shownTokens(list: readonly Token[], masked: string[]): Generator<readonly [Token, string]> {
  const plain = list.filter(({ type }) => type !== 'space' && type !== 'remark')
  const isRole = isWord(plain[0], 'CREATE', 'ALTER') && isWord(plain[1], 'ROLE', 'USER', 'GROUP')
  const holdsRows = !isWord(plain[0], 'CREATE', 'ALTER', 'COMMENT', 'DROP')
  let at = -1
  for (const token of list) {
    if (token.type !== 'space' && token.type !== 'remark') at += 1
    yield [token, shownToken(token, plain, at, { isRole, holdsRows }, masked)]
  }
}

function shownToken(
  token: Token,
  plain: readonly Token[],
  at: number,
  { isRole, holdsRows }: { readonly isRole: boolean; readonly holdsRows: boolean },
  masked: string[],
): string {
  const hide = (value: string, shown: string) => {
    masked.push(value)
    return shown
  }
  if (token.type === 'remark') return hide(token.text, token.text.startsWith('--') ? '-- ***' : '/* *** */')
  if (token.type === 'string') {
    const [tag] = /^\$[^$]*\$/.exec(token.text) ?? []
    if (!tag || !isBody(plain, at)) return hide(contentOf(token), "'***'")
    const body = [...shownTokens(tokens(contentOf(token)), masked)].map(([, shown]) => shown).join('')
    return `${tag}${body}${tag}`
  }
  // A password without quotes is a mistake of its writer, and a secret all the same.
  if (isRole && token.type === 'word' && isWord(plain[at - 1], 'PASSWORD') && !isWord(token, 'NULL'))
    return hide(token.text, '***')
  if (token.type === 'number' && holdsRows) return hide(token.text, '***')
  return token.text
}
