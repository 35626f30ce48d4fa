-- # a wrapper, a server, a table
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'h', "Port" '1');
CREATE FOREIGN TABLE public.t (
  id integer NOT NULL,
  n text DEFAULT 'x'::text,
  CONSTRAINT t_n_check CHECK ((n <> ''::text))
) SERVER s OPTIONS (table_name 'it''s');
ALTER FOREIGN TABLE public.t ALTER COLUMN id OPTIONS (ADD column_name 'i');

-- # other options
ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD debug 'true');
ALTER SERVER s VERSION '2';
ALTER SERVER s OPTIONS (DROP "Port", SET host 'other');

-- # other options of a table and a column
ALTER FOREIGN TABLE public.t OPTIONS (DROP x, ADD y '2');
ALTER FOREIGN TABLE public.t ADD COLUMN more text;
ALTER FOREIGN TABLE public.t ALTER COLUMN id OPTIONS (DROP a, SET b '3', ADD c '4');

-- # a foreign partition
CREATE TABLE public.p (
  k integer
) PARTITION BY LIST (k);
CREATE FOREIGN TABLE public.p1 (
  k integer
) SERVER s;
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);

-- # a comment
COMMENT ON SERVER s IS 's';
COMMENT ON FOREIGN DATA WRAPPER w IS 'w';
