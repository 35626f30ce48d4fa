import { join } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import type { Migration } from './index.ts'

/** A file that is not written yet. */
export interface Draft {
  readonly path: string
  readonly migration: Migration
}

/** Files are named as Knex names them, a second apart, and always after the newest that is there. */
export function namedFiles(
  migrations: readonly Migration[],
  { slug, extension, now }: { readonly slug: string; readonly extension: string; readonly now: Date },
  directory: string | readonly string[] | undefined,
  history: readonly { readonly name: string }[],
): Draft[] {
  const folder = [directory ?? './migrations'].flat().at(-1)!
  const newest =
    history
      .map((file) => time(file.name))
      .filter((at) => at !== undefined)
      .sort((a, b) => a - b)
      .at(-1) ?? 0
  const first = Math.max(Math.floor(now.getTime() / 1000) * 1000, newest + 1000)
  return migrations.map((migration, index) => {
    const stamp = new Date(first + index * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14)
    return { path: join(folder, `${stamp}_${slug}${index === 0 ? '' : `_${index + 1}`}${extension}`), migration }
  })
}

/** The name as it stands in a file's name. Throws `invalid-name`. */
export function slugOf(given: string): string {
  const slug = given.trim().replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
  if (!/[\p{L}\p{N}]/u.test(slug) || slug.length > 100)
    throw new KnexusError(
      'invalid-name',
      `"${given}" is not a valid name for a migration.`,
      'Use up to 100 letters, digits, "_" and "-".',
    )
  return slug
}

function time(file: string): number | undefined {
  const digits = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_/.exec(file)?.slice(1).map(Number)
  if (!digits) return undefined
  const [year, month, day, hour, minute, second] = digits as [number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
