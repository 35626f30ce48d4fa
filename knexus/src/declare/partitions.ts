import { addresses } from '../base/address.ts'
import { qualifiedName } from '../base/sql.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf } from '../schema.ts'
import type { TableContext } from './context.ts'
import { givenName } from './naming.ts'

/** By the name of a partition its bound: `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`, or `DEFAULT`. */
export type Partitions = Readonly<Record<string, string>>

/**
 * Partitions that are like their parent in everything: `objects` are the parent's. What ATTACH PARTITION would refuse
 * to do without is made with them, columns, NOT NULL, defaults and checks; keys and indexes come with it.
 */
export function partitionsLike(
  parent: TableContext,
  partitions: Partitions,
  objects: readonly AnyObject[],
): AnyObject[] {
  return Object.entries(partitions).flatMap(([given, bound]): AnyObject[] => {
    const [schema, table] = [parent.schema, givenName('table', given)]
    const on = addresses.table(qualifiedName(schema, table))
    const whole = objects.find((object) => object.kind === 'table')
    const columns = new Map(
      parent.columns.map((name) => [
        addresses.column(qualifiedName(schema, parent.table), name),
        addresses.column(qualifiedName(schema, table), name),
      ]),
    )
    const moved = <O extends AnyObject>(object: O): O =>
      'needs' in object && object.needs
        ? { ...object, needs: object.needs.map((need) => columns.get(need) ?? need) }
        : object
    const parts = objects.flatMap((object): AnyObject[] => {
      if (object.kind === 'column')
        return [moved({ ...object, on, table, identity: null, statistics: null, options: {} })]
      if (object.kind === 'default') return [moved({ ...object, on: columns.get(object.on)!, table })]
      if (object.kind === 'constraint' && object.type === 'check') return [moved({ ...object, on, table })]
      return []
    })
    return whole?.kind === 'table'
      ? [
          {
            ...whole,
            name: table,
            partitionBy: null,
            unlogged: false,
            rowSecurity: false,
            forceRowSecurity: false,
            options: {},
          },
          ...parts,
          { kind: 'partition', on, schema, table, of: addressOf(whole), bound },
        ]
      : []
  })
}
