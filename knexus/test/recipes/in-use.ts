import { freshName } from '../../src/base/fresh-name.ts'

const LONG = ['a', 'b'].map((end) => ({
  column: `"${'é'.repeat(30)}_${end}"`,
  check: `"${freshName(`t_${'é'.repeat(30)}_${end}`, '__not_null')}"`,
}))

/** What a table in use is spared: SQL before and after, and the files with their statements. `*` marks a file without a transaction. */
export const RECIPES: Readonly<
  Record<
    string,
    {
      readonly since?: number
      readonly before?: number
      readonly both?: string
      readonly from: string
      readonly to: string
      readonly files: readonly (readonly string[])[]
      /** Rules of lint and verify that rightly speak of its files: of the change itself, or where no recipe can spare it. None when absent. */
      readonly finds?: readonly string[]
    }
  >
> = {
  'an index is built beside it': {
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int); CREATE INDEX i ON t (id)',
    files: [['*', 'CREATE INDEX CONCURRENTLY i ON public.t (id)']],
  },
  'an index of a new table needs no care': {
    from: '',
    to: 'CREATE TABLE t (id int); CREATE INDEX i ON t (id)',
    finds: ['table-without-key'],
    files: [['CREATE TABLE public.t (\n  id integer\n)', 'CREATE INDEX i ON public.t (id)']],
  },
  'an index over a function that not everybody may call is made while nobody else owns the table': {
    from: `CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC; CREATE TABLE t (id int); ALTER TABLE t OWNER TO writer`,
    to: `CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC; CREATE TABLE t (id int); CREATE INDEX i ON t (f(id)); ALTER TABLE t OWNER TO writer`,
    finds: ['index-blocks-writes'],
    files: [
      [
        'ALTER TABLE public.t OWNER TO CURRENT_USER',
        'CREATE INDEX i ON public.t (public.f(id))',
        'ALTER TABLE public.t OWNER TO writer',
      ],
    ],
  },
  'an index is dropped beside it': {
    from: 'CREATE TABLE t (id int); CREATE INDEX i ON t (id)',
    to: 'CREATE TABLE t (id int)',
    files: [['*', 'DROP INDEX CONCURRENTLY public.i']],
  },
  'an index is replaced by one that is there before the old one goes': {
    from: 'CREATE TABLE t (id int); CREATE INDEX i ON t (id)',
    to: 'CREATE TABLE t (id int); CREATE INDEX i ON t (id DESC)',
    files: [
      [
        '*',
        'CREATE INDEX CONCURRENTLY i__new ON public.t (id DESC)',
        'ALTER INDEX public.i RENAME TO i__old',
        'ALTER INDEX public.i__new RENAME TO i',
        'DROP INDEX CONCURRENTLY public.i__old',
      ],
    ],
  },
  'an index whose column is made anew is back when the transaction ends': {
    from: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (id int, l e, g text GENERATED ALWAYS AS (CASE l WHEN 'a' THEN 'x' ELSE 'y' END) STORED); CREATE INDEX i ON t (g)`,
    to: `CREATE TYPE e AS ENUM ('a', 'c'); CREATE TABLE t (id int, l e, g text GENERATED ALWAYS AS (CASE l WHEN 'a' THEN 'x' ELSE 'y' END) STORED); CREATE INDEX i ON t (g)`,
    finds: ['drop-index-blocks', 'up-fails'],
    files: [
      [
        'DROP INDEX public.i',
        'ALTER TABLE public.t DROP COLUMN g',
        'ALTER TYPE public.e RENAME TO e__old',
        `CREATE TYPE public.e AS ENUM ('a', 'c')`,
        'ALTER TABLE public.t ALTER COLUMN l TYPE public.e USING l::text::public.e',
        `ALTER TABLE public.t ADD COLUMN g text GENERATED ALWAYS AS (\nCASE l\n    WHEN 'a'::public.e THEN 'x'::text\n    ELSE 'y'::text\nEND) STORED`,
        'CREATE INDEX i ON public.t (g)',
        'DROP TYPE public.e__old',
      ],
    ],
  },
  'a unique constraint takes over an index': {
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int, CONSTRAINT u UNIQUE (id))',
    files: [
      [
        '*',
        'CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (id)',
        'ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u',
      ],
    ],
  },
  'a unique constraint on other columns takes over an index in the statement that drops the old one': {
    from: 'CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a))',
    to: 'CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (b))',
    files: [
      [
        '*',
        'CREATE UNIQUE INDEX CONCURRENTLY u__new ON public.t (b)',
        'ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE USING INDEX u__new',
      ],
    ],
  },
  'a primary key of another name comes in the transaction that drops the old one': {
    from: 'CREATE TABLE t (a int, CONSTRAINT x PRIMARY KEY (a))',
    to: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL DEFAULT 1, CONSTRAINT y PRIMARY KEY (a, b))',
    finds: ['unique-blocks-writes', 'constraint-dropped'],
    files: [
      [
        'ALTER TABLE public.t DROP CONSTRAINT x',
        'ALTER TABLE public.t ADD COLUMN b integer DEFAULT 1 NOT NULL',
        'ALTER TABLE public.t ADD CONSTRAINT y PRIMARY KEY (a, b)',
      ],
    ],
  },
  'a foreign key whose key changes is back when the transaction ends': {
    from: 'CREATE TABLE t (a int UNIQUE, b int); CREATE TABLE c (a int CONSTRAINT f REFERENCES t (a))',
    to: 'CREATE TABLE t (a int, b int, CONSTRAINT t_a_key UNIQUE (a) INCLUDE (b)); CREATE TABLE c (a int CONSTRAINT f REFERENCES t (a))',
    finds: ['unique-blocks-writes', 'work-under-lock', 'foreign-key-without-index'],
    files: [
      [
        'ALTER TABLE public.c DROP CONSTRAINT f',
        'ALTER TABLE public.t DROP CONSTRAINT t_a_key',
        'ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a) INCLUDE (b)',
        'ALTER TABLE public.c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID',
      ],
      ['ALTER TABLE public.c VALIDATE CONSTRAINT f'],
    ],
  },
  'a policy hides rows all the while, and a label comes first': {
    both: 'CREATE TABLE t (n int); ALTER TABLE t ENABLE ROW LEVEL SECURITY',
    from: `CREATE TYPE e AS ENUM ('a'); CREATE POLICY hide ON t AS RESTRICTIVE USING (n < 10)`,
    to: `CREATE TYPE e AS ENUM ('a', 'b'); ALTER TABLE t ALTER n TYPE bigint; CREATE POLICY hide ON t AS RESTRICTIVE USING (n < 10)`,
    finds: ['rewrite'],
    files: [
      ['*', `ALTER TYPE public.e ADD VALUE 'b' AFTER 'a'`],
      [
        'DROP POLICY hide ON public.t',
        'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
        'CREATE POLICY hide ON public.t AS RESTRICTIVE USING ((n < 10))',
      ],
    ],
  },
  'a column goes last, when all that could fail has succeeded': {
    from: 'CREATE TABLE t (a int, b int)',
    to: 'CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0)); CREATE INDEX i ON t (a)',
    finds: ['drop-column'],
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID'],
      ['ALTER TABLE public.t VALIDATE CONSTRAINT c'],
      ['*', 'CREATE INDEX CONCURRENTLY i ON public.t (a)'],
      ['ALTER TABLE public.t DROP COLUMN b'],
    ],
  },
  'a check is validated afterwards': {
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int, CONSTRAINT c CHECK (id > 0))',
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT c CHECK ((id > 0)) NOT VALID'],
      ['ALTER TABLE public.t VALIDATE CONSTRAINT c'],
    ],
  },
  'a foreign key is validated afterwards': {
    from: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int)',
    to: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int CONSTRAINT f REFERENCES p)',
    finds: ['foreign-key-without-index'],
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.p(id) NOT VALID'],
      ['ALTER TABLE public.t VALIDATE CONSTRAINT f'],
    ],
  },
  'a foreign key comes with its index': {
    from: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int)',
    to: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int CONSTRAINT f REFERENCES p); CREATE INDEX i ON t (id)',
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.p(id) NOT VALID'],
      ['ALTER TABLE public.t VALIDATE CONSTRAINT f'],
      ['*', 'CREATE INDEX CONCURRENTLY i ON public.t (id)'],
    ],
  },
  'NOT NULL is proved by a check first': {
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int NOT NULL)',
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT t_id__not_null CHECK (id IS NOT NULL) NOT VALID'],
      [
        'ALTER TABLE public.t VALIDATE CONSTRAINT t_id__not_null',
        'ALTER TABLE public.t ALTER COLUMN id SET NOT NULL',
        'ALTER TABLE public.t DROP CONSTRAINT t_id__not_null',
      ],
    ],
  },
  'NOT NULL takes its lock when all that reads has ended': {
    from: 'CREATE TABLE t (a int, b int, c int)',
    to: 'CREATE TABLE t (a int NOT NULL, b int CONSTRAINT positive CHECK (b > 0), c int NOT NULL)',
    files: [
      [
        'ALTER TABLE public.t ADD CONSTRAINT t_a__not_null CHECK (a IS NOT NULL) NOT VALID',
        'ALTER TABLE public.t ADD CONSTRAINT t_c__not_null CHECK (c IS NOT NULL) NOT VALID',
        'ALTER TABLE public.t ADD CONSTRAINT positive CHECK ((b > 0)) NOT VALID',
      ],
      [
        'ALTER TABLE public.t VALIDATE CONSTRAINT t_a__not_null',
        'ALTER TABLE public.t VALIDATE CONSTRAINT t_c__not_null',
        'ALTER TABLE public.t VALIDATE CONSTRAINT positive',
        'ALTER TABLE public.t ALTER COLUMN a SET NOT NULL',
        'ALTER TABLE public.t DROP CONSTRAINT t_a__not_null',
        'ALTER TABLE public.t ALTER COLUMN c SET NOT NULL',
        'ALTER TABLE public.t DROP CONSTRAINT t_c__not_null',
      ],
    ],
  },
  'a NOT NULL with a name is validated afterwards': {
    since: 18,
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int CONSTRAINT must NOT NULL)',
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT must NOT NULL id NOT VALID'],
      ['ALTER TABLE public.t VALIDATE CONSTRAINT must'],
    ],
  },
  'a NOT NULL that children do not get is validated afterwards': {
    since: 18,
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int NOT NULL NO INHERIT)',
    files: [
      ['ALTER TABLE public.t ADD CONSTRAINT t_id_not_null NOT NULL id NO INHERIT NOT VALID'],
      ['ALTER TABLE public.t VALIDATE CONSTRAINT t_id_not_null'],
    ],
  },
  'two columns with names of one beginning, each proved by a check of its own': {
    before: 18,
    from: `CREATE TABLE t (${'é'.repeat(30)}_a int, ${'é'.repeat(30)}_b int)`,
    to: `CREATE TABLE t (${'é'.repeat(30)}_a int NOT NULL, ${'é'.repeat(30)}_b int NOT NULL)`,
    files: [
      LONG.map(
        ({ column, check }) => `ALTER TABLE public.t ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID`,
      ),
      [
        ...LONG.map(({ check }) => `ALTER TABLE public.t VALIDATE CONSTRAINT ${check}`),
        ...LONG.flatMap(({ column, check }) => [
          `ALTER TABLE public.t ALTER COLUMN ${column} SET NOT NULL`,
          `ALTER TABLE public.t DROP CONSTRAINT ${check}`,
        ]),
      ],
    ],
  },
}
