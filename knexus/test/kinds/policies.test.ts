import { evolutions } from './evolution.ts'

evolutions('kinds/policies', [
  {
    name: 'roles and conditions are altered; one that goes, and the command, are not',
    both: 'CREATE TABLE t (a int)',
    from: 'CREATE POLICY p ON t TO pg_monitor USING (a > 1); CREATE POLICY q ON t FOR SELECT USING (true)',
    to: 'CREATE POLICY p ON t USING (a > 2) WITH CHECK (a > 3); CREATE POLICY q ON t AS RESTRICTIVE FOR UPDATE USING (true)',
    there: [
      'DROP POLICY q ON public.t',
      'ALTER POLICY p ON public.t TO PUBLIC',
      'ALTER POLICY p ON public.t USING ((a > 2))',
      'ALTER POLICY p ON public.t WITH CHECK ((a > 3))',
      'CREATE POLICY q ON public.t AS RESTRICTIVE FOR UPDATE USING (true)',
    ],
    back: [
      'DROP POLICY q ON public.t',
      'DROP POLICY p ON public.t',
      'CREATE POLICY p ON public.t TO pg_monitor USING ((a > 1))',
      'CREATE POLICY q ON public.t FOR SELECT USING (true)',
    ],
  },
])
