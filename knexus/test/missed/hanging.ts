import type { Missed } from './case.ts'

const SERVER =
  'CREATE FOREIGN DATA WRAPPER w; CREATE FOREIGN DATA WRAPPER o; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE SERVER r FOREIGN DATA WRAPPER w'
const TABLE = 'CREATE TABLE t (id int PRIMARY KEY, n int)'

/** What hangs on any object, foreign data, publications and extensions. */
export const hanging: readonly Missed[] = [
  {
    kind: 'extension',
    setup: 'CREATE SCHEMA s; CREATE EXTENSION hstore',
    edits: { schema: 'ALTER EXTENSION hstore SET SCHEMA s' },
  },
  { kind: 'comment', setup: `${TABLE}; COMMENT ON TABLE t IS 'one'`, edits: { text: `COMMENT ON TABLE t IS 'two'` } },
  { kind: 'owner', setup: `${TABLE}; ALTER TABLE t OWNER TO reader`, edits: { role: 'ALTER TABLE t OWNER TO writer' } },
  {
    kind: 'privilege',
    setup: `${TABLE}; GRANT SELECT ON t TO reader`,
    edits: { privileges: 'GRANT INSERT ON t TO reader', grantable: 'GRANT SELECT ON t TO reader WITH GRANT OPTION' },
  },
  {
    kind: 'default privilege',
    setup: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader',
    edits: {
      privileges: 'ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO reader',
      grantable: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader WITH GRANT OPTION',
    },
  },
  {
    kind: 'foreign data wrapper',
    setup: SERVER,
    edits: {
      handler: `CREATE FUNCTION h() RETURNS fdw_handler LANGUAGE internal AS 'fdw_handler_in'; ALTER FOREIGN DATA WRAPPER w HANDLER h`,
      validator: 'ALTER FOREIGN DATA WRAPPER w VALIDATOR postgresql_fdw_validator',
      options: `ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD debug 'true')`,
    },
  },
  {
    kind: 'server',
    setup: SERVER,
    edits: {
      wrapper: 'DROP SERVER s; CREATE SERVER s FOREIGN DATA WRAPPER o',
      type: `DROP SERVER s; CREATE SERVER s TYPE 'x' FOREIGN DATA WRAPPER w`,
      version: `ALTER SERVER s VERSION '2'`,
      options: `ALTER SERVER s OPTIONS (ADD host 'h')`,
    },
  },
  {
    kind: 'user mapping',
    setup: `${SERVER}; CREATE USER MAPPING FOR reader SERVER s OPTIONS (user 'a', password 'p')`,
    edits: { options: `ALTER USER MAPPING FOR reader SERVER s OPTIONS (SET user 'b')` },
  },
  {
    kind: 'foreign table',
    setup: `${SERVER}; CREATE FOREIGN TABLE f (id int) SERVER s`,
    edits: {
      server: 'DROP FOREIGN TABLE f; CREATE FOREIGN TABLE f (id int) SERVER r',
      options: `ALTER FOREIGN TABLE f OPTIONS (ADD a 'b')`,
    },
  },
  {
    kind: 'foreign column',
    setup: `${SERVER}; CREATE FOREIGN TABLE f (id int OPTIONS (a 'b')) SERVER s`,
    edits: { options: `ALTER FOREIGN TABLE f ALTER id OPTIONS (SET a 'c')` },
  },
  {
    kind: 'publication',
    setup: 'CREATE PUBLICATION p',
    edits: {
      allTables: 'DROP PUBLICATION p; CREATE PUBLICATION p FOR ALL TABLES',
      publish: `ALTER PUBLICATION p SET (publish = 'insert')`,
      viaRoot: 'ALTER PUBLICATION p SET (publish_via_partition_root = true)',
      generatedColumns: { change: 'ALTER PUBLICATION p SET (publish_generated_columns = stored)', since: 18 },
    },
  },
  {
    kind: 'publication table',
    setup: `${TABLE}; CREATE PUBLICATION p FOR TABLE t`,
    edits: {
      columns: { change: 'ALTER PUBLICATION p SET TABLE t (id)', since: 15 },
      where: { change: 'ALTER PUBLICATION p SET TABLE t WHERE (id > 5)', since: 15 },
    },
  },
  {
    kind: 'publication schema',
    setup: 'CREATE SCHEMA s; CREATE PUBLICATION p FOR TABLES IN SCHEMA s',
    since: 15,
    edits: {},
  },
]
