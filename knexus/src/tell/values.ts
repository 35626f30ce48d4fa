import { createTwoFilesPatch } from 'diff'
import type { Change } from '../change.ts'
import { differing } from '../diff.ts'
import { attribute } from '../schema.ts'

/** One attribute before and after. `diff` is a unified diff, for texts of several lines. */
export interface Value {
  readonly attribute: string
  readonly before: unknown
  readonly after: unknown
  readonly diff?: string
}

/** The attributes in which the two sides of a change differ; none where one side is missing. */
export function valuesOf({ before, after }: Change): Value[] {
  if (!before || !after) return []
  return differing(before, after).map((key) => {
    const [old, now] = [attribute(before, key), attribute(after, key)]
    return { attribute: key, before: old, after: now, ...(isLong(old) && isLong(now) && { diff: unified(old, now) }) }
  })
}

/** Values longer than this, both together, are printed one below the other. */
const LONG = 80

/** `type: integer -> bigint`; below the name where the values are long, and as a unified diff where they have several lines. */
export function sayValue({ attribute: key, before, after, diff }: Value): string {
  const name = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  if (diff !== undefined) return `${name}:\n${diff.replaceAll(/^/gm, '  ')}`
  const [old, now] = [say(before, key), say(after, key)]
  return old.length + now.length > LONG ? `${name}:\n  - ${old}\n  + ${now}` : `${name}: ${old} -> ${now}`
}

function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n')
}

/** Without the lines that name files: there are none. */
function unified(before: string, after: string): string {
  const patch = createTwoFilesPatch('', '', before.trim(), after.trim(), '', '', { context: 2 })
  const lines = patch.split('\n')
  return lines
    .slice(lines.findIndex((line) => line.startsWith('@@')))
    .filter((line) => !line.startsWith('\\ '))
    .join('\n')
    .trimEnd()
}

function say(value: unknown, key: string): string {
  // A name that is kept as null is the one that PostgreSQL chooses.
  if (value === null && key.endsWith('Name')) return 'its usual one'
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.length > 0 ? value.join(', ') : 'none'
  return JSON.stringify(value)
}
