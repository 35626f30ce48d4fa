import { evolutions } from './evolution.ts'

const IN = `v IN ('a', 'b')`

evolutions('kinds, where PostgreSQL prints what it reads as something else', [
  {
    name: 'membership in a list of varchar',
    both: 'CREATE TABLE t (id int, v varchar); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    from: '',
    to: `CREATE VIEW v AS SELECT * FROM t WHERE ${IN}; CREATE MATERIALIZED VIEW m AS SELECT ${IN} AS x FROM t; CREATE POLICY p ON t USING (${IN}) WITH CHECK (v NOT IN ('a', 'b'));
      CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.${IN}) EXECUTE FUNCTION f(); CREATE RULE r AS ON UPDATE TO t WHERE NEW.${IN} DO INSTEAD NOTHING;
      CREATE DOMAIN d AS varchar CHECK (VALUE IN ('a', 'b')); CREATE FUNCTION q(v varchar DEFAULT 'x') RETURNS boolean LANGUAGE sql RETURN ${IN}`,
    there: [
      'CREATE DOMAIN public.d AS character varying',
      "CREATE FUNCTION public.q(v character varying DEFAULT 'x'::character varying)",
      'CREATE VIEW public.v AS',
      'CREATE MATERIALIZED VIEW public.m AS',
      'CREATE RULE r AS ON UPDATE TO public.t',
      'CREATE TRIGGER g',
      `CREATE POLICY p ON public.t USING ((v IN ('a', 'b'))) WITH CHECK ((v NOT IN ('a', 'b')))`,
    ],
    back: [
      'DROP POLICY p ON public.t',
      'DROP TRIGGER g ON public.t',
      'DROP RULE r ON public.t',
      'DROP MATERIALIZED VIEW public.m',
      'DROP VIEW public.v',
      'DROP FUNCTION public.q(character varying)',
      'DROP DOMAIN public.d',
    ],
  },
  {
    name: 'a view that is nothing but values',
    from: '',
    to: `CREATE VIEW named (a, "B") AS VALUES (1, 'x'), (2, 'y'); CREATE VIEW plain AS VALUES (1); CREATE VIEW inner_values AS SELECT column1 AS a FROM (VALUES (1)) x; CREATE MATERIALIZED VIEW m (a) AS VALUES (1)`,
    there: [
      'CREATE VIEW public.named (a, "B") AS',
      'CREATE VIEW public.plain AS',
      'CREATE VIEW public.inner_values AS',
      'CREATE MATERIALIZED VIEW public.m (a) AS',
    ],
    back: [
      'DROP MATERIALIZED VIEW public.m',
      'DROP VIEW public.inner_values',
      'DROP VIEW public.plain',
      'DROP VIEW public.named',
    ],
  },
])
