import { z } from 'zod'
import { ApiError } from './errors.ts'

/** One page of a list, and where the next begins; null at the end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** The part of a query string that asks for a page: `limit` from 1 to 200, `after` as an earlier page gave it. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(1000).optional(),
}

/** Makes a page of rows, of which one more than `limit` was asked for. `key` is what the list is ordered by. */
export function page<T>(rows: readonly T[], limit: number, key: (row: T) => readonly string[]): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    next:
      rows.length > limit && last !== undefined ? Buffer.from(JSON.stringify(key(last))).toString('base64url') : null,
  }
}

/** The key that `page` put into `next`. */
export function after<T extends z.ZodType>(cursor: string, key: T): z.output<T> {
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new ApiError(422, 'invalid-input', 'Invalid: after.', { after: 'is not a cursor that a list gave' })
  }
}
