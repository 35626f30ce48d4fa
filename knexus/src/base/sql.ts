/**
 * Quotes a name: `users` stays, `Order` becomes "Order". Reserved words are quoted too, so that every place accepts the result.
 * The words are PostgreSQL's reserved and type-or-function ones (manual, appendix C).
 */
export function quoteIdent(text: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(text) && !RESERVED.has(text) ? text : `"${text.replaceAll('"', '""')}"`
}

/** Quotes a dotted path of names: `public.users`. */
export function qualifiedName(...parts: readonly string[]): string {
  return parts.map(quoteIdent).join('.')
}

/** Quotes a text literal; a backslash makes it an `E''` string, so that `standard_conforming_strings` does not matter. */
export function quoteLiteral(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`
  return value.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** Quotes a body between dollars, with a tag that the body does not contain: `$$ … $$`, `$body$ … $body$`. */
export function dollarQuote(body: string): string {
  let tag = ''
  for (let n = 0; body.includes(`$${tag}$`) || body.endsWith('$'.concat(tag)); n += 1)
    tag = n === 0 ? 'body' : `body${n}`
  return `$${tag}$${body}$${tag}$`
}

/** Joins the parts that are there: `clause('ADD', unique && 'UNIQUE', …)`. */
export function clause(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}

/** The options of a WITH clause: `{ fillfactor: '70' }` becomes `fillfactor='70'`. */
export function optionList(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(
      ([key, value]) =>
        `${key.split('.').map(quoteIdent).join('.')}=${/^[a-z0-9_.]+$/.test(value) ? value : quoteLiteral(value)}`,
    )
    .join(', ')
}

/** SQL: a namespace that people made, by the alias of its `pg_namespace` row. */
export function userNamespace(alias: string): string {
  return `(${alias}.nspname !~ '^pg_' AND ${alias}.nspname <> 'information_schema')`
}

/** SQL: a quoted name, with its namespace where that is not PostgreSQL's own. */
export function qualified(namespace: string, column: string): string {
  return `CASE WHEN ${namespace} = 'pg_catalog' THEN '' ELSE quote_ident(${namespace}) || '.' END || quote_ident(${column})`
}

/** SQL: a reference to another object, for an attribute listed in `refs`. */
export function ref(catalog: string, oid: string, sub = '0'): string {
  return `('${catalog}:' || ${oid} || ':' || ${sub})`
}

/** SQL: an array of `key=value` texts as a JSON object in the order of the array, `{}` for none. */
export function optionsOf(array: string): string {
  return (
    `COALESCE((SELECT json_object_agg(split_part(option, '=', 1), substr(option, strpos(option, '=') + 1) ORDER ` +
    `BY place) FROM unnest(${array}) WITH ORDINALITY AS o (option, place)), '{}')`
  )
}

/**
 * SQL: a column's options, as `optionsOf` writes them, without the `pg_attver` that PostgreSQL 17.12 keeps among them
 * for itself; `pg_dump` leaves it out too.
 */
export function columnOptions(array: string): string {
  const own = (option: string) => `starts_with(${option}, 'pg_attver=')`
  return (
    `CASE WHEN ${array} IS NULL OR cardinality(${array}) = 1 AND ${own(`${array}[1]`)} THEN '{}' ELSE ` +
    `${optionsOf(`ARRAY(SELECT o FROM unnest(${array}) o WHERE NOT ${own('o')})`)} END`
  )
}

const RESERVED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate ' +
    'collation column concurrently constraint create cross ' +
    'current_catalog current_date current_role current_schema current_time current_timestamp current_user ' +
    'default deferrable desc distinct do else end except false fetch for ' +
    'foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral ' +
    'leading left like limit localtime localtimestamp natural not ' +
    'notnull null offset on only or order outer overlaps placing primary references returning right select ' +
    'session_user similar some symmetric system_user table tablesample then to trailing ' +
    'true union unique user using variadic verbose when where window with between bigint bit boolean char ' +
    'character coalesce dec decimal exists extract float greatest grouping inout int integer ' +
    'interval json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar ' +
    'json_serialize json_table json_value least merge_action national nchar none normalize nullif numeric out ' +
    'overlay position precision ' +
    'real row setof smallint substring time timestamp treat trim values varchar xmlattributes xmlconcat ' +
    'xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
  ).split(' '),
)

/** SQL: the word of SET STORAGE for a column such as `pg_attribute.attstorage`. */
export function storageWord(column: string): string {
  return `CASE ${column} WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END`
}
