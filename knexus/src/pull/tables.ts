import { pathOf } from '../base/address.ts'
import { Sql } from '../declare/sql.ts'
import { namesNotNull } from '../kinds/shared/inherited-columns.ts'
import type { Address } from '../base/kind.ts'
import type { TableContext } from '../declare/context.ts'
import type { Column } from '../kinds/columns.ts'
import type { Constraint } from '../kinds/constraints.ts'
import type { Statistics } from '../kinds/statistics.ts'
import type { Table } from '../kinds/tables.ts'
import { addressOf } from '../schema.ts'
import { columnLine, isSayable } from './columns.ts'
import { readPath, splitList } from './lexer.ts'
import { readKey } from './keys.ts'
import { parametersOf } from './parameters.ts'
import { call, indent, print, printText, type Uses } from './print.ts'
import { childrenOf, commentOf, contextOf, declarer, say, type Pull } from './state.ts'
import { constraintCode, indexCode } from './table-parts.ts'
import { partitionLines } from './partitions.ts'
import { policyOptions, relation, triggerOptions } from './rows-and-triggers.ts'

/** A table as the language says it: a head, the columns under their names, and the lines of what else belongs to it. */
export interface TableCode {
  readonly head: string
  /** Each as `name: declaration`, in order. */
  readonly columns: readonly { readonly name: string; readonly line: string; readonly uses: Uses }[]
  readonly lines: readonly string[]
}

/** The declaration of a table with everything in it that the language has words for; nothing where it cannot be said. */
export function tableCode(pull: Pull, table: Table, uses: Uses): TableCode | undefined {
  const on = addressOf(table)
  const all = childrenOf(pull, on, 'column')
  const own = all.filter((column) => isOwn(column))
  if (
    pull.plain.has(on) ||
    !own.every((column) => isSayable(pull, column)) ||
    all.some((column) => !isOwn(column) && !isInherited(pull, column))
  )
    return undefined
  const settings = settingLines(
    pull,
    table,
    on,
    all.map(({ name }) => name),
    uses,
  )
  if (!settings) return undefined
  say(pull, table)
  for (const column of all) if (!isOwn(column)) sayInherited(pull, column)
  const context = contextOf(
    pull,
    on,
    table.schema,
    table.name,
    own.map(({ name }) => name),
  )
  const parts = [
    ...childrenOf(pull, on, 'constraint')
      .filter((constraint) => !isFromParent(constraint) || !say(pull, constraint))
      .map((constraint) => constraintCode(pull, constraint, context)),
    ...childrenOf(pull, on, 'index').map((index) => indexCode(pull, index, context)),
  ].filter((part) => part !== undefined)
  const written = own.filter((column) => !pull.there.has(addressOf(column)))
  const columns = written.map((column) => {
    const about = parts.filter((part) => part.column === column.name)
    const used: Uses = new Set(about.flatMap((part) => [...part.uses]))
    const calls = about.map((part) => part.call)
    const primary = calls.find((one) => one.startsWith('.primary('))
    return {
      name: column.name,
      line: columnLine(
        pull,
        column,
        primary,
        calls.filter((one) => one !== primary),
        used,
      ),
      uses: used,
    }
  })
  const loose = parts.filter((part) => part.column === undefined || !written.some(({ name }) => name === part.column))
  for (const part of loose) for (const used of part.uses) uses.add(used)
  return {
    head: `${declarer(pull, table.schema, 'table', uses)}(${printText(table.name)}`,
    columns,
    lines: [...loose.map((part) => part.line), ...settings, ...behaviour(pull, context, uses)],
  }
}

/** The code of a table, once its columns are lines. */
export function printTable({ head, lines }: TableCode, columns: readonly string[]): string {
  const body = columns.length === 0 ? '{}' : `{\n${columns.map((line) => `${indent(line)},\n`).join('')}}`
  return lines.length === 0
    ? `${head}, ${body})`
    : `${head}, ${body}, (t) => [\n${lines.map((line) => `${indent(line)},\n`).join('')}])`
}

/** A partition's columns are its own; a child table's are those it defines itself. */
function isOwn({ inherited }: Column): boolean {
  return inherited === null || inherited.local || inherited.partition
}

/** Whether a column is in all what its parents make it. */
function isInherited(pull: Pull, column: Column): boolean {
  const [value] = childrenOf(pull, addressOf(column), 'default')
  return (
    !pull.plain.has(addressOf(column)) &&
    column.inherited?.notNull === column.notNull &&
    !namesNotNull(column) &&
    (value?.expression ?? null) === (column.generated ? null : column.inherited.default) &&
    column.storage === null &&
    column.compression === null &&
    column.statistics === null &&
    Object.keys(column.options).length === 0
  )
}

function sayInherited(pull: Pull, column: Column): void {
  say(pull, column)
  for (const value of childrenOf(pull, addressOf(column), 'default')) say(pull, value)
}

function isFromParent({ inherited, type }: Constraint): boolean {
  return type === 'check' && inherited !== null && !inherited.local && !inherited.partition
}

