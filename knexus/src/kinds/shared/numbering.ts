import type { Address, Counter, Statement } from '../../base/kind.ts'
import { clause, quoteLiteral } from '../../base/sql.ts'

/** How a sequence counts, its own or an identity column's. Numbers are texts, since a bigint does not fit a JavaScript number. */
export interface Numbering {
  readonly start: string
  readonly increment: string
  readonly min: string
  readonly max: string
  /** How many numbers a session reserves at a time (CACHE). */
  readonly cache: string
  readonly cycle: boolean
}

/** SQL: the columns of a Numbering, by the alias of the `pg_sequence` row. */
export function numberingColumns(alias: string): readonly (readonly [attribute: keyof Numbering, sql: string])[] {
  return [
    ['start', `${alias}.seqstart::text`],
    ['increment', `${alias}.seqincrement::text`],
    ['min', `${alias}.seqmin::text`],
    ['max', `${alias}.seqmax::text`],
    ['cache', `${alias}.seqcache::text`],
    ['cycle', `${alias}.seqcycle`],
  ]
}

const LARGEST: Readonly<Record<string, bigint>> = {
  smallint: 32767n,
  integer: 2147483647n,
  bigint: 9223372036854775807n,
}

/** The numbering that PostgreSQL chooses for a type: `smallint`, `integer` or `bigint`. */
export function usualNumbering(type: string, increment = '1'): Numbering {
  const largest = LARGEST[type] ?? LARGEST.bigint!
  const down = increment.startsWith('-')
  const [min, max] = down ? [-largest - 1n, -1n] : [1n, largest]
  return { start: String(down ? max : min), increment, min: String(min), max: String(max), cache: '1', cycle: false }
}

/** The clauses of CREATE SEQUENCE that are not the usual ones of the type. */
export function numberingClauses(numbering: Numbering, type: string): string[] {
  const usual = usualNumbering(type, numbering.increment)
  const start = numbering.increment.startsWith('-') ? numbering.max : numbering.min
  return numberingChanges({ ...usual, increment: '1', start }, numbering)
}

/** The clauses that turn one numbering into another. */
export function numberingChanges(before: Numbering, after: Numbering): string[] {
  return [
    before.increment !== after.increment && `INCREMENT BY ${after.increment}`,
    before.min !== after.min && `MINVALUE ${after.min}`,
    before.max !== after.max && `MAXVALUE ${after.max}`,
    before.start !== after.start && `START WITH ${after.start}`,
    before.cache !== after.cache && `CACHE ${after.cache}`,
    before.cycle !== after.cycle && (after.cycle ? 'CYCLE' : 'NO CYCLE'),
  ].filter((part) => part !== false)
}

/**
 * Moves a sequence inside its new limits, where it has not come as far as they begin, or still stands at a start
 * outside them: PostgreSQL refuses limits that leave it outside. `first` is said before they change; `restart` goes
 * into that change, where no number is inside both limits. `sequence` is a quoted path.
 */
export function moveInside(
  before: Numbering,
  after: Numbering,
  sequence: string,
): { readonly first: Statement[]; readonly restart: boolean } {
  const [min, max] = [after.min, after.max].map(BigInt) as [bigint, bigint]
  const [oldMin, oldMax] = [before.min, before.max].map(BigInt) as [bigint, bigint]
  if (min > oldMax || max < oldMin) return { first: [], restart: true }
  const down = after.increment.startsWith('-')
  const begins = down ? max < oldMax && `last_value > ${max}` : min > oldMin && `last_value < ${min}`
  const start = BigInt(before.start)
  const ends = down
    ? start < min && `NOT is_called AND last_value < ${min}`
    : start > max && `NOT is_called AND last_value > ${max}`
  const outside = [begins, ends].filter((part) => part !== false)
  const place = down ? (max < oldMax ? max : oldMax) : min > oldMin ? min : oldMin
  return {
    first:
      outside.length === 0
        ? []
        : [
            {
              sql: `SELECT setval(${quoteLiteral(sequence)}, ${place}, false) FROM ${sequence} WHERE ${outside.join(' OR ')}`,
            },
          ],
    restart: false,
  }
}

/**
 * The position of a column's numbers, for whoever counts them next: it waits in a setting of the session. A number that
 * has not reached the new limits is left alone, and counting begins at the start. `sequence` is a quoted path.
 */
export function counter(column: Address, sequence: string, { min, max, increment }: Numbering): Counter {
  const setting = quoteLiteral(
    `knexus.position_${column
      .slice('COLUMN '.length)
      .replaceAll('"', '')
      .replaceAll(/[^a-z0-9_.]/g, hex)
      .replaceAll('.', '$')}`,
  )
  const [down, number] = [increment.startsWith('-'), `split_part(position, ' ', 1)::bigint`]
  return {
    of: `numbers of ${column}`,
    save: {
      sql: `SELECT set_config(${setting}, last_value || ' ' || is_called, false) FROM ${sequence}`,
    },
    min,
    restore: (from) => ({
      sql: clause(
        `SELECT setval(${quoteLiteral(sequence)}, ${number}, split_part(position, ' ', 2)::boolean) FROM ` +
          `current_setting(${setting}) AS position`,
        down ? `WHERE ${number} <= ${max}` : BigInt(from.min) < BigInt(min) && `WHERE ${number} >= ${min}`,
      ),
    }),
  }
}

/** A letter that the name of a setting may not hold, or would not tell from its small one. */
function hex(letter: string): string {
  return `$${letter.codePointAt(0)!.toString(16)}$`
}
