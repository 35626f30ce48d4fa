import { quoteIdent, quoteLiteral } from '../../base/sql.ts'

/** The options of a foreign-data wrapper, server, table or column: `{ host: 'db', port: '5432' }`. */
export type ForeignOptions = Readonly<Record<string, string>>

/** A regular expression over the names of options that hold a secret. Their values are never read. */
export const SECRET_OPTION = 'pass|secret|key|token|credential'

/** The OPTIONS clause of a CREATE; nothing for none. */
export function foreignOptions(options: ForeignOptions): string | false {
  const written = Object.entries(options).map(([key, value]) => `${quoteIdent(key)} ${quoteLiteral(value)}`)
  return written.length > 0 && `OPTIONS (${written.join(', ')})`
}

/** The OPTIONS clause of an ALTER that turns options into others; nothing where they are the same. */
export function changedOptions(before: ForeignOptions, after: ForeignOptions): string | false {
  const written = [
    ...Object.keys(before)
      .filter((key) => !Object.hasOwn(after, key))
      .map((key) => `DROP ${quoteIdent(key)}`),
    ...Object.entries(after).flatMap(([key, value]) => {
      if (!Object.hasOwn(before, key)) return [`ADD ${quoteIdent(key)} ${quoteLiteral(value)}`]
      return before[key] === value ? [] : [`SET ${quoteIdent(key)} ${quoteLiteral(value)}`]
    }),
  ]
  return written.length > 0 && `OPTIONS (${written.join(', ')})`
}
