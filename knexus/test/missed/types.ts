import type { Missed } from './case.ts'

const ICU = `SELECT count(*) > 0 FROM pg_collation WHERE collprovider = 'i'`

/** Types, domains and collations. */
export const types: readonly Missed[] = [
  {
    kind: 'collation',
    setup: `CREATE COLLATION c (lc_collate = 'C', lc_ctype = 'C')`,
    edits: {
      provider: { change: `DROP COLLATION c; CREATE COLLATION c (provider = icu, locale = 'en')`, only: ICU },
      locale: {
        setup: `CREATE COLLATION c (provider = icu, locale = 'en')`,
        change: `DROP COLLATION c; CREATE COLLATION c (provider = icu, locale = 'de')`,
        only: ICU,
      },
      collate: `DROP COLLATION c; CREATE COLLATION c (lc_collate = 'POSIX', lc_ctype = 'C')`,
      ctype: `DROP COLLATION c; CREATE COLLATION c (lc_collate = 'C', lc_ctype = 'POSIX')`,
      rules: {
        setup: `CREATE COLLATION c (provider = icu, locale = 'en')`,
        change: `DROP COLLATION c; CREATE COLLATION c (provider = icu, locale = 'en', rules = '& b < a')`,
        since: 16,
        only: ICU,
      },
      deterministic: {
        setup: `CREATE COLLATION c (provider = icu, locale = 'en')`,
        change: `DROP COLLATION c; CREATE COLLATION c (provider = icu, locale = 'en', deterministic = false)`,
        only: ICU,
      },
    },
  },
  {
    kind: 'enum',
    setup: `CREATE TYPE e AS ENUM ('a', 'b')`,
    edits: { labels: `ALTER TYPE e RENAME VALUE 'a' TO 'c'` },
  },
  {
    kind: 'composite',
    setup: 'CREATE TYPE c AS (a int)',
    edits: { attributes: 'ALTER TYPE c ALTER ATTRIBUTE a TYPE bigint' },
  },
  { kind: 'composite attribute', setup: 'CREATE TYPE c AS (a int)', edits: {} },
  {
    kind: 'range',
    setup: 'CREATE TYPE r AS RANGE (subtype = text)',
    edits: {
      subtype: 'DROP TYPE r; CREATE TYPE r AS RANGE (subtype = varchar)',
      operatorClass: 'DROP TYPE r; CREATE TYPE r AS RANGE (subtype = text, subtype_opclass = text_pattern_ops)',
      collation: 'DROP TYPE r; CREATE TYPE r AS RANGE (subtype = text, collation = "C")',
      canonical: {
        setup: 'CREATE TYPE r AS RANGE (subtype = int)',
        change: `DROP TYPE r; CREATE TYPE r; CREATE FUNCTION f(r) RETURNS r LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
          CREATE TYPE r AS RANGE (subtype = int, canonical = f)`,
      },
      difference: {
        setup: 'CREATE TYPE r AS RANGE (subtype = float8)',
        change: 'DROP TYPE r; CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi)',
      },
      multirange: 'DROP TYPE r; CREATE TYPE r AS RANGE (subtype = text, multirange_type_name = many)',
      multirangeSchema:
        'DROP TYPE r; CREATE SCHEMA s; CREATE TYPE r AS RANGE (subtype = text, multirange_type_name = s.r_multirange)',
    },
  },
  {
    kind: 'domain',
    setup: 'CREATE DOMAIN d AS text NOT NULL',
    edits: {
      type: 'DROP DOMAIN d; CREATE DOMAIN d AS varchar NOT NULL',
      collation: 'DROP DOMAIN d; CREATE DOMAIN d AS text COLLATE "C" NOT NULL',
      notNull: 'ALTER DOMAIN d DROP NOT NULL',
      notNullName: { change: 'ALTER DOMAIN d DROP NOT NULL; ALTER DOMAIN d ADD CONSTRAINT nn NOT NULL', since: 17 },
      default: `ALTER DOMAIN d SET DEFAULT 'x'`,
    },
  },
  {
    kind: 'domain constraint',
    setup: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0)',
    edits: {
      definition: 'ALTER DOMAIN d DROP CONSTRAINT c; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 1)',
      validated: 'ALTER DOMAIN d DROP CONSTRAINT c; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID',
    },
  },
]
