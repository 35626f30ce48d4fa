import type { IndexOptions, Key, KeyOptions } from '../declare/drafts.ts'
import { Sql } from '../declare/sql.ts'
import { indexWording, type Index } from '../kinds/indexes.ts'
import { optionsOf } from '../kinds/shared/wording.ts'
import { closing, readNames, readPath, stripParentheses, takeName } from './lexer.ts'
import { withOf } from './parameters.ts'

const NAME = /(?:"(?:[^"]|"")+"|[\w$]+)/.source
const QUALIFIED = String.raw`${NAME}(?:\.${NAME})?`
/** What stands behind the column or the expression of a key: collation, operator class, order. */
const TAIL = new RegExp(
  String.raw`^(?: COLLATE (${QUALIFIED}))?(?: (?!DESC\b|ASC\b|NULLS\b)(${QUALIFIED}))?( DESC)?(?: NULLS (FIRST|LAST))?$`,
)

/** Reads a key as the catalog writes it. Nothing where the language cannot say it: options of an operator class. */
export function readKey(text: string, columns: readonly string[]): Key | undefined {
  const head = headOf(text, columns)
  const tail = head && TAIL.exec(head.rest)
  if (!head || !tail) return undefined
  const [, collate, opclass, desc, nulls] = tail
  const options: KeyOptions = {
    ...(collate !== undefined && { collate: nameOrSql(collate) }),
    ...(opclass !== undefined && { opclass: nameOrSql(opclass) }),
    ...(desc !== undefined && { order: 'desc' as const }),
    ...(nulls !== undefined && { nulls: nulls === 'FIRST' ? ('first' as const) : ('last' as const) }),
  }
  return Object.keys(options).length === 0 ? head.key : { key: head.key, ...options }
}

/** The keys and the options of an index. Nothing where the language cannot say them. */
export function readIndex(
  index: Index,
  columns: readonly string[],
): { readonly keys: readonly Key[]; readonly options: IndexOptions } | undefined {
  const keys = index.keys.map((key) => readKey(key, columns)).filter((key) => key !== undefined)
  const include = readNames(index.include.join(', '))
  if (keys.length < index.keys.length || !include || !index.valid) return undefined
  const shared = sharedOptions(keys)
  const options: IndexOptions = {
    ...optionsOf(indexWording, index, (condition) => new Sql(stripParentheses(condition))),
    ...shared,
    ...(include.length > 0 && { include }),
    ...withOf(index.with),
  }
  return {
    keys:
      Object.keys(shared).length > 0
        ? keys.map((key) => (typeof key === 'object' && 'key' in key ? key.key : key))
        : keys,
    options,
  }
}

/** What a single key says of itself is said of the index. */
function sharedOptions(keys: readonly Key[]): KeyOptions {
  const [only] = keys
  if (keys.length !== 1 || typeof only !== 'object' || only instanceof Sql) return {}
  const { key: _key, ...options } = only
  return options
}

/** The column, or the expression with its parentheses closed, that a key begins with. */
function headOf(
  text: string,
  columns: readonly string[],
): { readonly key: string | Sql; readonly rest: string } | undefined {
  const taken = takeName(text)
  if (taken && columns.includes(taken.name) && !/^[.(]/.test(taken.rest)) return { key: taken.name, rest: taken.rest }
  const open = text.indexOf('(', quotedHead(text))
  const end = open < 0 ? -1 : closing(text, open)
  if (end < 0) return undefined
  return { key: new Sql(stripParentheses(text.slice(0, end + 1))), rest: text.slice(end + 1) }
}

/** Where the quoted name of a function ends, so that a parenthesis inside of it is stepped over. */
function quotedHead(text: string): number {
  return /^(?:"(?:[^"]|"")+"|[^"(])*/.exec(text)?.[0].length ?? 0
}

/** A name alone is a string; `public` is where names are looked for, so it need not be said. */
function nameOrSql(path: string): string | Sql {
  const parts = readPath(path)
  if (parts?.length === 1) return parts[0]!
  return parts?.length === 2 && parts[0] === 'public' ? parts[1]! : new Sql(path)
}
