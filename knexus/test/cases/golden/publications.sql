-- # of tables
CREATE PUBLICATION p WITH (publish = 'insert, update, delete, truncate');
ALTER PUBLICATION p ADD TABLE ONLY public.a;
ALTER PUBLICATION p ADD TABLE ONLY public.b;

-- # of other tables, with other options
ALTER PUBLICATION p DROP TABLE ONLY public.a;
ALTER PUBLICATION p SET (publish = 'insert, delete');
ALTER PUBLICATION p SET (publish_via_partition_root = true);
ALTER PUBLICATION p ADD TABLE ONLY public.b;
COMMENT ON PUBLICATION p IS 'p';

-- # of all tables
DROP PUBLICATION p;
CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'insert, update, delete, truncate');

-- # with columns and a filter
ALTER PUBLICATION p DROP TABLE ONLY public.a;
ALTER PUBLICATION p ADD TABLE ONLY public.a (id) WHERE ((id > 5));

-- # of a namespace
ALTER PUBLICATION p ADD TABLES IN SCHEMA s;
