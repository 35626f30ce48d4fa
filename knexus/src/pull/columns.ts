import { addresses } from '../base/address.ts'
import { conventionalName } from '../declare/naming.ts'
import { Sql } from '../declare/sql.ts'
import { qualifiedName } from '../base/sql.ts'
import { usualNumbering, type Numbering } from '../kinds/shared/numbering.ts'
import { lacksDefault } from '../kinds/shared/inherited-columns.ts'
import type { Column } from '../kinds/columns.ts'
import { addressOf } from '../schema.ts'
import { defaultValue } from './defaults.ts'
import { readPath, stripParentheses } from './lexer.ts'
import { parametersOf } from './parameters.ts'
import { call, keepsItsPlace, print, printKey, type Uses } from './print.ts'
import { childrenOf, commentOf, say, type Pull } from './state.ts'
import { typeCall } from './types.ts'

/** Whether the language has words for everything about a column. */
export function isSayable(pull: Pull, column: Column): boolean {
  return !pull.plain.has(addressOf(column)) && addresses.table.is(column.on) && keepsItsPlace(column.name)
}

/** A line of a table's columns. `primary` is the call that makes it the key, `parts` are those that say the rest. */
export function columnLine(
  pull: Pull,
  column: Column,
  primary: string | undefined,
  parts: readonly string[],
  uses: Uses,
): string {
  say(pull, column)
  const address = addressOf(column)
  const serial = primary === undefined ? undefined : serialCall(pull, column)
  if (serial !== undefined) uses.add(serial)
  const calls = [
    serial === undefined
      ? typeCall(column.type, { types: pull.types, extensions: pull.extensions, uses })
      : `${serial}()`,
    ...identity(column, uses),
    ...(primary === undefined || (serial !== undefined && primary === '.primary()') ? [] : [primary]),
    ...(saysNotNull(column, primary !== undefined) ? [notNullable(column, uses)] : []),
    ...(column.collation === null ? [] : [call('.collate', [print(collation(column.collation), uses)])]),
    ...(column.generated
      ? [
          call('.generatedAs', [
            print(new Sql(stripParentheses(column.generated.expression)), uses),
            ...(column.generated.stored ? [] : ['{ stored: false }']),
          ]),
        ]
      : []),
    ...defaultCall(pull, column, uses),
    ...parts,
    ...storageCalls(column, uses),
  ]
  const { comment } = commentOf(pull, address)
  if (comment !== undefined) calls.push(call('.comment', [print(comment, uses)]))
  return `${printKey(column.name)}: ${chain(calls)}`
}

function storageCalls({ storage, compression, statistics, options }: Column, uses: Uses): string[] {
  return [
    ...(storage === null ? [] : [`.storage('${storage}')`]),
    ...(compression === null ? [] : [`.compression('${compression}')`]),
    ...(statistics === null ? [] : [`.statistics(${statistics})`]),
    ...(Object.keys(options).length === 0 ? [] : [`.options(${print(parametersOf(options), uses)})`]),
  ]
}

/** A key and an identity are NOT NULL without a word, unless there is more to say of it. */
function saysNotNull(column: Column, isKey: boolean): boolean {
  return hasOwnNotNull(column) || (column.notNull && !isKey && !column.identity)
}

function hasOwnNotNull({ notNull, notNullName, notNullNoInherit, notNullValidated }: Column): boolean {
  return notNull && (notNullName !== null || notNullNoInherit || !notNullValidated)
}

function notNullable({ notNullName, notNullNoInherit, notNullValidated }: Column, uses: Uses): string {
  const options = {
    ...(notNullName !== null && { name: notNullName }),
    ...(notNullNoInherit && { noInherit: true }),
    ...(!notNullValidated && { validated: false }),
  }
  return call('.notNullable', Object.keys(options).length > 0 ? [print(options, uses)] : [])
}

/** The options of a sequence or an identity that are not what PostgreSQL takes by itself. */
export function numberingOptions(numbering: Numbering, type: string): Readonly<Record<string, unknown>> {
  const usual = usualNumbering(type, numbering.increment)
  const start = numbering.increment.startsWith('-') ? numbering.max : numbering.min
  return {
    ...(numbering.start !== start && { start: number(numbering.start) }),
    ...(numbering.increment !== '1' && { increment: number(numbering.increment) }),
    ...(numbering.min !== usual.min && { min: number(numbering.min) }),
    ...(numbering.max !== usual.max && { max: number(numbering.max) }),
    ...(numbering.cache !== '1' && { cache: number(numbering.cache) }),
    ...(numbering.cycle && { cycle: true }),
  }
}

/** A collation of PostgreSQL's own is a name, any other is SQL. */
function collation(quoted: string): string | Sql {
  const parts = readPath(quoted)
  return parts?.length === 1 ? parts[0]! : new Sql(quoted)
}

function number(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
}

/** Calls one after the other, on lines of their own where one would be too long. */
function chain(calls: readonly string[]): string {
  const line = calls.join('')
  if ((line.length <= 130 && !line.includes('\n')) || calls.length < 3) return line
  const [first, ...rest] = calls
  return `${first}${rest
    .map((one) => `\n${one}`)
    .join('')
    .replaceAll('\n', '\n  ')}`
}

function identity({ identity, type }: Column, uses: Uses): string[] {
  if (!identity) return []
  const options = {
    ...(identity.generation === 'by default' && { generation: 'by default' }),
    ...(identity.name !== null && { sequence: identity.name }),
    ...numberingOptions(identity, type),
  }
  return [call('.identity', Object.keys(options).length === 0 ? [] : [print(options, uses)])]
}

function defaultCall(pull: Pull, column: Column, uses: Uses): string[] {
  const value = say(pull, childrenOf(pull, addressOf(column), 'default')[0])
  if (value) return [call('.defaultTo', [print(defaultValue(value.expression, column.type), uses)])]
  return lacksDefault(column) && !column.identity ? [call('.defaultTo', [print(new Sql('NULL'), uses)])] : []
}

/** `increments` for a key numbered by a sequence of its own, as `serial` makes it. */
function serialCall(pull: Pull, column: Column): 'increments' | 'bigIncrements' | undefined {
  const address = addressOf(column)
  const [value] = childrenOf(pull, address, 'default')
  const [sequence] = childrenOf(pull, address, 'sequence')
  if (
    !value ||
    !sequence ||
    (column.type !== 'integer' && column.type !== 'bigint') ||
    column.identity ||
    sequence.type !== column.type ||
    sequence.unlogged
  )
    return undefined
  const usual = conventionalName('{table}_{columns}_seq', { table: column.table, columns: [column.name] })
  if (
    sequence.name !== usual ||
    sequence.schema !== column.schema ||
    Object.keys(numberingOptions(sequence, column.type)).length > 0
  )
    return undefined
  if (
    value.expression !== `nextval('${qualifiedName(sequence.schema, sequence.name).replaceAll("'", "''")}'::regclass)`
  )
    return undefined
  if ([sequence, value].some((object) => pull.plain.has(addressOf(object)))) return undefined
  say(pull, sequence)
  say(pull, value)
  return column.type === 'integer' ? 'increments' : 'bigIncrements'
}
