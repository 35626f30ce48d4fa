import { defineKind } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { qualifiedName, userNamespace } from '../base/sql.ts'

/** A text search parser; its functions are written in C. Source: `pg_ts_parser`. */
export interface TextSearchParser {
  readonly kind: 'text search parser'
  readonly schema: string
  readonly name: string
  /** Functions, as quoted paths. */
  readonly start: string
  readonly token: string
  readonly end: string
  readonly headline: string | null
  readonly types: string
}

export const textSearchParserKind = defineKind<TextSearchParser, 'schema' | 'name'>({
  kind: 'text search parser',
  class: 'pg_ts_parser',

  catalog: () => `
    SELECT p.oid, n.nspname AS schema, p.prsname AS name, p.prsstart::text AS start, p.prstoken::text AS token,
      p.prsend::text AS end,
           NULLIF(p.prsheadline::text, '-') AS headline, p.prslextype::text AS types
    FROM pg_ts_parser p
    JOIN pg_namespace n ON n.oid = p.prsnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, p.prsname`,

  address: (parser) => `TEXT SEARCH PARSER ${qualifiedName(parser.schema, parser.name)}`,

  create: (parser) => [
    {
      sql: `CREATE TEXT SEARCH PARSER ${qualifiedName(parser.schema, parser.name)} (${[
        `START = ${parser.start}`,
        `GETTOKEN = ${parser.token}`,
        `END = ${parser.end}`,
        parser.headline !== null && `HEADLINE = ${parser.headline}`,
        `LEXTYPES = ${parser.types}`,
      ]
        .filter(Boolean)
        .join(', ')})`,
    },
  ],
  drop: (parser) => [{ sql: `DROP TEXT SEARCH PARSER ${qualifiedName(parser.schema, parser.name)}` }],
  rename: (after, before) => renaming('TEXT SEARCH PARSER', before, after),

  alter: { start: 'recreate', token: 'recreate', end: 'recreate', headline: 'recreate', types: 'recreate' },
})
