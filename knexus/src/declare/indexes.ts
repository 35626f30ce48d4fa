import { indexWording, type Index } from '../kinds/indexes.ts'
import { attributesOf } from '../kinds/shared/wording.ts'
import { quoteIdent as quote } from '../base/sql.ts'
import { commentOn, needsColumns, rename, usualName, type Part } from './context.ts'
import type { IndexOptions, Key } from './drafts.ts'
import { columnsOf, keyText, words } from './keys.ts'
import { givenName } from './naming.ts'
import { refuseNoKeys } from './refuse.ts'

/** An index of the table it is declared in. */
export function index(keys: readonly Key[], options: IndexOptions): Part {
  refuseNoKeys('index', keys)
  return {
    build(table) {
      const columns = keys.flatMap((key) => columnsOf(key, table.columns))
      const sort = options.unique ? 'uq' : 'ix'
      const named = { columns: columns.length > 0 ? columns : keysSaid(keys) }
      const object: Index = {
        kind: 'index',
        on: table.on,
        schema: table.schema,
        table: table.table,
        name: options.name === undefined ? usualName(table, sort, named) : givenName('index', options.name),
        ...attributesOf(indexWording, options),
        keys: keys.map((key) => keyText(key, options)),
        include: (options.include ?? []).map(quote),
        with: words(options.with),
        valid: true,
        onOnly: false,
        attachedTo: null,
        ...needsColumns(table, columns),
      }
      const { renamedFrom } = options
      return {
        objects: [object, ...commentOn(object, options.comment)],
        renames: renamedFrom === undefined ? [] : [rename(object, { ...object, name: renamedFrom })],
      }
    },
  }
}

/**
 * The columns that name an index whose table does not list its columns, such as a materialized view that takes them
 * from its query.
 */
function keysSaid(keys: readonly Key[]): readonly string[] {
  const said = keys.map((key) => (typeof key === 'object' && 'key' in key ? key.key : key))
  return said.every((key) => typeof key === 'string') ? said : ['expr']
}
