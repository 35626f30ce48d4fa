import { addresses } from '../base/address.ts'
import { Sql } from '../declare/sql.ts'
import { index as declareIndex } from '../declare/indexes.ts'
import type { Address } from '../base/kind.ts'
import { qualifiedName } from '../base/sql.ts'
import type { MaterializedView } from '../kinds/materialized-views.ts'
import type { View } from '../kinds/views.ts'
import type { ViewColumn } from '../kinds/view-columns.ts'
import { addressOf } from '../schema.ts'
import { takeName } from './lexer.ts'
import { readIndex } from './keys.ts'
import { parametersOf } from './parameters.ts'
import { call, Code, indent, keepsItsPlace, print, printKey, printText, wrap, type Uses } from './print.ts'
import { childrenOf, commentOf, contextOf, declarer, say, type Pull } from './state.ts'
import { typeCall } from './types.ts'

const OPTIONS = new Set(['security_invoker', 'security_barrier', 'check_option'])

/** A view with its columns and their types, so that Knex knows its rows. */
export function viewCode(pull: Pull, view: View, uses: Uses): string | undefined {
  const { security_invoker: invoker, security_barrier: barrier, check_option: check } = view.options
  const isUnsayable =
    Object.keys(view.options).some((key) => !OPTIONS.has(key)) ||
    [invoker, barrier].some((value) => value !== undefined && value !== 'true')
  if (isUnsayable || !say(pull, view)) return undefined
  const on = addressOf(view)
  const columns = sayColumns(pull, on)
  const isTyped =
    columns.length > 0 && columns.length === view.shape?.length && columns.every(({ name }) => keepsItsPlace(name))
  const lines = (isTyped ? columns : []).map((column, place) => {
    const { comment } = commentOf(pull, addresses.column(qualifiedName(column.schema, column.view), column.name))
    const type = typeCall(typeOf(view.shape?.[place] ?? ''), { types: pull.types, extensions: pull.extensions, uses })
    return `${printKey(column.name)}: ${type}${comment === undefined ? '' : call('.comment', [print(comment, uses)])}`
  })
  return call(declarer(pull, view.schema, 'view', uses), [
    printText(view.name),
    print(
      {
        ...(isTyped && { columns: new Code(wrap('{ ', lines, ' }')) }),
        as: query(view.definition, uses),
        ...commentOf(pull, on),
        ...(invoker !== undefined && { securityInvoker: true }),
        ...(barrier !== undefined && { securityBarrier: true }),
        ...(check !== undefined && { checkOption: check }),
      },
      uses,
    ),
  ])
}

export function materializedViewCode(pull: Pull, view: MaterializedView, uses: Uses): string | undefined {
  if (!say(pull, view)) return undefined
  const on = addressOf(view)
  const columns = sayColumns(pull, on).map(({ name }) => name)
  const context = contextOf(pull, on, view.schema, view.name, [])
  const indexes = childrenOf(pull, on, 'index').flatMap((index) => {
    const read = readIndex(index, columns)
    if (!read || !say(pull, index)) return []
    const [usual] = declareIndex(read.keys, read.options).build(context).objects
    const isUsual = usual?.kind === 'index' && usual.name === index.name
    return [
      { keys: read.keys, ...read.options, ...(!isUsual && { name: index.name }), ...commentOf(pull, addressOf(index)) },
    ]
  })
  return call(declarer(pull, view.schema, 'materializedView', uses), [
    printText(view.name),
    print(
      {
        as: query(view.definition, uses),
        ...commentOf(pull, on),
        ...(!view.populated && { withData: false }),
        ...(Object.keys(view.options).length > 0 && { options: parametersOf(view.options) }),
        ...(view.accessMethod !== null && { accessMethod: view.accessMethod }),
        ...(view.tablespace !== null && { tablespace: view.tablespace }),
        ...(indexes.length > 0 && { indexes }),
      },
      uses,
    ),
  ])
}

/** The columns; what the query makes of them need not be said, what is set on them is said as data. */
function sayColumns(pull: Pull, on: Address): readonly ViewColumn[] {
  const columns = childrenOf(pull, on, 'view column')
  for (const column of columns) {
    if (
      column.storage === null &&
      column.compression === null &&
      column.statistics === null &&
      Object.keys(column.options).length === 0
    )
      say(pull, column)
  }
  return columns
}

/** The type in a line of a view's shape: `name type collation`. */
function typeOf(shape: string): string {
  const rest = takeName(shape)?.rest.trim() ?? ''
  return rest.replace(/(?<=.) (?:pg_catalog\.)?"[^"]+"$/, '')
}

/** The query under its own indentation; a text of several lines in it must stay as it is. */
function query(definition: string, uses: Uses): Code {
  const lines = definition.split('\n')
  const isPlain =
    !/[`\\]|\$\{/.test(definition) &&
    lines.every((line) => (line.match(/'/g)?.length ?? 0) % 2 === 0 && (line.match(/"/g)?.length ?? 0) % 2 === 0)
  if (!isPlain || lines.length === 1) return new Code(print(new Sql(definition.trim()), uses))
  uses.add('sql')
  return new Code(`sql\`\n${indent(lines.join('\n').trim())}\``)
}
