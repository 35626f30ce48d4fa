import { defineKind, type Statement } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { qualifiedName, userNamespace } from '../base/sql.ts'

/** A text search dictionary. Source: `pg_ts_dict`. */
export interface TextSearchDictionary {
  readonly kind: 'text search dictionary'
  readonly schema: string
  readonly name: string
  /** Its template, as a quoted path: `pg_catalog.snowball`. */
  readonly template: string
  /** The options of the template, as PostgreSQL keeps them: `language = 'english', stopwords = 'english'`. */
  readonly options: string | null
}

export const textSearchDictionaryKind = defineKind<TextSearchDictionary, 'schema' | 'name'>({
  kind: 'text search dictionary',
  class: 'pg_ts_dict',

  catalog: () => `
    SELECT d.oid, n.nspname AS schema, d.dictname AS name, quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname)
      AS template, d.dictinitoption AS options
    FROM pg_ts_dict d
    JOIN pg_namespace n ON n.oid = d.dictnamespace
    JOIN pg_ts_template t ON t.oid = d.dicttemplate
    JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, d.dictname`,

  address: (dictionary) => `TEXT SEARCH DICTIONARY ${qualifiedName(dictionary.schema, dictionary.name)}`,

  create: (dictionary) => [
    {
      sql:
        `CREATE TEXT SEARCH DICTIONARY ${qualifiedName(dictionary.schema, dictionary.name)} (TEMPLATE = ` +
        `${dictionary.template}${dictionary.options === null ? '' : `, ${dictionary.options}`})`,
    },
  ],
  drop: (dictionary) => [{ sql: `DROP TEXT SEARCH DICTIONARY ${qualifiedName(dictionary.schema, dictionary.name)}` }],
  rename: (after, before) => renaming('TEXT SEARCH DICTIONARY', before, after),

  alter: { template: 'recreate', options: changeOptions },
})

function alter(dictionary: TextSearchDictionary, action: string): Statement[] {
  return [{ sql: `ALTER TEXT SEARCH DICTIONARY ${qualifiedName(dictionary.schema, dictionary.name)} ${action}` }]
}

/** An option named without a value is taken away. */
function changeOptions(after: TextSearchDictionary, before: TextSearchDictionary): Statement[] {
  const wanted = namesOf(after.options)
  const gone = namesOf(before.options).filter((key) => !wanted.includes(key))
  return alter(after, `(${[...gone, ...(after.options === null ? [] : [after.options])].join(', ')})`)
}

function namesOf(options: string | null): string[] {
  return [...(options ?? '').matchAll(/(?:^|,)\s*("(?:[^"]|"")*"|\w+)\s*=\s*(?:E?'(?:[^'\\]|''|\\.)*'|[^,']*)/g)].map(
    ([, key = '']) => key,
  )
}
