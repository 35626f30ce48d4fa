import { altered, created, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const definerWithoutPath: Rule = {
  name: 'definer-without-path',
  group: 'security',
  severity: 'error',
  why: 'Anyone who can create objects in a schema on the search path decides what this function calls as its owner.',
  before: `SELECT 1`,
  bad: {
    statements: [`CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user::text'`],
  },
  good: {
    statements: [
      `CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT ` +
        `current_user::text'`,
    ],
  },
  *find(trace) {
    for (const { object, address, statement } of [...created(trace, 'function'), ...altered(trace, 'function')])
      if (object.securityDefiner && !('search_path' in object.settings))
        yield {
          statement,
          message: `${named(address)} is SECURITY DEFINER and takes its search_path from the caller`,
          cure: 'Add SET search_path = pg_catalog, pg_temp, and qualify every name with its schema.',
        }
  },
}
