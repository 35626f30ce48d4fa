import { evolutions } from './evolution.ts'

const swap = (locale: string) => [
  'ALTER COLLATION public.c RENAME TO c__old',
  `CREATE COLLATION public.c (provider = libc, locale = '${locale}')`,
  'ALTER TABLE public.t ALTER COLUMN s TYPE text COLLATE public.c USING s::text::text',
  'DROP COLLATION public.c__old',
]

evolutions('kinds/collations', [
  {
    name: 'another locale keeps the rows',
    from: `CREATE COLLATION c (locale = 'C'); CREATE TABLE t (s text COLLATE c)`,
    to: `CREATE COLLATION c (locale = 'POSIX'); CREATE TABLE t (s text COLLATE c)`,
    rows: `INSERT INTO t VALUES ('x')`,
    there: swap('POSIX'),
    back: swap('C'),
  },
])
