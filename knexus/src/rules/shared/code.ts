import { contentOf, isWord, statements, type Token } from '../../base/tokens.ts'

/** The statements of a text, and those in the bodies of its DO blocks, as far as they are written there as a whole. */
export function statementsWithin(sql: string): Token[][] {
  return statements(sql).flatMap((words) => [words, ...inDo(words)])
}

/** The UPDATE and DELETE statements of a statement: itself, and those of its WITH clauses. */
export function changing(words: readonly Token[]): (readonly Token[])[] {
  return words.flatMap((word, at) => {
    if (!isWord(word, 'UPDATE', 'DELETE')) return []
    if (at === 0) return [words]
    return words[at - 1]!.text === '(' ? [untilClosed(words.slice(at))] : []
  })
}

/** Whether a condition is the same for every row, as `true` and `1 = 1` are: it names nothing, and takes no parameter. */
export function isConstant(condition: readonly Token[]): boolean {
  return condition.every(
    (token) =>
      token.type !== 'name' && token.type !== 'parameter' && (token.type !== 'word' || isWord(token, ...LOGIC)),
  )
}

const LOGIC = ['TRUE', 'FALSE', 'NULL', 'NOT', 'AND', 'OR', 'IS']

function inDo(words: readonly Token[]): Token[][] {
  const body = isWord(words[0], 'DO') ? words.find(({ type }) => type === 'string') : undefined
  return body === undefined ? [] : statements(contentOf(body)).flatMap((inner) => executed(bare(inner)))
}

/** A statement of a body without the control words in front of it: `IF … THEN`, `FOR … LOOP`, `BEGIN`. */
function bare(words: Token[]): Token[] {
  const [first] = words
  if (isWord(first, 'BEGIN', 'ELSE', 'LOOP')) return bare(words.slice(1))
  const end = isWord(first, 'IF', 'ELSIF', 'ELSEIF', 'CASE', 'WHEN', 'EXCEPTION') ? 'THEN' : LOOPS
  if (end === LOOPS && !isWord(first, 'FOR', 'FOREACH', 'WHILE')) return words
  const at = words.findIndex((word) => isWord(word, end))
  return at < 0 ? [] : bare(words.slice(at + 1))
}

const LOOPS = 'LOOP'

/** A statement, or those of the text that it executes, where that is a constant or put together of some. */
function executed(words: Token[]): Token[][] {
  if (words.length === 0) return []
  if (!isWord(words[0], 'EXECUTE')) return [words]
  const strings = words.filter(({ type }) => type === 'string').map(contentOf)
  return statements(isWord(words[1], 'FORMAT') ? (strings[0] ?? '') : strings.join(' x '))
}

function untilClosed(words: readonly Token[]): readonly Token[] {
  let depth = 0
  const end = words.findIndex(({ text }) => {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0
    return depth < 0
  })
  return end < 0 ? words : words.slice(0, end)
}
