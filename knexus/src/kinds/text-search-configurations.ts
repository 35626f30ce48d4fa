import { defineKind, type Statement } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** A text search configuration. Source: `pg_ts_config`, `pg_ts_config_map`. */
export interface TextSearchConfiguration {
  readonly kind: 'text search configuration'
  readonly schema: string
  readonly name: string
  /** Its parser, as a quoted path: `pg_catalog."default"`. */
  readonly parser: string
  /**
   * The dictionaries consulted for each type of token, in order, as quoted paths: `{ asciiword:
   * ['pg_catalog.english_stem'] }`.
   */
  readonly mappings: Readonly<Record<string, readonly string[]>>
}

export const textSearchConfigurationKind = defineKind<TextSearchConfiguration, 'schema' | 'name'>({
  kind: 'text search configuration',
  class: 'pg_ts_config',

  catalog: () => `
    SELECT c.oid, n.nspname AS schema, c.cfgname AS name, quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) AS
      parser, m.mappings
    FROM pg_ts_config c
    JOIN pg_namespace n ON n.oid = c.cfgnamespace
    JOIN pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_namespace pn ON pn.oid = p.prsnamespace
    CROSS JOIN LATERAL (
      SELECT COALESCE(json_object_agg(k.alias, k.dictionaries ORDER BY k.alias), '{}') AS mappings
      FROM (SELECT t.alias, json_agg(quote_ident(dn.nspname) || '.' || quote_ident(d.dictname)
        ORDER BY x.mapseqno) AS dictionaries
            FROM pg_ts_config_map x
            JOIN ts_token_type(c.cfgparser) t ON t.tokid = x.maptokentype
            JOIN pg_ts_dict d ON d.oid = x.mapdict
            JOIN pg_namespace dn ON dn.oid = d.dictnamespace
            WHERE x.mapcfg = c.oid
            GROUP BY t.alias) k
    ) m
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, c.cfgname`,

  address: (configuration) => `TEXT SEARCH CONFIGURATION ${qualifiedName(configuration.schema, configuration.name)}`,

  create: (configuration) => [
    {
      sql:
        `CREATE TEXT SEARCH CONFIGURATION ${qualifiedName(configuration.schema, configuration.name)} (PARSER = ` +
        `${configuration.parser})`,
    },
    ...Object.entries(configuration.mappings).flatMap(([token, dictionaries]) =>
      map(configuration, 'ADD', token, dictionaries),
    ),
  ],
  drop: (configuration) => [
    { sql: `DROP TEXT SEARCH CONFIGURATION ${qualifiedName(configuration.schema, configuration.name)}` },
  ],
  rename: (after, before) => renaming('TEXT SEARCH CONFIGURATION', before, after),

  alter: {
    parser: 'recreate',
    mappings: (after, before) => [
      ...Object.keys(before.mappings)
        .filter((token) => !(token in after.mappings))
        .flatMap((token) => alter(after, `DROP MAPPING FOR ${quoteIdent(token)}`)),
      ...Object.entries(after.mappings)
        .filter(([token, dictionaries]) => before.mappings[token]?.join() !== dictionaries.join())
        .flatMap(([token, dictionaries]) =>
          map(after, token in before.mappings ? 'ALTER' : 'ADD', token, dictionaries),
        ),
    ],
  },
})

function alter(configuration: TextSearchConfiguration, action: string): Statement[] {
  return [
    { sql: `ALTER TEXT SEARCH CONFIGURATION ${qualifiedName(configuration.schema, configuration.name)} ${action}` },
  ]
}

function map(
  configuration: TextSearchConfiguration,
  verb: 'ADD' | 'ALTER',
  token: string,
  dictionaries: readonly string[],
): Statement[] {
  return alter(configuration, `${verb} MAPPING FOR ${quoteIdent(token)} WITH ${dictionaries.join(', ')}`)
}
