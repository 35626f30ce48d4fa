import { defineKind } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { qualifiedName, userNamespace } from '../base/sql.ts'

/** A text search template; its functions are written in C. Source: `pg_ts_template`. */
export interface TextSearchTemplate {
  readonly kind: 'text search template'
  readonly schema: string
  readonly name: string
  /** Functions, as quoted paths. */
  readonly init: string | null
  readonly lexize: string
}

export const textSearchTemplateKind = defineKind<TextSearchTemplate, 'schema' | 'name'>({
  kind: 'text search template',
  class: 'pg_ts_template',

  catalog: () => `
    SELECT t.oid, n.nspname AS schema, t.tmplname AS name, NULLIF(t.tmplinit::text, '-') AS init, t.tmpllexize::text AS lexize
    FROM pg_ts_template t
    JOIN pg_namespace n ON n.oid = t.tmplnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, t.tmplname`,

  address: (template) => `TEXT SEARCH TEMPLATE ${qualifiedName(template.schema, template.name)}`,

  create: (template) => [
    {
      sql:
        `CREATE TEXT SEARCH TEMPLATE ${qualifiedName(template.schema, template.name)} ` +
        `(${template.init === null ? '' : `INIT = ${template.init}, `}LEXIZE = ${template.lexize})`,
    },
  ],
  drop: (template) => [{ sql: `DROP TEXT SEARCH TEMPLATE ${qualifiedName(template.schema, template.name)}` }],
  rename: (after, before) => renaming('TEXT SEARCH TEMPLATE', before, after),

  alter: { init: 'recreate', lexize: 'recreate' },
})