/** The lines of what the table itself is; nothing where one cannot be said. */
function settingLines(
  pull: Pull,
  table: Table,
  on: Address,
  columns: readonly string[],
  uses: Uses,
): string[] | undefined {
  const parents = table.inherits.map((parent) => readPath(parent))
  const partitions = childrenOf(pull, on, 'partition').map((partition) => ({
    partition,
    parent: readPath(pathOf(partition.of)),
  }))
  const strategy = table.partitionBy === null ? [] : partitionBy(table.partitionBy, columns, uses)
  const isUnsayable =
    table.ofType !== null ||
    !strategy ||
    [...parents, ...partitions.map(({ parent }) => parent)].some((parent) => parent?.length !== 2)
  if (isUnsayable) return undefined
  const { comment } = commentOf(pull, on)
  const attached = partitions.filter(({ partition }) => say(pull, partition))
  const hung = [
    ...(comment === undefined ? [] : [call('t.comment', [print(comment, uses)])]),
    ...attached.map(({ partition, parent }) =>
      call('t.partitionOf', [print(relation(parent!, table.schema), uses), printText(partition.bound)]),
    ),
  ]
  if (pull.there.has(on)) return [...hung, ...partitionLines(pull, on, uses)]
  return [
    ...hung,
    ...strategy,
    ...partitionLines(pull, on, uses),
    ...(parents.length > 0
      ? [
          call(
            't.inherits',
            parents.map((parent) => print(relation(parent!, table.schema), uses)),
          ),
        ]
      : []),
    ...natureLines(table, uses),
  ]
}

/** How the table keeps its rows, and whether policies decide who sees them. */
function natureLines(table: Table, uses: Uses): string[] {
  return [
    ...(table.unlogged ? ['t.unlogged()'] : []),
    ...(table.accessMethod === null ? [] : [call('t.accessMethod', [printText(table.accessMethod)])]),
    ...(table.tablespace === null ? [] : [call('t.tablespace', [printText(table.tablespace)])]),
    ...(Object.keys(table.options).length > 0 ? [call('t.options', [print(parametersOf(table.options), uses)])] : []),
    ...(table.rowSecurity
      ? [table.forceRowSecurity ? 't.rowSecurity({ force: true })' : 't.rowSecurity()']
      : table.forceRowSecurity
        ? ['t.rowSecurity({ enabled: false, force: true })']
        : []),
  ]
}

function partitionBy(definition: string, columns: readonly string[], uses: Uses): string[] | undefined {
  const [, strategy, list] = /^(RANGE|LIST|HASH) \((.*)\)$/s.exec(definition) ?? []
  const keys = splitList(list ?? '')
    .map((key) => readKey(key, columns))
    .filter((key) => typeof key === 'string' || key instanceof Sql)
  if (strategy === undefined || keys.length !== splitList(list ?? '').length) return undefined
  return [call('t.partitionBy', [printText(strategy.toLowerCase()), print(keys, uses)])]
}

/** What watches the table, and who sees its rows. */
function behaviour(pull: Pull, { on, schema, columns }: TableContext, uses: Uses): string[] {
  const lines: string[] = []
  for (const identity of childrenOf(pull, on, 'replica identity')) {
    if (say(pull, identity))
      lines.push(
        call('t.replicaIdentity', [
          identity.by === 'index' ? print({ index: identity.index }, uses) : printText(identity.by),
        ]),
      )
  }
  for (const clustering of childrenOf(pull, on, 'clustering'))
    if (say(pull, clustering)) lines.push(call('t.clusterOn', [printText(clustering.index)]))
  for (const statistics of childrenOf(pull, on, 'statistics')) {
    const args = statisticsArguments(statistics, columns)
    if (args && statistics.schema === schema && say(pull, statistics))
      lines.push(call('t.statistics', [printText(statistics.name), ...args.map((argument) => print(argument, uses))]))
  }
  for (const trigger of childrenOf(pull, on, 'trigger')) {
    const options = triggerOptions(pull, trigger)
    if (options && say(pull, trigger))
      lines.push(
        call('t.trigger', [
          printText(trigger.name),
          print({ ...options(uses), ...commentOf(pull, addressOf(trigger)) }, uses),
        ]),
      )
  }
  for (const policy of childrenOf(pull, on, 'policy')) {
    if (say(pull, policy))
      lines.push(
        call('t.policy', [
          printText(policy.name),
          print({ ...policyOptions(policy), ...commentOf(pull, addressOf(policy)) }, uses),
        ]),
      )
  }
  return lines
}

/** The columns and options of extended statistics; nothing where an expression cannot be told from what follows it. */
function statisticsArguments(
  { kinds, columns: list, target }: Statistics,
  columns: readonly string[],
): readonly unknown[] | undefined {
  const items = splitList(list)
  const keys = items
    .map((item) => readKey(item, columns))
    .filter((key) => typeof key === 'string' || key instanceof Sql)
  if (keys.length < items.length) return undefined
  const usual = keys.length > 1 ? 'dependencies,mcv,ndistinct' : ''
  const options = { ...([...kinds].sort().join() !== usual && { kinds }), ...(target !== null && { target }) }
  return Object.keys(options).length > 0 ? [keys, options] : [keys]
}
