import { recreatable } from './expressions.ts'
import { quoteIdent } from '../../base/sql.ts'

/** A view's list of columns in parentheses, absent when the query names them, and its query. */
interface ViewQuery {
  readonly list: string | undefined
  readonly query: string
}

/**
 * What CREATE VIEW says, so that PostgreSQL reads the very query it printed. A view that is nothing but VALUES is printed
 * as a SELECT over them as soon as its columns have names, and that is read as another query.
 * Only what is created goes through here; nothing is compared by it.
 */
export function recreatableQuery(definition: string, columns: readonly string[] | null): ViewQuery {
  const [, items = '', values] = columns === null ? (NAMED_VALUES.exec(definition) ?? []) : []
  const names = items.split(/,\s+/).map((item) => /^(?:"\*VALUES\*"\.)?(column\d+)(?: AS (.+))?$/.exec(item))
  if (values !== undefined && names.every((match) => match !== null)) {
    return { list: `(${names.map(([, own, given]) => given ?? own).join(', ')})`, query: recreatable(values) }
  }
  return { list: columns ? `(${columns.map(quoteIdent).join(', ')})` : undefined, query: recreatable(definition) }
}

/** Without a space before VALUES: with one, the query did have a subquery. */
const NAMED_VALUES = /^SELECT ([^()]+?)\s+FROM \((VALUES [\s\S]*)\) "\*VALUES\*"$/
