import { evolutions } from './evolution.ts'

evolutions('kinds/extensions', [
  {
    name: 'what an extension makes is its own',
    from: '',
    to: 'CREATE SCHEMA e; CREATE EXTENSION hstore SCHEMA e; CREATE TABLE t (h e.hstore)',
    there: ['CREATE SCHEMA e', 'CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA e', 'CREATE TABLE public.t ('],
    back: ['DROP TABLE public.t', 'DROP EXTENSION hstore', 'DROP SCHEMA e'],
  },
  {
    name: 'another namespace',
    both: 'CREATE SCHEMA e; CREATE SCHEMA f',
    from: 'CREATE EXTENSION hstore SCHEMA e',
    to: 'CREATE EXTENSION hstore SCHEMA f',
    there: ['ALTER EXTENSION hstore SET SCHEMA f'],
    back: ['ALTER EXTENSION hstore SET SCHEMA e'],
  },
])
