-- # "it's"
CREATE SCHEMA "it's";
CREATE TYPE "it's"."it's" AS ENUM ('it''s', 'other');
CREATE FUNCTION "it's".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "it's"."it's"("it's" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- it's
    $$;
CREATE SEQUENCE "it's".s;
CREATE TABLE "it's".t (
  "it's" integer NOT NULL,
  e "it's"."it's" DEFAULT 'it''s'::"it's"."it's" NOT NULL,
  s text DEFAULT 'it''s'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("it's"),
  CONSTRAINT "it's" CHECK ((("it's" > 0) AND (s <> 'it''s'::text)))
);
ALTER SEQUENCE "it's".s OWNED BY "it's".t."it's";
CREATE TABLE "it's".u (
  "it's" integer
);
CREATE VIEW "it's".v AS
SELECT t."it's"
   FROM "it's".t;
ALTER TABLE "it's".u ADD CONSTRAINT "it's" FOREIGN KEY ("it's") REFERENCES "it's".t("it's");
CREATE INDEX "it's" ON "it's".u ("it's") WHERE ("it's" > 1);
CREATE TRIGGER "it's"
BEFORE UPDATE OF "it's" ON "it's".t
FOR EACH ROW
EXECUTE FUNCTION "it's".g('it''s');
CREATE POLICY "it's" ON "it's".t USING ((s = 'it''s'::text));
COMMENT ON FUNCTION "it's"."it's"(integer) IS 'it''s';
COMMENT ON TABLE "it's".t IS 'it''s';
COMMENT ON COLUMN "it's".t."it's" IS 'it''s';
COMMENT ON CONSTRAINT "it's" ON "it's".t IS 'it''s';
GRANT SELECT ("it's") ON TABLE "it's".t TO "Odd role";

-- # "quo\"te"
CREATE SCHEMA "quo""te";
CREATE TYPE "quo""te"."quo""te" AS ENUM ('quo"te', 'other');
CREATE FUNCTION "quo""te".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "quo""te"."quo""te"("quo""te" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- quo"te
    $$;
CREATE SEQUENCE "quo""te".s;
CREATE TABLE "quo""te".t (
  "quo""te" integer NOT NULL,
  e "quo""te"."quo""te" DEFAULT 'quo"te'::"quo""te"."quo""te" NOT NULL,
  s text DEFAULT 'quo"te'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("quo""te"),
  CONSTRAINT "quo""te" CHECK ((("quo""te" > 0) AND (s <> 'quo"te'::text)))
);
ALTER SEQUENCE "quo""te".s OWNED BY "quo""te".t."quo""te";
CREATE TABLE "quo""te".u (
  "quo""te" integer
);
CREATE VIEW "quo""te".v AS
SELECT t."quo""te"
   FROM "quo""te".t;
ALTER TABLE "quo""te".u ADD CONSTRAINT "quo""te" FOREIGN KEY ("quo""te") REFERENCES "quo""te".t("quo""te");
CREATE INDEX "quo""te" ON "quo""te".u ("quo""te") WHERE ("quo""te" > 1);
CREATE TRIGGER "quo""te"
BEFORE UPDATE OF "quo""te" ON "quo""te".t
FOR EACH ROW
EXECUTE FUNCTION "quo""te".g('quo"te');
CREATE POLICY "quo""te" ON "quo""te".t USING ((s = 'quo"te'::text));
COMMENT ON FUNCTION "quo""te"."quo""te"(integer) IS 'quo"te';
COMMENT ON TABLE "quo""te".t IS 'quo"te';
COMMENT ON COLUMN "quo""te".t."quo""te" IS 'quo"te';
COMMENT ON CONSTRAINT "quo""te" ON "quo""te".t IS 'quo"te';
GRANT SELECT ("quo""te") ON TABLE "quo""te".t TO "Odd role";

-- # "?"
CREATE SCHEMA "?";
CREATE TYPE "?"."?" AS ENUM ('?', 'other');
CREATE FUNCTION "?"."?"("?" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- ?
    $$;
CREATE FUNCTION "?".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "?".s;
CREATE TABLE "?".t (
  "?" integer NOT NULL,
  e "?"."?" DEFAULT '?'::"?"."?" NOT NULL,
  s text DEFAULT '?'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("?"),
  CONSTRAINT "?" CHECK ((("?" > 0) AND (s <> '?'::text)))
);
ALTER SEQUENCE "?".s OWNED BY "?".t."?";
CREATE TABLE "?".u (
  "?" integer
);
CREATE VIEW "?".v AS
SELECT t."?"
   FROM "?".t;
ALTER TABLE "?".u ADD CONSTRAINT "?" FOREIGN KEY ("?") REFERENCES "?".t("?");
CREATE INDEX "?" ON "?".u ("?") WHERE ("?" > 1);
CREATE TRIGGER "?"
BEFORE UPDATE OF "?" ON "?".t
FOR EACH ROW
EXECUTE FUNCTION "?".g('?');
CREATE POLICY "?" ON "?".t USING ((s = '?'::text));
COMMENT ON FUNCTION "?"."?"(integer) IS '?';
COMMENT ON TABLE "?".t IS '?';
COMMENT ON COLUMN "?".t."?" IS '?';
COMMENT ON CONSTRAINT "?" ON "?".t IS '?';
GRANT SELECT ("?") ON TABLE "?".t TO "Odd role";

-- # "??"
CREATE SCHEMA "??";
CREATE TYPE "??"."??" AS ENUM ('??', 'other');
CREATE FUNCTION "??"."??"("??" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- ??
    $$;
CREATE FUNCTION "??".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "??".s;
CREATE TABLE "??".t (
  "??" integer NOT NULL,
  e "??"."??" DEFAULT '??'::"??"."??" NOT NULL,
  s text DEFAULT '??'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("??"),
  CONSTRAINT "??" CHECK ((("??" > 0) AND (s <> '??'::text)))
);
ALTER SEQUENCE "??".s OWNED BY "??".t."??";
CREATE TABLE "??".u (
  "??" integer
);
CREATE VIEW "??".v AS
SELECT t."??"
   FROM "??".t;
ALTER TABLE "??".u ADD CONSTRAINT "??" FOREIGN KEY ("??") REFERENCES "??".t("??");
CREATE INDEX "??" ON "??".u ("??") WHERE ("??" > 1);
CREATE TRIGGER "??"
BEFORE UPDATE OF "??" ON "??".t
FOR EACH ROW
EXECUTE FUNCTION "??".g('??');
CREATE POLICY "??" ON "??".t USING ((s = '??'::text));
COMMENT ON FUNCTION "??"."??"(integer) IS '??';
COMMENT ON TABLE "??".t IS '??';
COMMENT ON COLUMN "??".t."??" IS '??';
COMMENT ON CONSTRAINT "??" ON "??".t IS '??';
GRANT SELECT ("??") ON TABLE "??".t TO "Odd role";

-- # "$1"
CREATE SCHEMA "$1";
CREATE TYPE "$1"."$1" AS ENUM ('$1', 'other');
CREATE FUNCTION "$1"."$1"("$1" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- $1
    $$;
CREATE FUNCTION "$1".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "$1".s;
CREATE TABLE "$1".t (
  "$1" integer NOT NULL,
  e "$1"."$1" DEFAULT '$1'::"$1"."$1" NOT NULL,
  s text DEFAULT '$1'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("$1"),
  CONSTRAINT "$1" CHECK ((("$1" > 0) AND (s <> '$1'::text)))
);
ALTER SEQUENCE "$1".s OWNED BY "$1".t."$1";
CREATE TABLE "$1".u (
  "$1" integer
);
CREATE VIEW "$1".v AS
SELECT t."$1"
   FROM "$1".t;
ALTER TABLE "$1".u ADD CONSTRAINT "$1" FOREIGN KEY ("$1") REFERENCES "$1".t("$1");
CREATE INDEX "$1" ON "$1".u ("$1") WHERE ("$1" > 1);
CREATE TRIGGER "$1"
BEFORE UPDATE OF "$1" ON "$1".t
FOR EACH ROW
EXECUTE FUNCTION "$1".g('$1');
CREATE POLICY "$1" ON "$1".t USING ((s = '$1'::text));
COMMENT ON FUNCTION "$1"."$1"(integer) IS '$1';
COMMENT ON TABLE "$1".t IS '$1';
COMMENT ON COLUMN "$1".t."$1" IS '$1';
COMMENT ON CONSTRAINT "$1" ON "$1".t IS '$1';
GRANT SELECT ("$1") ON TABLE "$1".t TO "Odd role";

-- # "`tick`"
CREATE SCHEMA "`tick`";
CREATE TYPE "`tick`"."`tick`" AS ENUM ('`tick`', 'other');
CREATE FUNCTION "`tick`"."`tick`"("`tick`" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- `tick`
    $$;
CREATE FUNCTION "`tick`".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "`tick`".s;
CREATE TABLE "`tick`".t (
  "`tick`" integer NOT NULL,
  e "`tick`"."`tick`" DEFAULT '`tick`'::"`tick`"."`tick`" NOT NULL,
  s text DEFAULT '`tick`'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("`tick`"),
  CONSTRAINT "`tick`" CHECK ((("`tick`" > 0) AND (s <> '`tick`'::text)))
);
ALTER SEQUENCE "`tick`".s OWNED BY "`tick`".t."`tick`";
CREATE TABLE "`tick`".u (
  "`tick`" integer
);
CREATE VIEW "`tick`".v AS
SELECT t."`tick`"
   FROM "`tick`".t;
ALTER TABLE "`tick`".u ADD CONSTRAINT "`tick`" FOREIGN KEY ("`tick`") REFERENCES "`tick`".t("`tick`");
CREATE INDEX "`tick`" ON "`tick`".u ("`tick`") WHERE ("`tick`" > 1);
CREATE TRIGGER "`tick`"
BEFORE UPDATE OF "`tick`" ON "`tick`".t
FOR EACH ROW
EXECUTE FUNCTION "`tick`".g('`tick`');
CREATE POLICY "`tick`" ON "`tick`".t USING ((s = '`tick`'::text));
COMMENT ON FUNCTION "`tick`"."`tick`"(integer) IS '`tick`';
COMMENT ON TABLE "`tick`".t IS '`tick`';
COMMENT ON COLUMN "`tick`".t."`tick`" IS '`tick`';
COMMENT ON CONSTRAINT "`tick`" ON "`tick`".t IS '`tick`';
GRANT SELECT ("`tick`") ON TABLE "`tick`".t TO "Odd role";

-- # "${x}"
CREATE SCHEMA "${x}";
CREATE TYPE "${x}"."${x}" AS ENUM ('${x}', 'other');
CREATE FUNCTION "${x}"."${x}"("${x}" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- ${x}
    $$;
CREATE FUNCTION "${x}".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "${x}".s;
CREATE TABLE "${x}".t (
  "${x}" integer NOT NULL,
  e "${x}"."${x}" DEFAULT '${x}'::"${x}"."${x}" NOT NULL,
  s text DEFAULT '${x}'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("${x}"),
  CONSTRAINT "${x}" CHECK ((("${x}" > 0) AND (s <> '${x}'::text)))
);
ALTER SEQUENCE "${x}".s OWNED BY "${x}".t."${x}";
CREATE TABLE "${x}".u (
  "${x}" integer
);
CREATE VIEW "${x}".v AS
SELECT t."${x}"
   FROM "${x}".t;
ALTER TABLE "${x}".u ADD CONSTRAINT "${x}" FOREIGN KEY ("${x}") REFERENCES "${x}".t("${x}");
CREATE INDEX "${x}" ON "${x}".u ("${x}") WHERE ("${x}" > 1);
CREATE TRIGGER "${x}"
BEFORE UPDATE OF "${x}" ON "${x}".t
FOR EACH ROW
EXECUTE FUNCTION "${x}".g('${x}');
CREATE POLICY "${x}" ON "${x}".t USING ((s = '${x}'::text));
COMMENT ON FUNCTION "${x}"."${x}"(integer) IS '${x}';
COMMENT ON TABLE "${x}".t IS '${x}';
COMMENT ON COLUMN "${x}".t."${x}" IS '${x}';
COMMENT ON CONSTRAINT "${x}" ON "${x}".t IS '${x}';
GRANT SELECT ("${x}") ON TABLE "${x}".t TO "Odd role";

-- # "$$"
CREATE SCHEMA "$$";
CREATE TYPE "$$"."$$" AS ENUM ('$$', 'other');
CREATE FUNCTION "$$"."$$"("$$" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $body$ SELECT 1 -- $$
    $body$;
CREATE FUNCTION "$$".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "$$".s;
CREATE TABLE "$$".t (
  "$$" integer NOT NULL,
  e "$$"."$$" DEFAULT '$$'::"$$"."$$" NOT NULL,
  s text DEFAULT '$$'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("$$"),
  CONSTRAINT "$$" CHECK ((("$$" > 0) AND (s <> '$$'::text)))
);
ALTER SEQUENCE "$$".s OWNED BY "$$".t."$$";
CREATE TABLE "$$".u (
  "$$" integer
);
CREATE VIEW "$$".v AS
SELECT t."$$"
   FROM "$$".t;
ALTER TABLE "$$".u ADD CONSTRAINT "$$" FOREIGN KEY ("$$") REFERENCES "$$".t("$$");
CREATE INDEX "$$" ON "$$".u ("$$") WHERE ("$$" > 1);
CREATE TRIGGER "$$"
BEFORE UPDATE OF "$$" ON "$$".t
FOR EACH ROW
EXECUTE FUNCTION "$$".g('$$');
CREATE POLICY "$$" ON "$$".t USING ((s = '$$'::text));
COMMENT ON FUNCTION "$$"."$$"(integer) IS '$$';
COMMENT ON TABLE "$$".t IS '$$';
COMMENT ON COLUMN "$$".t."$$" IS '$$';
COMMENT ON CONSTRAINT "$$" ON "$$".t IS '$$';
GRANT SELECT ("$$") ON TABLE "$$".t TO "Odd role";

-- # "semi;colon"
CREATE SCHEMA "semi;colon";
CREATE TYPE "semi;colon"."semi;colon" AS ENUM ('semi;colon', 'other');
CREATE FUNCTION "semi;colon".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "semi;colon"."semi;colon"("semi;colon" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- semi;colon
    $$;
CREATE SEQUENCE "semi;colon".s;
CREATE TABLE "semi;colon".t (
  "semi;colon" integer NOT NULL,
  e "semi;colon"."semi;colon" DEFAULT 'semi;colon'::"semi;colon"."semi;colon" NOT NULL,
  s text DEFAULT 'semi;colon'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("semi;colon"),
  CONSTRAINT "semi;colon" CHECK ((("semi;colon" > 0) AND (s <> 'semi;colon'::text)))
);
ALTER SEQUENCE "semi;colon".s OWNED BY "semi;colon".t."semi;colon";
CREATE TABLE "semi;colon".u (
  "semi;colon" integer
);
CREATE VIEW "semi;colon".v AS
SELECT t."semi;colon"
   FROM "semi;colon".t;
ALTER TABLE "semi;colon".u ADD CONSTRAINT "semi;colon" FOREIGN KEY ("semi;colon") REFERENCES "semi;colon".t("semi;colon");
CREATE INDEX "semi;colon" ON "semi;colon".u ("semi;colon") WHERE ("semi;colon" > 1);
CREATE TRIGGER "semi;colon"
BEFORE UPDATE OF "semi;colon" ON "semi;colon".t
FOR EACH ROW
EXECUTE FUNCTION "semi;colon".g('semi;colon');
CREATE POLICY "semi;colon" ON "semi;colon".t USING ((s = 'semi;colon'::text));
COMMENT ON FUNCTION "semi;colon"."semi;colon"(integer) IS 'semi;colon';
COMMENT ON TABLE "semi;colon".t IS 'semi;colon';
COMMENT ON COLUMN "semi;colon".t."semi;colon" IS 'semi;colon';
COMMENT ON CONSTRAINT "semi;colon" ON "semi;colon".t IS 'semi;colon';
GRANT SELECT ("semi;colon") ON TABLE "semi;colon".t TO "Odd role";

-- # "-- dash"
CREATE SCHEMA "-- dash";
CREATE TYPE "-- dash"."-- dash" AS ENUM ('-- dash', 'other');
CREATE FUNCTION "-- dash"."-- dash"("-- dash" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- -- dash
    $$;
CREATE FUNCTION "-- dash".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "-- dash".s;
CREATE TABLE "-- dash".t (
  "-- dash" integer NOT NULL,
  e "-- dash"."-- dash" DEFAULT '-- dash'::"-- dash"."-- dash" NOT NULL,
  s text DEFAULT '-- dash'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("-- dash"),
  CONSTRAINT "-- dash" CHECK ((("-- dash" > 0) AND (s <> '-- dash'::text)))
);
ALTER SEQUENCE "-- dash".s OWNED BY "-- dash".t."-- dash";
CREATE TABLE "-- dash".u (
  "-- dash" integer
);
CREATE VIEW "-- dash".v AS
SELECT t."-- dash"
   FROM "-- dash".t;
ALTER TABLE "-- dash".u ADD CONSTRAINT "-- dash" FOREIGN KEY ("-- dash") REFERENCES "-- dash".t("-- dash");
CREATE INDEX "-- dash" ON "-- dash".u ("-- dash") WHERE ("-- dash" > 1);
CREATE TRIGGER "-- dash"
BEFORE UPDATE OF "-- dash" ON "-- dash".t
FOR EACH ROW
EXECUTE FUNCTION "-- dash".g('-- dash');
CREATE POLICY "-- dash" ON "-- dash".t USING ((s = '-- dash'::text));
COMMENT ON FUNCTION "-- dash"."-- dash"(integer) IS '-- dash';
COMMENT ON TABLE "-- dash".t IS '-- dash';
COMMENT ON COLUMN "-- dash".t."-- dash" IS '-- dash';
COMMENT ON CONSTRAINT "-- dash" ON "-- dash".t IS '-- dash';
GRANT SELECT ("-- dash") ON TABLE "-- dash".t TO "Odd role";

-- # "back\\slash"
CREATE SCHEMA "back\slash";
CREATE TYPE "back\slash"."back\slash" AS ENUM (E'back\\slash', 'other');
CREATE FUNCTION "back\slash"."back\slash"("back\slash" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- back\slash
    $$;
CREATE FUNCTION "back\slash".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "back\slash".s;
CREATE TABLE "back\slash".t (
  "back\slash" integer NOT NULL,
  e "back\slash"."back\slash" DEFAULT 'back\slash'::"back\slash"."back\slash" NOT NULL,
  s text DEFAULT 'back\slash'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("back\slash"),
  CONSTRAINT "back\slash" CHECK ((("back\slash" > 0) AND (s <> 'back\slash'::text)))
);
ALTER SEQUENCE "back\slash".s OWNED BY "back\slash".t."back\slash";
CREATE TABLE "back\slash".u (
  "back\slash" integer
);
CREATE VIEW "back\slash".v AS
SELECT t."back\slash"
   FROM "back\slash".t;
ALTER TABLE "back\slash".u ADD CONSTRAINT "back\slash" FOREIGN KEY ("back\slash") REFERENCES "back\slash".t("back\slash");
CREATE INDEX "back\slash" ON "back\slash".u ("back\slash") WHERE ("back\slash" > 1);
CREATE TRIGGER "back\slash"
BEFORE UPDATE OF "back\slash" ON "back\slash".t
FOR EACH ROW
EXECUTE FUNCTION "back\slash".g(E'back\\slash');
CREATE POLICY "back\slash" ON "back\slash".t USING ((s = 'back\slash'::text));
COMMENT ON FUNCTION "back\slash"."back\slash"(integer) IS E'back\\slash';
COMMENT ON TABLE "back\slash".t IS E'back\\slash';
COMMENT ON COLUMN "back\slash".t."back\slash" IS E'back\\slash';
COMMENT ON CONSTRAINT "back\slash" ON "back\slash".t IS E'back\\slash';
GRANT SELECT ("back\slash") ON TABLE "back\slash".t TO "Odd role";

-- # "new\nline"
CREATE SCHEMA "new
line";
CREATE TYPE "new
line"."new
line" AS ENUM ('new
line', 'other');
CREATE FUNCTION "new
line".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "new
line"."new
line"("new
line" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- new line
    $$;
CREATE SEQUENCE "new
line".s;
CREATE TABLE "new
line".t (
  "new
line" integer NOT NULL,
  e "new
line"."new
line" DEFAULT 'new
line'::"new
line"."new
line" NOT NULL,
  s text DEFAULT 'new
line'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("new
line"),
  CONSTRAINT "new
line" CHECK ((("new
line" > 0) AND (s <> 'new
line'::text)))
);
ALTER SEQUENCE "new
line".s OWNED BY "new
line".t."new
line";
CREATE TABLE "new
line".u (
  "new
line" integer
);
CREATE VIEW "new
line".v AS
SELECT t."new
line"
   FROM "new
line".t;
ALTER TABLE "new
line".u ADD CONSTRAINT "new
line" FOREIGN KEY ("new
line") REFERENCES "new
line".t("new
line");
CREATE INDEX "new
line" ON "new
line".u ("new
line") WHERE ("new
line" > 1);
CREATE TRIGGER "new
line"
BEFORE UPDATE OF "new
line" ON "new
line".t
FOR EACH ROW
EXECUTE FUNCTION "new
line".g('new
line');
CREATE POLICY "new
line" ON "new
line".t USING ((s = 'new
line'::text));
COMMENT ON FUNCTION "new
line"."new
line"(integer) IS 'new
line';
COMMENT ON TABLE "new
line".t IS 'new
line';
COMMENT ON COLUMN "new
line".t."new
line" IS 'new
line';
COMMENT ON CONSTRAINT "new
line" ON "new
line".t IS 'new
line';
GRANT SELECT ("new
line") ON TABLE "new
line".t TO "Odd role";

-- # " space "
CREATE SCHEMA " space ";
CREATE TYPE " space "." space " AS ENUM (' space ', 'other');
CREATE FUNCTION " space "." space "(" space " integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 --  space 
    $$;
CREATE FUNCTION " space ".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE " space ".s;
CREATE TABLE " space ".t (
  " space " integer NOT NULL,
  e " space "." space " DEFAULT ' space '::" space "." space " NOT NULL,
  s text DEFAULT ' space '::text,
  CONSTRAINT t_pkey PRIMARY KEY (" space "),
  CONSTRAINT " space " CHECK (((" space " > 0) AND (s <> ' space '::text)))
);
ALTER SEQUENCE " space ".s OWNED BY " space ".t." space ";
CREATE TABLE " space ".u (
  " space " integer
);
CREATE VIEW " space ".v AS
SELECT t." space "
   FROM " space ".t;
ALTER TABLE " space ".u ADD CONSTRAINT " space " FOREIGN KEY (" space ") REFERENCES " space ".t(" space ");
CREATE INDEX " space " ON " space ".u (" space ") WHERE (" space " > 1);
CREATE TRIGGER " space "
BEFORE UPDATE OF " space " ON " space ".t
FOR EACH ROW
EXECUTE FUNCTION " space ".g(' space ');
CREATE POLICY " space " ON " space ".t USING ((s = ' space '::text));
COMMENT ON FUNCTION " space "." space "(integer) IS ' space ';
COMMENT ON TABLE " space ".t IS ' space ';
COMMENT ON COLUMN " space ".t." space " IS ' space ';
COMMENT ON CONSTRAINT " space " ON " space ".t IS ' space ';
GRANT SELECT (" space ") ON TABLE " space ".t TO "Odd role";

-- # "dot.ted"
CREATE SCHEMA "dot.ted";
CREATE TYPE "dot.ted"."dot.ted" AS ENUM ('dot.ted', 'other');
CREATE FUNCTION "dot.ted"."dot.ted"("dot.ted" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- dot.ted
    $$;
CREATE FUNCTION "dot.ted".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "dot.ted".s;
CREATE TABLE "dot.ted".t (
  "dot.ted" integer NOT NULL,
  e "dot.ted"."dot.ted" DEFAULT 'dot.ted'::"dot.ted"."dot.ted" NOT NULL,
  s text DEFAULT 'dot.ted'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("dot.ted"),
  CONSTRAINT "dot.ted" CHECK ((("dot.ted" > 0) AND (s <> 'dot.ted'::text)))
);
ALTER SEQUENCE "dot.ted".s OWNED BY "dot.ted".t."dot.ted";
CREATE TABLE "dot.ted".u (
  "dot.ted" integer
);
CREATE VIEW "dot.ted".v AS
SELECT t."dot.ted"
   FROM "dot.ted".t;
ALTER TABLE "dot.ted".u ADD CONSTRAINT "dot.ted" FOREIGN KEY ("dot.ted") REFERENCES "dot.ted".t("dot.ted");
CREATE INDEX "dot.ted" ON "dot.ted".u ("dot.ted") WHERE ("dot.ted" > 1);
CREATE TRIGGER "dot.ted"
BEFORE UPDATE OF "dot.ted" ON "dot.ted".t
FOR EACH ROW
EXECUTE FUNCTION "dot.ted".g('dot.ted');
CREATE POLICY "dot.ted" ON "dot.ted".t USING ((s = 'dot.ted'::text));
COMMENT ON FUNCTION "dot.ted"."dot.ted"(integer) IS 'dot.ted';
COMMENT ON TABLE "dot.ted".t IS 'dot.ted';
COMMENT ON COLUMN "dot.ted".t."dot.ted" IS 'dot.ted';
COMMENT ON CONSTRAINT "dot.ted" ON "dot.ted".t IS 'dot.ted';
GRANT SELECT ("dot.ted") ON TABLE "dot.ted".t TO "Odd role";

-- # "ünï✓😀"
CREATE SCHEMA "ünï✓😀";
CREATE TYPE "ünï✓😀"."ünï✓😀" AS ENUM ('ünï✓😀', 'other');
CREATE FUNCTION "ünï✓😀".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "ünï✓😀"."ünï✓😀"("ünï✓😀" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- ünï✓😀
    $$;
CREATE SEQUENCE "ünï✓😀".s;
CREATE TABLE "ünï✓😀".t (
  "ünï✓😀" integer NOT NULL,
  e "ünï✓😀"."ünï✓😀" DEFAULT 'ünï✓😀'::"ünï✓😀"."ünï✓😀" NOT NULL,
  s text DEFAULT 'ünï✓😀'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("ünï✓😀"),
  CONSTRAINT "ünï✓😀" CHECK ((("ünï✓😀" > 0) AND (s <> 'ünï✓😀'::text)))
);
ALTER SEQUENCE "ünï✓😀".s OWNED BY "ünï✓😀".t."ünï✓😀";
CREATE TABLE "ünï✓😀".u (
  "ünï✓😀" integer
);
CREATE VIEW "ünï✓😀".v AS
SELECT t."ünï✓😀"
   FROM "ünï✓😀".t;
ALTER TABLE "ünï✓😀".u ADD CONSTRAINT "ünï✓😀" FOREIGN KEY ("ünï✓😀") REFERENCES "ünï✓😀".t("ünï✓😀");
CREATE INDEX "ünï✓😀" ON "ünï✓😀".u ("ünï✓😀") WHERE ("ünï✓😀" > 1);
CREATE TRIGGER "ünï✓😀"
BEFORE UPDATE OF "ünï✓😀" ON "ünï✓😀".t
FOR EACH ROW
EXECUTE FUNCTION "ünï✓😀".g('ünï✓😀');
CREATE POLICY "ünï✓😀" ON "ünï✓😀".t USING ((s = 'ünï✓😀'::text));
COMMENT ON FUNCTION "ünï✓😀"."ünï✓😀"(integer) IS 'ünï✓😀';
COMMENT ON TABLE "ünï✓😀".t IS 'ünï✓😀';
COMMENT ON COLUMN "ünï✓😀".t."ünï✓😀" IS 'ünï✓😀';
COMMENT ON CONSTRAINT "ünï✓😀" ON "ünï✓😀".t IS 'ünï✓😀';
GRANT SELECT ("ünï✓😀") ON TABLE "ünï✓😀".t TO "Odd role";

-- # "aaa… of 63 bytes"
CREATE SCHEMA aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;
CREATE TYPE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS ENUM ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'other');
CREATE FUNCTION aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    $$;
CREATE FUNCTION aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.s;
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t (
  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa integer NOT NULL,
  e aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa DEFAULT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa NOT NULL,
  s text DEFAULT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text,
  CONSTRAINT t_pkey PRIMARY KEY (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa),
  CONSTRAINT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa CHECK (((aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa > 0) AND (s <> 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text)))
);
ALTER SEQUENCE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.s OWNED BY aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.u (
  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa integer
);
CREATE VIEW aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.v AS
SELECT t.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
   FROM aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t;
ALTER TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.u ADD CONSTRAINT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa FOREIGN KEY (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) REFERENCES aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa);
CREATE INDEX aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ON aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.u (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) WHERE (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa > 1);
CREATE TRIGGER aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
BEFORE UPDATE OF aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ON aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t
FOR EACH ROW
EXECUTE FUNCTION aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.g('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE POLICY aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ON aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t USING ((s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text));
COMMENT ON FUNCTION aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(integer) IS 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
COMMENT ON TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t IS 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
COMMENT ON COLUMN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa IS 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
COMMENT ON CONSTRAINT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ON aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t IS 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
GRANT SELECT (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) ON TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.t TO "Odd role";

-- # "ééé… of 62 bytes"
CREATE SCHEMA "ééééééééééééééééééééééééééééééé";
CREATE TYPE "ééééééééééééééééééééééééééééééé"."ééééééééééééééééééééééééééééééé" AS ENUM ('ééééééééééééééééééééééééééééééé', 'other');
CREATE FUNCTION "ééééééééééééééééééééééééééééééé".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "ééééééééééééééééééééééééééééééé"."ééééééééééééééééééééééééééééééé"("ééééééééééééééééééééééééééééééé" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- ééééééééééééééééééééééééééééééé
    $$;
CREATE SEQUENCE "ééééééééééééééééééééééééééééééé".s;
CREATE TABLE "ééééééééééééééééééééééééééééééé".t (
  "ééééééééééééééééééééééééééééééé" integer NOT NULL,
  e "ééééééééééééééééééééééééééééééé"."ééééééééééééééééééééééééééééééé" DEFAULT 'ééééééééééééééééééééééééééééééé'::"ééééééééééééééééééééééééééééééé"."ééééééééééééééééééééééééééééééé" NOT NULL,
  s text DEFAULT 'ééééééééééééééééééééééééééééééé'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("ééééééééééééééééééééééééééééééé"),
  CONSTRAINT "ééééééééééééééééééééééééééééééé" CHECK ((("ééééééééééééééééééééééééééééééé" > 0) AND (s <> 'ééééééééééééééééééééééééééééééé'::text)))
);
ALTER SEQUENCE "ééééééééééééééééééééééééééééééé".s OWNED BY "ééééééééééééééééééééééééééééééé".t."ééééééééééééééééééééééééééééééé";
CREATE TABLE "ééééééééééééééééééééééééééééééé".u (
  "ééééééééééééééééééééééééééééééé" integer
);
CREATE VIEW "ééééééééééééééééééééééééééééééé".v AS
SELECT t."ééééééééééééééééééééééééééééééé"
   FROM "ééééééééééééééééééééééééééééééé".t;
ALTER TABLE "ééééééééééééééééééééééééééééééé".u ADD CONSTRAINT "ééééééééééééééééééééééééééééééé" FOREIGN KEY ("ééééééééééééééééééééééééééééééé") REFERENCES "ééééééééééééééééééééééééééééééé".t("ééééééééééééééééééééééééééééééé");
CREATE INDEX "ééééééééééééééééééééééééééééééé" ON "ééééééééééééééééééééééééééééééé".u ("ééééééééééééééééééééééééééééééé") WHERE ("ééééééééééééééééééééééééééééééé" > 1);
CREATE TRIGGER "ééééééééééééééééééééééééééééééé"
BEFORE UPDATE OF "ééééééééééééééééééééééééééééééé" ON "ééééééééééééééééééééééééééééééé".t
FOR EACH ROW
EXECUTE FUNCTION "ééééééééééééééééééééééééééééééé".g('ééééééééééééééééééééééééééééééé');
CREATE POLICY "ééééééééééééééééééééééééééééééé" ON "ééééééééééééééééééééééééééééééé".t USING ((s = 'ééééééééééééééééééééééééééééééé'::text));
COMMENT ON FUNCTION "ééééééééééééééééééééééééééééééé"."ééééééééééééééééééééééééééééééé"(integer) IS 'ééééééééééééééééééééééééééééééé';
COMMENT ON TABLE "ééééééééééééééééééééééééééééééé".t IS 'ééééééééééééééééééééééééééééééé';
COMMENT ON COLUMN "ééééééééééééééééééééééééééééééé".t."ééééééééééééééééééééééééééééééé" IS 'ééééééééééééééééééééééééééééééé';
COMMENT ON CONSTRAINT "ééééééééééééééééééééééééééééééé" ON "ééééééééééééééééééééééééééééééé".t IS 'ééééééééééééééééééééééééééééééé';
GRANT SELECT ("ééééééééééééééééééééééééééééééé") ON TABLE "ééééééééééééééééééééééééééééééé".t TO "Odd role";

-- # "SELECT"
CREATE SCHEMA "SELECT";
CREATE TYPE "SELECT"."SELECT" AS ENUM ('SELECT', 'other');
CREATE FUNCTION "SELECT"."SELECT"("SELECT" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- SELECT
    $$;
CREATE FUNCTION "SELECT".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "SELECT".s;
CREATE TABLE "SELECT".t (
  "SELECT" integer NOT NULL,
  e "SELECT"."SELECT" DEFAULT 'SELECT'::"SELECT"."SELECT" NOT NULL,
  s text DEFAULT 'SELECT'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("SELECT"),
  CONSTRAINT "SELECT" CHECK ((("SELECT" > 0) AND (s <> 'SELECT'::text)))
);
ALTER SEQUENCE "SELECT".s OWNED BY "SELECT".t."SELECT";
CREATE TABLE "SELECT".u (
  "SELECT" integer
);
CREATE VIEW "SELECT".v AS
SELECT t."SELECT"
   FROM "SELECT".t;
ALTER TABLE "SELECT".u ADD CONSTRAINT "SELECT" FOREIGN KEY ("SELECT") REFERENCES "SELECT".t("SELECT");
CREATE INDEX "SELECT" ON "SELECT".u ("SELECT") WHERE ("SELECT" > 1);
CREATE TRIGGER "SELECT"
BEFORE UPDATE OF "SELECT" ON "SELECT".t
FOR EACH ROW
EXECUTE FUNCTION "SELECT".g('SELECT');
CREATE POLICY "SELECT" ON "SELECT".t USING ((s = 'SELECT'::text));
COMMENT ON FUNCTION "SELECT"."SELECT"(integer) IS 'SELECT';
COMMENT ON TABLE "SELECT".t IS 'SELECT';
COMMENT ON COLUMN "SELECT".t."SELECT" IS 'SELECT';
COMMENT ON CONSTRAINT "SELECT" ON "SELECT".t IS 'SELECT';
GRANT SELECT ("SELECT") ON TABLE "SELECT".t TO "Odd role";

-- # ":named"
CREATE SCHEMA ":named";
CREATE TYPE ":named".":named" AS ENUM (':named', 'other');
CREATE FUNCTION ":named".":named"(":named" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- :named
    $$;
CREATE FUNCTION ":named".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE ":named".s;
CREATE TABLE ":named".t (
  ":named" integer NOT NULL,
  e ":named".":named" DEFAULT ':named'::":named".":named" NOT NULL,
  s text DEFAULT ':named'::text,
  CONSTRAINT t_pkey PRIMARY KEY (":named"),
  CONSTRAINT ":named" CHECK (((":named" > 0) AND (s <> ':named'::text)))
);
ALTER SEQUENCE ":named".s OWNED BY ":named".t.":named";
CREATE TABLE ":named".u (
  ":named" integer
);
CREATE VIEW ":named".v AS
SELECT t.":named"
   FROM ":named".t;
ALTER TABLE ":named".u ADD CONSTRAINT ":named" FOREIGN KEY (":named") REFERENCES ":named".t(":named");
CREATE INDEX ":named" ON ":named".u (":named") WHERE (":named" > 1);
CREATE TRIGGER ":named"
BEFORE UPDATE OF ":named" ON ":named".t
FOR EACH ROW
EXECUTE FUNCTION ":named".g(':named');
CREATE POLICY ":named" ON ":named".t USING ((s = ':named'::text));
COMMENT ON FUNCTION ":named".":named"(integer) IS ':named';
COMMENT ON TABLE ":named".t IS ':named';
COMMENT ON COLUMN ":named".t.":named" IS ':named';
COMMENT ON CONSTRAINT ":named" ON ":named".t IS ':named';
GRANT SELECT (":named") ON TABLE ":named".t TO "Odd role";

-- # "%s"
CREATE SCHEMA "%s";
CREATE TYPE "%s"."%s" AS ENUM ('%s', 'other');
CREATE FUNCTION "%s"."%s"("%s" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- %s
    $$;
CREATE FUNCTION "%s".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "%s".s;
CREATE TABLE "%s".t (
  "%s" integer NOT NULL,
  e "%s"."%s" DEFAULT '%s'::"%s"."%s" NOT NULL,
  s text DEFAULT '%s'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("%s"),
  CONSTRAINT "%s" CHECK ((("%s" > 0) AND (s <> '%s'::text)))
);
ALTER SEQUENCE "%s".s OWNED BY "%s".t."%s";
CREATE TABLE "%s".u (
  "%s" integer
);
CREATE VIEW "%s".v AS
SELECT t."%s"
   FROM "%s".t;
ALTER TABLE "%s".u ADD CONSTRAINT "%s" FOREIGN KEY ("%s") REFERENCES "%s".t("%s");
CREATE INDEX "%s" ON "%s".u ("%s") WHERE ("%s" > 1);
CREATE TRIGGER "%s"
BEFORE UPDATE OF "%s" ON "%s".t
FOR EACH ROW
EXECUTE FUNCTION "%s".g('%s');
CREATE POLICY "%s" ON "%s".t USING ((s = '%s'::text));
COMMENT ON FUNCTION "%s"."%s"(integer) IS '%s';
COMMENT ON TABLE "%s".t IS '%s';
COMMENT ON COLUMN "%s".t."%s" IS '%s';
COMMENT ON CONSTRAINT "%s" ON "%s".t IS '%s';
GRANT SELECT ("%s") ON TABLE "%s".t TO "Odd role";

-- # "(,)"
CREATE SCHEMA "(,)";
CREATE TYPE "(,)"."(,)" AS ENUM ('(,)', 'other');
CREATE FUNCTION "(,)"."(,)"("(,)" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- (,)
    $$;
CREATE FUNCTION "(,)".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "(,)".s;
CREATE TABLE "(,)".t (
  "(,)" integer NOT NULL,
  e "(,)"."(,)" DEFAULT '(,)'::"(,)"."(,)" NOT NULL,
  s text DEFAULT '(,)'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("(,)"),
  CONSTRAINT "(,)" CHECK ((("(,)" > 0) AND (s <> '(,)'::text)))
);
ALTER SEQUENCE "(,)".s OWNED BY "(,)".t."(,)";
CREATE TABLE "(,)".u (
  "(,)" integer
);
CREATE VIEW "(,)".v AS
SELECT t."(,)"
   FROM "(,)".t;
ALTER TABLE "(,)".u ADD CONSTRAINT "(,)" FOREIGN KEY ("(,)") REFERENCES "(,)".t("(,)");
CREATE INDEX "(,)" ON "(,)".u ("(,)") WHERE ("(,)" > 1);
CREATE TRIGGER "(,)"
BEFORE UPDATE OF "(,)" ON "(,)".t
FOR EACH ROW
EXECUTE FUNCTION "(,)".g('(,)');
CREATE POLICY "(,)" ON "(,)".t USING ((s = '(,)'::text));
COMMENT ON FUNCTION "(,)"."(,)"(integer) IS '(,)';
COMMENT ON TABLE "(,)".t IS '(,)';
COMMENT ON COLUMN "(,)".t."(,)" IS '(,)';
COMMENT ON CONSTRAINT "(,)" ON "(,)".t IS '(,)';
GRANT SELECT ("(,)") ON TABLE "(,)".t TO "Odd role";

-- # "{}"
CREATE SCHEMA "{}";
CREATE TYPE "{}"."{}" AS ENUM ('{}', 'other');
CREATE FUNCTION "{}".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "{}"."{}"("{}" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- {}
    $$;
CREATE SEQUENCE "{}".s;
CREATE TABLE "{}".t (
  "{}" integer NOT NULL,
  e "{}"."{}" DEFAULT '{}'::"{}"."{}" NOT NULL,
  s text DEFAULT '{}'::text,
  CONSTRAINT t_pkey PRIMARY KEY ("{}"),
  CONSTRAINT "{}" CHECK ((("{}" > 0) AND (s <> '{}'::text)))
);
ALTER SEQUENCE "{}".s OWNED BY "{}".t."{}";
CREATE TABLE "{}".u (
  "{}" integer
);
CREATE VIEW "{}".v AS
SELECT t."{}"
   FROM "{}".t;
ALTER TABLE "{}".u ADD CONSTRAINT "{}" FOREIGN KEY ("{}") REFERENCES "{}".t("{}");
CREATE INDEX "{}" ON "{}".u ("{}") WHERE ("{}" > 1);
CREATE TRIGGER "{}"
BEFORE UPDATE OF "{}" ON "{}".t
FOR EACH ROW
EXECUTE FUNCTION "{}".g('{}');
CREATE POLICY "{}" ON "{}".t USING ((s = '{}'::text));
COMMENT ON FUNCTION "{}"."{}"(integer) IS '{}';
COMMENT ON TABLE "{}".t IS '{}';
COMMENT ON COLUMN "{}".t."{}" IS '{}';
COMMENT ON CONSTRAINT "{}" ON "{}".t IS '{}';
GRANT SELECT ("{}") ON TABLE "{}".t TO "Odd role";

-- # "="
CREATE SCHEMA "=";
CREATE TYPE "="."=" AS ENUM ('=', 'other');
CREATE FUNCTION "="."="("=" integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 -- =
    $$;
CREATE FUNCTION "=".g()
RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE "=".s;
CREATE TABLE "=".t (
  "=" integer NOT NULL,
  e "="."=" DEFAULT '='::"="."=" NOT NULL,
  s text DEFAULT '='::text,
  CONSTRAINT t_pkey PRIMARY KEY ("="),
  CONSTRAINT "=" CHECK ((("=" > 0) AND (s <> '='::text)))
);
ALTER SEQUENCE "=".s OWNED BY "=".t."=";
CREATE TABLE "=".u (
  "=" integer
);
CREATE VIEW "=".v AS
SELECT t."="
   FROM "=".t;
ALTER TABLE "=".u ADD CONSTRAINT "=" FOREIGN KEY ("=") REFERENCES "=".t("=");
CREATE INDEX "=" ON "=".u ("=") WHERE ("=" > 1);
CREATE TRIGGER "="
BEFORE UPDATE OF "=" ON "=".t
FOR EACH ROW
EXECUTE FUNCTION "=".g('=');
CREATE POLICY "=" ON "=".t USING ((s = '='::text));
COMMENT ON FUNCTION "="."="(integer) IS '=';
COMMENT ON TABLE "=".t IS '=';
COMMENT ON COLUMN "=".t."=" IS '=';
COMMENT ON CONSTRAINT "=" ON "=".t IS '=';
GRANT SELECT ("=") ON TABLE "=".t TO "Odd role";
