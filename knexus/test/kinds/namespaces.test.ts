import { evolutions } from './evolution.ts'

evolutions('kinds/namespaces', [
  {
    name: 'one more, with a name to quote',
    from: '',
    to: 'CREATE SCHEMA "My app"; CREATE TABLE "My app".t (id int)',
    there: ['CREATE SCHEMA "My app"', 'CREATE TABLE "My app".t ('],
    back: ['DROP TABLE "My app".t', 'DROP SCHEMA "My app"'],
  },
])
