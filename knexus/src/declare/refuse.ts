/** Texts that PostgreSQL reads as a moment: `now()` too, since it passes over the brackets. */
const MOVING = /^\W*(?:now|today|tomorrow|yesterday)\b/i

/**
 * Refuses a text as the default of a time that PostgreSQL would take for the moment at which it reads it: each new row would
 * get the moment of the migration.
 */
export function refuseMoment(type: string, value: unknown): void {
  if (typeof value !== 'string' || !/^(?:timestamp|date|time)\b/.test(type) || !MOVING.test(value)) return
  throw new TypeError(
    `defaultTo('${value}') is a text, which PostgreSQL reads once: every row would get the moment of the migration. ` +
      'Write defaultTo(sql`now()`)',
  )
}

/** Refuses a name in place of options, which says nothing. */
export function refuseName(method: string, options: unknown): void {
  if (typeof options === 'string')
    throw new TypeError(`${method}() takes options: write ${method}({ name: '${options}' })`)
}

/** Refuses what is no list of columns: Knex also takes one name, and other libraries take `t.email`, which is nothing here. */
export function refuseNoKeys(method: string, keys: unknown): void {
  if (!Array.isArray(keys) || keys.some((key) => key === undefined || key === null))
    throw new TypeError(`t.${method}() takes a list of names of columns: write t.${method}(['email'])`)
}

/** Refuses a table without a name, or with what is no column builder: Knex's own schema builder, or `text` without `()`. */
export function refuseOthers(name: unknown, columns: unknown, more: unknown): void {
  if (typeof name !== 'string')
    throw new TypeError("the name of a table comes first: write table('users', { id: integer().primary() })")
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns))
    throw new TypeError(`the columns of table("${name}") are an object: write { id: integer().primary() }`)
  if (typeof more !== 'function')
    throw new TypeError(`the third argument of table("${name}") is a function: write (t) => [t.index(['id'])]`)
  for (const [column, builder] of Object.entries(columns))
    if (typeof builder !== 'object' || builder === null || !('draft' in builder))
      throw new TypeError(`"${column}" of table("${name}") is no column: ${insteadOf(column, builder)}`)
}

/** What to write in place of what is no column: of a mixin that is not called, of a type, of anything else. */
function insteadOf(column: string, given: unknown): string {
  if (column.startsWith('...')) return `write ${column}()`
  return typeof given === 'object' && given !== null && 'column' in given
    ? `it is a type, which makes columns: write ${column}: ${'name' in given ? String(given.name) : 'type'}.column()`
    : `call what declares it, as in ${column}: text()`
}
