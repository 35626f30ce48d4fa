import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { program } from './programs.ts'

const PG_DUMP = program('pg_dump')

/** What pg_dump writes for the schema of a database: one text per object, in an order that does not depend on who was made first. */
export async function pgDump(url: string, flags: readonly string[] = []): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(PG_DUMP, ['--schema-only', ...flags, url], {
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  return normalise(stdout)
}

/** The major version of the pg_dump on the PATH, or undefined where there is none. It reads servers of its own major and older. */
export async function pgDumpMajor(): Promise<number | undefined> {
  const found = await promisify(execFile)(PG_DUMP, ['--version']).catch(() => undefined)
  return found && Number(/\d+/.exec(found.stdout)?.[0])
}

/**
 * Three things of a dump do not describe the schema, and are taken away:
 * 1. the comment above each object, the session settings (`SET`, `set_config`), and the random `\restrict` key;
 * 2. the order of the columns in CREATE TABLE, since ADD COLUMN can only append: they are sorted;
 * 3. the order of the objects and of the GRANTs on one object, which follows their age: they are sorted.
 * Everything else is compared letter by letter.
 */
export function normalise(dump: string): readonly string[] {
  return dump
    .split(/^--\n-- (?:Name: .*; Type: .*; Schema: .*|PostgreSQL database dump(?: complete)?)\n--\n/m)
    .map((block) => sortGrants(sortColumns(withoutSettings(block).trim())))
    .filter(Boolean)
    .sort()
}

/** What one normalised dump has and the other has not, line by line and in a person's measure: at most `limit` lines. Empty when they are equal. */
export function differences(actual: readonly string[], wanted: readonly string[], limit = 12): string[] {
  const [extra, missing] = [without(actual, wanted), without(wanted, actual)].map((objects) =>
    objects.flatMap((object) => object.split('\n')),
  )
  const lines = [
    ...without(extra!, missing!).map((line) => `+ ${line}`),
    ...without(missing!, extra!).map((line) => `- ${line}`),
  ]
  return lines.length > limit ? [...lines.slice(0, limit), `… and ${lines.length - limit} lines more`] : lines
}

function without(these: readonly string[], those: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const text of those) left.set(text, (left.get(text) ?? 0) + 1)
  return these.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}

function withoutSettings(block: string): string {
  return block.replaceAll(
    /^(?:SET (?:default_|statement_|lock_|idle_|transaction_|client_|standard_|check_|xmloption|row_)\w* = .*;|SELECT pg_catalog\.set_config\('search_path', '', false\);|\\(?:un)?restrict .*|-- Dumped (?:from|by) .*)$/gm,
    '',
  )
}

function sortGrants(block: string): string {
  return /^(?:GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) /.test(block) ? block.split('\n').sort().join('\n') : block
}

function sortColumns(block: string): string {
  const head = /^CREATE (?:UNLOGGED |FOREIGN )?TABLE .*\(\n/.exec(block)?.[0]
  if (!head) return block
  const { items, end } = splitAtCommas(block, head.length)
  return `${head}${items
    .map((item) => item.trim())
    .sort()
    .join(',\n')}\n${block.slice(end)}`
}

/** The items of a list in parentheses from `start` on, and where its closing parenthesis is. Quotes and inner parentheses are stepped over. */
function splitAtCommas(sql: string, start: number): { readonly items: readonly string[]; readonly end: number } {
  const items: string[] = []
  let from = start
  let depth = 0
  for (let at = start; at < sql.length; at += 1) {
    const letter = sql[at]!
    if (letter === "'" || letter === '"') at = sql.indexOf(letter, at + 1)
    else if (letter === '(') depth += 1
    else if (letter === ')' && depth > 0) depth -= 1
    else if (depth === 0 && (letter === ',' || letter === ')')) {
      items.push(sql.slice(from, at))
      from = at + 1
      if (letter === ')') return { items, end: at }
    }
  }
  throw new Error(`no end of the column list in: ${sql.slice(0, 200)}`)
}
