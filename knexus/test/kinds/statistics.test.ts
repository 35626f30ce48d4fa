import { evolutions } from './evolution.ts'

evolutions('kinds/statistics', [
  {
    name: 'kinds, expressions and a target',
    from: 'CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t',
    to: 'CREATE TABLE t (a int, b int); CREATE STATISTICS s (mcv) ON a, (a + b) FROM t; ALTER STATISTICS s SET STATISTICS 50; CREATE STATISTICS e ON (a * 2) FROM t',
    there: [
      'DROP STATISTICS public.s',
      'CREATE STATISTICS public.e ON (a * 2) FROM public.t',
      'CREATE STATISTICS public.s (mcv) ON a, (a + b) FROM public.t',
      'ALTER STATISTICS public.s SET STATISTICS 50',
    ],
    back: ['DROP STATISTICS public.e', 'DROP STATISTICS public.s', 'CREATE STATISTICS public.s ON a, b FROM public.t'],
  },
])
