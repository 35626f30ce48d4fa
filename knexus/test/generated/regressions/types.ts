import type { Regression } from './index.ts'

/** Pairs over types and what they are made of. */
export const types: readonly Regression[] = [
  {
    from: 'CREATE EXTENSION citext; CREATE DOMAIN gift AS citext',
    to: 'CREATE DOMAIN gift AS text; CREATE FUNCTION f(a gift) RETURNS int LANGUAGE sql RETURN 1',
  },
  {
    from: 'CREATE EXTENSION hstore; CREATE TYPE gift AS (a hstore); CREATE TABLE t (a gift)',
    to: 'CREATE TYPE gift AS (b int, a text); CREATE TABLE t (a gift)',
  },
]
