import type { Missed } from './case.ts'

const DROP = 'DROP OPERATOR === (point, point)'
const COMPARE = `CREATE FUNCTION same(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1[0] = $2[0] $$;
  CREATE FUNCTION like_it(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1[1] = $2[1] $$`
const operator = (more: string, name = '===', procedure = 'same') =>
  `CREATE OPERATOR ${name} (FUNCTION = ${procedure}, LEFTARG = point, RIGHTARG = point${more})`
const CLASS = 'DEFAULT FOR TYPE point USING btree'
const GIST = `CREATE OPERATOR FAMILY f USING gist; CREATE OPERATOR CLASS c FOR TYPE polygon USING gist FAMILY f
  AS OPERATOR 1 <<, FUNCTION 1 gist_poly_consistent(internal, polygon, smallint, oid, internal)`
const FAMILY = `CREATE OPERATOR FAMILY f USING btree; CREATE OPERATOR FAMILY g USING btree;
  CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT btint4cmp($2, $1) $$`
const MEMBERS = 'OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp(int, int)'
const PARSER = [
  'start(internal, int) RETURNS internal',
  'nexttoken(internal, internal, internal) RETURNS internal',
  'end(internal) RETURNS void',
  'headline(internal, internal, tsquery) RETURNS internal',
  'lextype(internal) RETURNS internal',
]
  .map((signature) => `CREATE FUNCTION my_${signature} LANGUAGE internal STRICT AS 'prsd_${signature.split('(')[0]}'`)
  .join('; ')
const parser = (values: Readonly<Record<string, string>> = {}) => {
  const all = {
    start: 'prsd_start',
    gettoken: 'prsd_nexttoken',
    end: 'prsd_end',
    headline: 'prsd_headline',
    lextypes: 'prsd_lextype',
    ...values,
  }
  return `CREATE TEXT SEARCH PARSER p (${Object.entries(all)
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ')})`
}

/** Operators, casts and text search. */
export const rarer: readonly Missed[] = [
  {
    kind: 'operator',
    setup: `${COMPARE}; ${operator('')}`,
    edits: {
      function: `${DROP}; ${operator('', '===', 'like_it')}`,
      commutator: `${DROP}; ${operator(', COMMUTATOR = ===')}`,
      negator: `${operator('', '!===', 'like_it')}; ${DROP}; ${operator(', NEGATOR = !===')}`,
      restrict: `ALTER OPERATOR === (point, point) SET (RESTRICT = eqsel)`,
      join: `ALTER OPERATOR === (point, point) SET (JOIN = eqjoinsel)`,
      hashes: `${DROP}; ${operator(', HASHES')}`,
      merges: `${DROP}; ${operator(', MERGES')}`,
    },
  },
  {
    kind: 'operator family',
    setup: 'CREATE OPERATOR FAMILY f USING btree',
    edits: { members: 'ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int, bigint)' },
  },
  {
    kind: 'operator class',
    setup: `${FAMILY}; CREATE OPERATOR CLASS c FOR TYPE int USING btree FAMILY f AS ${MEMBERS}`,
    edits: {
      default: {
        setup: `${COMPARE}; ${operator('')}; CREATE FUNCTION cmp(point, point) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 0 $$;
          CREATE OPERATOR CLASS c FOR TYPE point USING btree AS OPERATOR 3 ===, FUNCTION 1 cmp(point, point)`,
        change: `DROP OPERATOR FAMILY c USING btree CASCADE; CREATE OPERATOR CLASS c ${CLASS} AS OPERATOR 3 ===, FUNCTION 1 cmp(point, point)`,
      },
      type: `DROP OPERATOR CLASS c USING btree; CREATE FUNCTION cmp(bigint, bigint) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT btint8cmp($2, $1) $$;
        CREATE OPERATOR CLASS c FOR TYPE bigint USING btree FAMILY f AS ${MEMBERS.replace('int, int', 'bigint, bigint')}`,
      family: `DROP OPERATOR CLASS c USING btree; CREATE OPERATOR CLASS c FOR TYPE int USING btree FAMILY g AS ${MEMBERS}`,
      storage: { setup: GIST, change: `DROP OPERATOR FAMILY f USING gist CASCADE; ${GIST}, STORAGE box` },
      members: `DROP OPERATOR CLASS c USING btree; CREATE OPERATOR CLASS c FOR TYPE int USING btree FAMILY f AS ${MEMBERS.replace('OPERATOR 5 <, ', '')}`,
    },
  },
  {
    kind: 'cast',
    setup: `CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION c(e) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
      CREATE FUNCTION d(e) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 2 $$; CREATE CAST (e AS int) WITH FUNCTION c(e)`,
    edits: {
      function: 'DROP CAST (e AS int); CREATE CAST (e AS int) WITH FUNCTION d(e)',
      method: 'DROP CAST (e AS int); CREATE CAST (e AS int) WITH INOUT',
      context: 'DROP CAST (e AS int); CREATE CAST (e AS int) WITH FUNCTION c(e) AS ASSIGNMENT',
    },
  },
  {
    kind: 'text search parser',
    setup: `${PARSER}; ${parser()}`,
    edits: {
      start: `DROP TEXT SEARCH PARSER p; ${parser({ start: 'my_start' })}`,
      token: `DROP TEXT SEARCH PARSER p; ${parser({ gettoken: 'my_nexttoken' })}`,
      end: `DROP TEXT SEARCH PARSER p; ${parser({ end: 'my_end' })}`,
      headline: `DROP TEXT SEARCH PARSER p; ${parser({ headline: 'my_headline' })}`,
      types: `DROP TEXT SEARCH PARSER p; ${parser({ lextypes: 'my_lextype' })}`,
    },
  },
  {
    kind: 'text search template',
    setup: 'CREATE TEXT SEARCH TEMPLATE t (INIT = dsimple_init, LEXIZE = dsimple_lexize)',
    edits: {
      init: 'DROP TEXT SEARCH TEMPLATE t; CREATE TEXT SEARCH TEMPLATE t (INIT = dispell_init, LEXIZE = dsimple_lexize)',
      lexize:
        'DROP TEXT SEARCH TEMPLATE t; CREATE TEXT SEARCH TEMPLATE t (INIT = dsimple_init, LEXIZE = dispell_lexize)',
    },
  },
  {
    kind: 'text search dictionary',
    setup: 'CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)',
    edits: {
      template: `DROP TEXT SEARCH DICTIONARY d; CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'english')`,
      options: 'ALTER TEXT SEARCH DICTIONARY d (accept = false)',
    },
  },
  {
    kind: 'text search configuration',
    setup: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)',
    edits: {
      parser: `${parser()}; DROP TEXT SEARCH CONFIGURATION c; CREATE TEXT SEARCH CONFIGURATION c (PARSER = p)`,
      mappings: 'ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR url',
    },
  },
]
