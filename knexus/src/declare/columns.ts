import { column, ColumnBuilder } from './column.ts'
import { expressionOf, type Sql } from './sql.ts'

/** A column of a type: what a row holds, what may be written, and what the driver returns for an array of it. */
type Of<Row, Write = Row, List = Row[]> = ColumnBuilder<{
  row: Row
  write: Write
  list: List
  nullable: true
  optional: false
  generated: false
}>

type Serial<Row, Write = Row> = ColumnBuilder<{
  row: Row
  write: Write
  list: Row[]
  nullable: false
  optional: true
  generated: false
}>

type Json<T> = Of<
  T,
  unknown extends T ? string | number | boolean | object : T extends readonly unknown[] | string ? string : T | string
>

/** An interval as the driver returns it: the parts that are not zero. */
export interface Interval {
  readonly years?: number
  readonly months?: number
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

/** Text of any length: `text().notNullable()`. */
export const text = (): Of<string> => column('text')
/**
 * Text of any length, or of at most `length` characters: `varchar()`. The same as `string`, without the default length
 * of 255.
 */
export const varchar = (length: number | null = null): Of<string> => column(sized('character varying', length))
/**
 * Text of at most `length` characters: `string(64).unique()`. The default is 255, as in Knex; `null` means no limit.
 */
export const string = (length: number | null = 255): Of<string> => column(sized('character varying', length))
/** Text padded with spaces to `length` characters: `char(2).notNullable()`. */
export const char = (length = 1): Of<string> => column(`character(${length})`)
/** A UUID, returned as text: `uuid().references('studies.id').onDelete('cascade')`. */
export const uuid = (): Of<string> => column('uuid')
/** True or false: `boolean().notNullable().defaultTo(false)`. */
export const boolean = (): Of<boolean> => column('boolean')

/** An integer of 2 bytes: `smallint().checkPositive()`. */
export const smallint = (): Of<number> => column('smallint')
/** An integer of 4 bytes: `integer().checkBetween([1, 100])`. */
export const integer = (): Of<number> => column('integer')
/**
 * An integer of 8 bytes: `bigInteger().identity().primary()`. The driver returns text, because a JavaScript number cannot
 * hold every value.
 */
export const bigInteger = (): Of<string, string | number | bigint> => column('bigint')
/**
 * An exact number: `decimal(10, 2)`; without `precision`, any number of digits. The driver returns text, but for an array
 * it returns numbers.
 */
export const decimal = (precision?: number, scale = 0): Of<string, string | number | bigint, number[]> =>
  column(precision === undefined ? 'numeric' : `numeric(${precision},${scale})`)
/** A floating-point number of 4 bytes: `float().array()`. */
export const float = (): Of<number> => column('real')
/** A floating-point number of 8 bytes: `double().notNullable().defaultTo(0.5)`. */
export const double = (): Of<number> => column('double precision')
/** An amount in the server's currency, returned as text: `money().defaultTo(0)`. */
export const money = (): Of<string, string | number> => column('money')

/**
 * The traditional primary key, an integer with a sequence of its own (`serial`): `id: increments()`. In a new table,
 * prefer `integer().identity().primary()`.
 */
export const increments = (): Serial<number> => serial('integer')
/** `increments` with 8 bytes, returned as text: `id: bigIncrements()`. */
export const bigIncrements = (): Serial<string, string | number | bigint> => serial('bigint')

/**
 * A calendar day: `date().defaultTo('2026-01-01')`. The driver returns midnight of that day, in the local time zone.
 */
export const date = (): Of<Date, Date | string> => column('date')
/**
 * A point in time: ``timestamp().defaultTo(sql`now()`)``. It is without time zone if `useTz` is false. `precision` is the
 * number of digits of fractional seconds.
 */
export const timestamp = ({
  useTz = true,
  precision,
}: { readonly useTz?: boolean; readonly precision?: number } = {}): Of<Date, Date | string> =>
  column(`timestamp${precision === undefined ? '' : `(${precision})`} ${useTz ? 'with' : 'without'} time zone`)
/** A time of day, returned as text: `time().defaultTo('08:00')`. It is without time zone unless `useTz` is true. */
export const time = ({
  useTz = false,
  precision,
}: { readonly useTz?: boolean; readonly precision?: number } = {}): Of<string> =>
  column(`time${precision === undefined ? '' : `(${precision})`} ${useTz ? 'with' : 'without'} time zone`)
/** A span of time: `interval().defaultTo('1 day')`. */
export const interval = (): Of<Interval, string> => column('interval')

/** Bytes: `binary().notNullable()`. */
export const binary = (): Of<Buffer, Buffer | Uint8Array | string> => column('bytea')
/** JSON, stored as it was written: `json<{ pages: number }>()`. See `jsonb` for the values that may be written. */
export const json = <T = unknown>(): Json<T> => column('json', { json: true })
/**
 * JSON, stored in a form that can be searched: `jsonb<{ pages: number }>().defaultTo({ pages: 0 })`. `T` is what a row holds.
 * Write an object as it is, but pass an array or a string through `JSON.stringify`: the driver turns an array into a
 * PostgreSQL array.
 */
export const jsonb = <T = unknown>(): Json<T> => column('jsonb', { json: true })

/**
 * An embedding (the vector extension): `vector(1536)`. The value is text, `[0.1,0.2]`; write it with
 * `JSON.stringify(numbers)`.
 */
export const vector = (dimensions?: number): Of<string, string, string> =>
  column(dimensions === undefined ? 'vector' : `vector(${dimensions})`)
/** A document prepared for full-text search: ``tsvector().generatedAs(sql`to_tsvector('english', title)`)``. */
export const tsvector = (): Of<string, string, string> => column('tsvector')
/** The IP address of a host or a network: `inet().notNullable()`. */
export const inet = (): Of<string> => column('inet')
/** An IP network: `cidr().unique()`. */
export const cidr = (): Of<string> => column('cidr')
/** A point in the plane, read as numbers and written as text: `point().defaultTo('(0,0)')`. */
export const point = (): Of<{ x: number; y: number }, string> => column('point')
/** A string of exactly `length` bits, returned as text: `bit(8)`. */
export const bit = (length = 1): Of<string, string, string> => column(`bit(${length})`)
/** Text compared without regard to case (the citext extension): `citext().unique()`. */
export const citext = (): Of<string, string, string> => column('citext')

/**
 * Any other type, as PostgreSQL spells it: `specificType<string>('tstzrange')`,
 * ``specificType(sql`${sql.name('app', 'Mood')}`)``. `T` is what a row holds.
 */
export const specificType = <T = string>(type: string | Sql): Of<T, T, string> => column(expressionOf(type))

function serial<Row, Write>(type: string): Serial<Row, Write> {
  return new ColumnBuilder({ ...column(type).draft, serial: true, notNull: true, primary: {} })
}

function sized(type: string, length: number | null): string {
  return length === null ? type : `${type}(${length})`
}
