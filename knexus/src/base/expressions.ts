/**
 * The text of an expression that PostgreSQL reads as the very expression it printed. Over varchar it prints `s IN ('a', 'b')` as
 * `(s)::text = ANY ((ARRAY['a'::character varying, …])::text[])`, and reads that as another one, which it prints otherwise.
 * Only what is created goes through here; nothing is compared by it.
 */
export function recreatable(expression: string): string {
  if (!expression.includes(OPEN)) return expression
  return expression
    .replace(MEMBERSHIP, (_, operand: string, sign: string, list: string) => `${operand} ${sign === '= ANY' ? 'IN' : 'NOT IN'} (${list.replaceAll(VARCHAR, '')})`)
    .replace(CAST_ARRAY, (_, list: string) => `(ARRAY[${list}]${VARCHAR}[])::text[]`)
}

const VARCHAR = '::character varying'
const OPEN = '(ARRAY['
const LIST = String.raw`('(?:[^']|'')*'::character varying(?:, '(?:[^']|'')*'::character varying)*)`
const MEMBERSHIP = new RegExp(String.raw`\(((?:[a-z_][a-z0-9_$]*|"(?:[^"]|"")+"))\)::text (= ANY|<> ALL) \(\(ARRAY\[${LIST}\]\)::text\[\]\)`, 'g')
const CAST_ARRAY = new RegExp(String.raw`\(ARRAY\[${LIST}\]\)::text\[\]`, 'g')
