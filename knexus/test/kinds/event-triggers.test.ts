import { evolutions } from './evolution.ts'

evolutions('kinds/event-triggers', [
  {
    name: 'its state is altered, the rest makes it anew',
    both: 'CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
    from: 'CREATE EVENT TRIGGER a ON ddl_command_end EXECUTE FUNCTION e(); CREATE EVENT TRIGGER b ON sql_drop EXECUTE FUNCTION e()',
    to: `CREATE EVENT TRIGGER a ON ddl_command_end EXECUTE FUNCTION e(); ALTER EVENT TRIGGER a DISABLE; CREATE EVENT TRIGGER b ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION e()`,
    there: [
      'DROP EVENT TRIGGER b',
      'ALTER EVENT TRIGGER a DISABLE',
      "CREATE EVENT TRIGGER b ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION public.e()",
    ],
    back: [
      'DROP EVENT TRIGGER b',
      'ALTER EVENT TRIGGER a ENABLE',
      'CREATE EVENT TRIGGER b ON sql_drop EXECUTE FUNCTION public.e()',
    ],
  },
])
