import { z } from 'zod'
import { ApiError } from './errors.ts'

/** Reads what a client sent, or refuses it with one line a field. */
export function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'body']
    return names.map((name) => [name, issue.message] as const)
  })
  throw new ApiError(
    422,
    'invalid-input',
    `Invalid: ${fields.map(([name]) => name).join(', ')}.`,
    Object.fromEntries(fields),
  )
}

/** Text that PostgreSQL can keep: not blank, no zero byte. */
export const words = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((value) => !value.includes('\0'), 'holds a zero byte')
