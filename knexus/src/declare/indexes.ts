import type { Index } from '../kinds/indexes.ts'
import { commentOn, rename, type Part } from './context.ts'
import type { IndexOptions, Key } from './drafts.ts'
import { columnsOf, keyText } from './keys.ts'
import { conventionalName, givenName } from './naming.ts'
import { expressionOf } from './sql.ts'

/** An index of the table it is declared in. */
export function index(keys: readonly Key[], options: IndexOptions): Part {
  return {
    build(table) {
      const columns = keys.flatMap((key) => columnsOf(key, table.columns))
      const object: Index = {
        kind: 'index',
        schema: table.schema,
        table: table.table,
        name: options.name === undefined
          ? conventionalName(options.unique ? table.naming.uq : table.naming.ix, { table: table.table, columns: columns.length > 0 ? columns : ['expr'] })
          : givenName('index', options.name),
        method: options.using ?? 'btree',
        unique: options.unique ?? false,
        nullsNotDistinct: options.nullsNotDistinct ?? false,
        keys: keys.map((key) => keyText(key, options)),
        include: options.include ?? [],
        where: options.where === undefined ? null : expressionOf(options.where),
        with: Object.fromEntries(Object.entries(options.with ?? {}).map(([key, value]) => [key, String(value)])),
        tablespace: options.tablespace ?? null,
        valid: true,
      }
      const { renamedFrom } = options
      return {
        objects: [object, ...commentOn(object, options.comment)],
        renames: renamedFrom === undefined ? [] : [rename(object, { ...object, table: table.oldTable, name: renamedFrom })],
      }
    },
  }
}
