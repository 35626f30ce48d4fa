import { evolutions } from './evolution.ts'

evolutions('kinds/partition-triggers', [
  {
    name: 'a partition has its own state, and its copy of the trigger is not an object',
    both: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TABLE p (k int) PARTITION BY LIST (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()`,
    from: 'ALTER TABLE p1 DISABLE TRIGGER g',
    to: 'ALTER TABLE p1 ENABLE ALWAYS TRIGGER g; ALTER TABLE p2 DISABLE TRIGGER g',
    there: ['ALTER TABLE public.p1 ENABLE ALWAYS TRIGGER g', 'ALTER TABLE public.p2 DISABLE TRIGGER g'],
    back: ['ALTER TABLE public.p2 ENABLE TRIGGER g', 'ALTER TABLE public.p1 DISABLE TRIGGER g'],
  },
])
