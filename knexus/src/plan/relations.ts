import type { RelationWord } from '../base/relation.ts'
import type { Action } from './actions.ts'

/**
 * When an order gives way on a cycle: before all others, always, or where what is needed is altered in nothing that
 * its users could mind.
 */
export type Gives = 'first' | 'always' | 'unshaped'

/**
 * What must come before what: the action of an object that stands in a relation, its user, and the action of the
 * object it stands to.
 */
export interface OrderRule {
  readonly as: readonly RelationWord[]
  /** Whose relation it is: that of the object as it was, or as it will be. */
  readonly of: 'before' | 'after'
  readonly user: readonly Action['type'][]
  readonly other: readonly Action['type'][]
  readonly first: 'user' | 'other'
  /** Whether the action is that of the other itself, of what the other is a part of, or of either. */
  readonly at?: 'whole' | 'either'
  readonly only?: 'it is let go of' | 'it is not released' | 'the other can step aside' | 'the other cannot step aside'
  readonly gives?: Gives
  /** One change in SQL that shows it: what comes first, then what comes after. */
  readonly example: string
}

const GOING: readonly RelationWord[] = ['part of', 'needs', 'follows']
const COMING: readonly RelationWord[] = [...GOING, 'comes after']

/** Relation by action: the order of the two actions. What no row speaks of may happen in any order. */
export const ORDER: readonly OrderRule[] = [
  {
    as: GOING,
    of: 'before',
    user: ['drop', 'aside'],
    other: ['drop'],
    first: 'user',
    example: 'DROP VIEW active_users; DROP TABLE users',
  },
  {
    as: GOING,
    of: 'before',
    user: ['drop', 'aside'],
    other: ['alter'],
    first: 'user',
    gives: 'unshaped',
    example: 'DROP VIEW active_users; ALTER TABLE users ALTER COLUMN id TYPE bigint',
  },
  {
    as: GOING,
    of: 'before',
    user: ['drop'],
    other: ['aside'],
    first: 'user',
    gives: 'always',
    example: 'DROP VIEW moods; ALTER TYPE mood RENAME TO mood__old',
  },
  {
    as: GOING,
    of: 'before',
    user: ['aside'],
    other: ['aside'],
    first: 'user',
    example: 'ALTER TYPE pair RENAME TO pair__old; ALTER TYPE mood RENAME TO mood__old',
  },
  {
    as: GOING,
    of: 'before',
    user: ['drop', 'retire'],
    other: ['retire'],
    first: 'user',
    example: 'DROP TYPE pair__old; DROP TYPE mood__old',
  },
  {
    as: GOING,
    of: 'before',
    user: ['retire'],
    other: ['drop'],
    first: 'user',
    only: 'the other can step aside',
    example: 'DROP TYPE pair__old; DROP TYPE mood',
  },
  {
    as: GOING,
    of: 'before',
    user: ['retire'],
    other: ['drop'],
    first: 'user',
    only: 'the other cannot step aside',
    gives: 'always',
    example: 'DROP DOMAIN email__old; DROP EXTENSION citext',
  },
  {
    as: GOING,
    of: 'before',
    user: ['alter'],
    other: ['drop', 'retire'],
    first: 'user',
    only: 'it is not released',
    example: 'ALTER TABLE users ALTER COLUMN mood TYPE text; DROP TYPE mood',
  },
  {
    as: GOING,
    of: 'before',
    user: ['alter'],
    other: ['alter'],
    first: 'user',
    at: 'either',
    only: 'it is let go of',
    gives: 'always',
    example: 'ALTER VIEW totals RESET (security_invoker); ALTER TABLE sums SET UNLOGGED',
  },
  {
    as: COMING,
    of: 'after',
    user: ['create'],
    other: ['create', 'alter'],
    first: 'other',
    example: 'CREATE TYPE mood AS ENUM (); CREATE TABLE users (mood mood)',
  },
  {
    as: GOING,
    of: 'after',
    user: ['alter'],
    other: ['create', 'alter'],
    first: 'other',
    gives: 'unshaped',
    example: 'CREATE TYPE mood AS ENUM (); ALTER TABLE users ALTER COLUMN mood TYPE mood',
  },
  {
    as: ['comes after'],
    of: 'after',
    user: ['alter'],
    other: ['create', 'alter'],
    first: 'other',
    gives: 'always',
    example: 'ALTER TABLE parent ADD COLUMN note text; ALTER TABLE child SET LOGGED',
  },
  {
    as: COMING,
    of: 'after',
    user: ['create', 'alter'],
    other: ['alter'],
    first: 'other',
    at: 'whole',
    gives: 'unshaped',
    example: 'ALTER TABLE users SET LOGGED; ALTER TABLE visits ADD FOREIGN KEY (user_id) REFERENCES users',
  },
  {
    as: ['mentions'],
    of: 'after',
    user: ['create', 'alter'],
    other: ['create'],
    first: 'other',
    gives: 'first',
    example:
      "CREATE SEQUENCE codes; CREATE FUNCTION next_code() RETURNS bigint LANGUAGE sql AS 'SELECT nextval(''codes'')'",
  },
  {
    as: ['leads'],
    of: 'after',
    user: ['create'],
    other: ['create'],
    first: 'user',
    example: 'ALTER TABLE child ADD COLUMN note text; ALTER TABLE parent ADD COLUMN note text',
  },
  {
    as: ['leads'],
    of: 'after',
    user: ['alter'],
    other: ['alter'],
    first: 'user',
    example: 'ALTER TABLE part ADD CONSTRAINT own NOT NULL id; ALTER TABLE whole ALTER COLUMN id SET NOT NULL',
  },
  {
    as: ['leads'],
    of: 'before',
    user: ['drop'],
    other: ['drop'],
    first: 'other',
    example: 'ALTER TABLE parent DROP COLUMN note; ALTER TABLE child DROP COLUMN note',
  },
]
