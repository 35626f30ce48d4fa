import type { Knex } from 'knex'
import { Refusal } from '../domain/errors.ts'
import type { Session } from '../db/session.ts'
import { shown, type Shown } from '../db/shape.ts'

/** What a list is asked for. */
export interface Paging {
  readonly limit?: number
  readonly after?: string
}

/** One page of a list, and where the next begins; null at the end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/**
 * A page by its keys: the rows that come after the last of the page before, so that nothing is seen twice while rows
 * are added.
 * `keys` are the columns of the order, of which the last is unique; `-` before the first turns the order round.
 * The keys travel as the text that PostgreSQL writes: a Date would cut a moment's microseconds off, and rows would be
 * missed.
 */
export async function keysetPage<T extends object>(
  session: Session,
  query: Knex.QueryBuilder,
  { limit = 50, after }: Paging,
  keys: readonly [string, ...string[]],
): Promise<Page<Shown<T>>> {
  const descending = keys[0].startsWith('-')
  const columns = keys.map((key) => key.replace(/^-/, ''))
  const each = (part: string) => columns.map(() => part).join(', ')
  for (const column of columns) void query.orderBy(column, descending ? 'desc' : 'asc')
  if (after !== undefined)
    void query.whereRaw(`(${each('??')}) ${descending ? '<' : '>'} (${each('?')})`, [
      ...columns,
      ...cursor(after, columns.length),
    ])
  void query.select(session.raw(`json_build_array(${each('??::text')}) AS page_key`, columns))
  const rows: T[] = await query.limit(limit + 1)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return {
    items: items.map((row) => shown(row)),
    next: last ? Buffer.from(JSON.stringify(Reflect.get(last, 'page_key'))).toString('base64url') : null,
  }
}

function cursor(text: string, length: number): readonly (string | number)[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(read) && read.length === length && read.every(isKey)) return read
  } catch {
    // It is said below.
  }
  throw new Refusal('invalid', 'invalid-input', 'Invalid: after.', { after: 'is not a cursor that a list gave' })
}

function isKey(value: unknown): value is string | number {
  return (typeof value === 'string' && !value.includes('\0')) || typeof value === 'number'
}
