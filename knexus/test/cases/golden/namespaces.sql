-- # one with a table
CREATE SCHEMA s;
CREATE TABLE s.t (
  id integer
);

-- # an odd name
CREATE SCHEMA "Odd.name";
CREATE TABLE "Odd.name"."t.x" (
  id integer
);

-- # objects that need each other across namespaces
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE b.e AS ENUM ('x');
CREATE TABLE a.t (
  id integer NOT NULL,
  e b.e,
  CONSTRAINT t_pkey PRIMARY KEY (id)
);
CREATE TABLE b.u (
  id integer
);
CREATE VIEW a.v AS
SELECT u.id
   FROM b.u;
ALTER TABLE b.u ADD CONSTRAINT u_id_fkey FOREIGN KEY (id) REFERENCES a.t(id);

-- # public goes
DROP SCHEMA public;
