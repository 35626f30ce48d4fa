-- # one of libc
CREATE COLLATION public.c (provider = libc, locale = 'C');

-- # one of ICU, not deterministic
CREATE COLLATION public.c (provider = icu, deterministic = false, locale = 'und-u-ks-level2');

-- # another locale, under a column
ALTER COLLATION public.c RENAME TO c__old;
CREATE COLLATION public.c (provider = libc, locale = 'POSIX');
ALTER TABLE public.t ALTER COLUMN s TYPE text COLLATE public.c USING s::text::text;
DROP COLLATION public.c__old;
