import { addresses } from '../base/address.ts'
import { defineKind } from '../base/kind.ts'
import { quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/**
 * An attribute of a composite type. The type creates, alters and drops it; it is an object so that comments can refer to it.
 * Source: `pg_attribute`.
 */
export interface CompositeAttributeName {
  readonly kind: 'composite attribute'
  readonly schema: string
  readonly type: string
  readonly name: string
}

export const compositeAttributeKind = defineKind<CompositeAttributeName, 'schema' | 'type' | 'name'>({
  kind: 'composite attribute',
  class: 'pg_class',

  catalog: () => `
    SELECT c.oid, a.attnum AS sub, n.nspname AS schema, c.relname AS type, a.attname AS name
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'c'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${userNamespace('n')}
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = c.reltype AND e.deptype = 'e')
    ORDER BY c.oid, a.attnum`,

  address: (attribute) => addresses.column(qualifiedName(attribute.schema, attribute.type), attribute.name),
  relations: (attribute) => [{ as: 'part of', to: addresses.type(qualifiedName(attribute.schema, attribute.type)) }],

  create: () => [],
  drop: () => [],
  rename: (after, before) => [
    {
      sql:
        `ALTER TYPE ${qualifiedName(after.schema, after.type)} RENAME ATTRIBUTE ${quoteIdent(before.name)} TO ` +
        quoteIdent(after.name),
    },
  ],

  alter: {},
})
