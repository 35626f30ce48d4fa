import { join } from 'node:path'
import { expect } from 'chai'
import { diff, type Diffed } from '../../src/index.ts'
import { projectHere, type CommandProject } from '../support/command.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { database, execute } from '../support/server.ts'

/** Two schemas, and what a script between them says where it is not only statements. */
interface Pair {
  readonly name: string
  readonly both?: string
  readonly from: string
  readonly to: string
  readonly extensions?: readonly string[]
  /** The first major version that has it. */
  readonly since?: number
  /** What no script moves, and every script names. */
  readonly unmanaged?: readonly RegExp[]
  /** What is there on one side and not on the other, and no script can make: the comparison says that, and nothing else. */
  readonly remains?: boolean
}

const WRAPPER = 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;'

const PAIRS: readonly Pair[] = [
  {
    name: 'a comment whose words look like a module that is loaded',
    from: '',
    to: `CREATE TABLE rates (curr int); CREATE TABLE files (content bytea NOT NULL, ref_key int);
      COMMENT ON COLUMN files.ref_key IS 'such as by source of automatic import (where the file is not yet attached) or
even standard, long-lived documents.'`,
  },
  { name: 'a composite becomes an enum', from: 'CREATE TYPE t AS (c1 text)', to: `CREATE TYPE t AS ENUM ('x')` },
  {
    name: 'a table of an access method made by hand gets a column',
    both: 'CREATE ACCESS METHOD mine TYPE TABLE HANDLER heap_tableam_handler;',
    from: 'CREATE TABLE t (a int) USING mine; CREATE TABLE beside (a int)',
    to: 'CREATE TABLE t (a int, b int) USING mine; CREATE TABLE beside (a int, b int)',
    unmanaged: [/ACCESS METHOD mine/],
    remains: true,
  },
  {
    name: 'a default calls a function that names a sequence in its text',
    from: 'CREATE TABLE t ()',
    to: `CREATE SEQUENCE zz; CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT nextval(''public.zz'')::text';
      CREATE TABLE t (a text DEFAULT f())`,
  },
  {
    name: 'a check of a domain calls a function that calls another',
    from: 'CREATE DOMAIN d AS int',
    to: `CREATE FUNCTION zz(int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$;
      CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS $$ SELECT public.zz($1) > 0 $$; CREATE DOMAIN d AS int CHECK (f(VALUE))`,
  },
  {
    name: 'a domain of a column becomes an enum',
    from: 'CREATE DOMAIN t AS text; CREATE TABLE x (c t)',
    to: `CREATE TYPE t AS ENUM ('a'); CREATE TABLE x (c t)`,
  },
  {
    name: 'an extension that is over another',
    from: '',
    to: 'CREATE EXTENSION cube; CREATE EXTENSION earthdistance',
    extensions: ['cube', 'earthdistance'],
  },
  {
    name: 'a privilege on a function of an extension',
    both: 'CREATE EXTENSION hstore;',
    from: '',
    to: 'REVOKE EXECUTE ON FUNCTION hstore(text, text) FROM PUBLIC',
    extensions: ['hstore'],
    unmanaged: [/hstore/],
    remains: true,
  },
  {
    name: 'an extension that cannot be moved, in another namespace',
    both: 'CREATE SCHEMA a; CREATE SCHEMA b;',
    from: 'CREATE EXTENSION xml2 SCHEMA a',
    to: 'CREATE EXTENSION xml2 SCHEMA b',
    extensions: ['xml2'],
  },
  {
    name: 'an extension in a namespace of its own',
    from: '',
    to: 'CREATE SCHEMA x; CREATE EXTENSION hstore SCHEMA x',
    extensions: ['hstore'],
  },
  {
    name: 'an identity over what integer can hold becomes an integer',
    from: 'CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 5000000000))',
    to: 'CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY)',
  },
  {
    name: 'an index moves to another table',
    both: 'CREATE TABLE t (k int); CREATE TABLE u (k int);',
    from: 'CREATE INDEX i ON t (k)',
    to: 'CREATE INDEX i ON u (k)',
  },
  {
    name: 'an index moves to a partitioned table',
    both: 'CREATE TABLE t (k int); CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);',
    from: 'CREATE INDEX i ON t (k)',
    to: 'CREATE INDEX i ON p (k)',
  },
  {
    name: 'an inherited column is declared in the child too',
    from: 'CREATE TABLE p (v int); CREATE TABLE c () INHERITS (p)',
    to: 'CREATE TABLE p (v int); CREATE TABLE c (v int) INHERITS (p)',
  },
  {
    name: 'a partition has a valid copy of a check that is not valid above it',
    both: 'CREATE TABLE p (k int, v int) PARTITION BY LIST (k);',
    from: 'CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)',
    to: 'ALTER TABLE p ADD CONSTRAINT c CHECK (v > 0) NOT VALID; CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)',
  },
  {
    name: 'the key of a partition is attached to an index above it',
    both: 'CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);',
    from: 'CREATE UNIQUE INDEX i ON ONLY p (k); ALTER TABLE p1 ADD CONSTRAINT p1_pk PRIMARY KEY (k); ALTER INDEX i ATTACH PARTITION p1_pk',
    to: '',
  },
  {
    name: 'the sequence of an identity is not logged',
    both: 'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY);',
    from: '',
    to: 'ALTER SEQUENCE t_id_seq SET UNLOGGED',
    since: 15,
  },
  {
    name: 'a table becomes a foreign table',
    both: WRAPPER,
    from: 'CREATE TABLE x (a int, CHECK (a > 0))',
    to: 'CREATE FOREIGN TABLE x (a int, CHECK (a > 0)) SERVER s',
  },
  {
    name: 'the secrets of a user mapping',
    both: WRAPPER,
    from: '',
    to: `CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS ("user" 'u', password 'secret')`,
    unmanaged: [/USER MAPPING/],
    remains: true,
  },
]

/** Both ways: a script is written, a database that holds the one end runs it, and is then what the other end says. */
describe('schemas that are rare', function () {
  this.timeout('5m')
  let project: CommandProject
  before(async () => {
    project = await projectHere()
  })
  after(() => project.drop())

  for (const pair of PAIRS) {
    it(pair.name, async function () {
      leaveOut(this, lacking(pair.since, ...(pair.extensions ?? []).map((name) => `CREATE EXTENSION ${name}`)))
      await project.write({ 'a.sql': `${pair.both ?? ''}\n${pair.from}`, 'b.sql': `${pair.both ?? ''}\n${pair.to}` })
      const live = await database(`${pair.both ?? ''}\n${pair.from}`)
      try {
        for (const wanted of ['b.sql', 'a.sql']) {
          const { script, unmanaged } = await between(live.url, wanted, true)
          for (const pattern of pair.unmanaged ?? []) {
            expect(unmanaged.join('\n'), wanted).to.match(pattern)
            expect(script?.sql, wanted).to.match(new RegExp(`^-- not managed: .*${pattern.source}`, 'm'))
          }
          if (pair.unmanaged === undefined) expect(unmanaged, wanted).to.deep.equal([])
          expect(script?.sql).not.to.contain('secret')
          await execute(live, script!.sql)
          expect((await between(live.url, wanted)).changes, script!.sql).to.deep.equal([])
          if (pair.remains) return
        }
      } finally {
        await live.drop()
      }
    })
  }

  const between = (from: string, to: string, sql = false): Promise<Diffed> =>
    diff({ knexfile: join(project.folder, 'knexfile.mjs'), from, to: join(project.folder, to), sql })
})
