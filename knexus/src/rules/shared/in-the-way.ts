import { addresses, pathOf } from '../../base/address.ts'
import { quoteIdent, quoteLiteral } from '../../base/sql.ts'
import type { Change } from '../../change.ts'
import type { AnyObject } from '../../kinds/index.ts'
import { addressOf } from '../../schema.ts'
import { namesIn } from './columns.ts'
import { fill, fit, keepFirst, satisfy, takeAway, unrefer, type Repair } from './repairs.ts'

type Of<K extends AnyObject['kind']> = Extract<AnyObject, { readonly kind: K }>

/** A question to a live database: which rows a change would fail on. */
export interface Question {
  /** The address of what is changed. */
  readonly of: string
  /**
   * What one of them is; a refused row is refused by a check. A row, or a value that is not null, is in nobody's way: it goes
   * with its table or column.
   */
  readonly what: 'null' | 'duplicate' | 'refused row' | 'orphan' | 'misfit value' | 'row' | 'value'
  /** Finds them, all columns of each; a key and how often it is there, for duplicates. */
  readonly sql: string
  /** Whether its table gets a column by the same changes, which the question may be about: then it has no answer yet. */
  readonly newColumns: boolean
  /** Statements after which there is none, the mildest first; the last one is to be had everywhere. */
  readonly repairs: readonly Repair[]
}

/**
 * What to ask of the rows before some changes are made. `version` is the server's major. A table that comes with them
 * has no rows.
 */
export function questions(changes: readonly Change[], version: number): Question[] {
  const come = new Set(changes.flatMap(({ before, after }) => (after && !before ? addressOf(after) : [])))
  const widened = new Set(changes.flatMap(({ before, after }) => (after?.kind === 'column' && !before ? after.on : [])))
  const gone = new Set(changes.flatMap(({ before, after }) => (before && !after ? addressOf(before) : [])))
  const labels: Labels = new Map(changes.flatMap(({ after }) => (after?.kind === 'enum' ? [labelsOf(after)] : [])))
  return changes.flatMap((change): Question[] => {
    const { before, after } = change
    if (before && !after) return lostWith(before, gone)
    if (!after || !('on' in after) || come.has(after.on)) return []
    const newColumns = widened.has(after.on)
    return asked(before, after, addressOf(after), { version, labels }).map((one) => ({ ...one, newColumns }))
  })
}

/** The rows of a table that goes, and the values of a column that goes alone. What others give is no loss. */
function lostWith(before: AnyObject, gone: ReadonlySet<string>): Question[] {
  const of = addressOf(before)
  const more = { newColumns: false, repairs: [] }
  if (before.kind === 'table') return [{ of, what: 'row', sql: `SELECT * FROM ${pathOf(of)}`, ...more }]
  if (before.kind !== 'column' || before.generated !== null || gone.has(before.on)) return []
  const column = quoteIdent(before.name)
  return [{ of, what: 'value', sql: `SELECT ${column} FROM ${pathOf(before.on)} WHERE ${column} IS NOT NULL`, ...more }]
}

type Asked = Omit<Question, 'newColumns'>

/** The labels of the enums that come with the changes or get others, by their paths: the server cannot be asked for them yet. */
type Labels = ReadonlyMap<string, readonly string[]>

interface Known {
  readonly version: number
  readonly labels: Labels
}

function labelsOf(type: Of<'enum'>): [string, readonly string[]] {
  return [pathOf(addressOf(type)), type.labels]
}

function asked(before: AnyObject | undefined, after: AnyObject, of: string, known: Known): Asked[] {
  if (after.kind === 'column' && before?.kind === 'column') return columnQuestions(before, after, of, known)
  if (after.kind === 'constraint' && !alike(before, after)) return constraintQuestions(after, of)
  if (after.kind === 'index' && after.unique && !before)
    return [duplicates(pathOf(after.on), after.keys.map(plainKey), after.nullsNotDistinct, after.where, of)]
  return []
}

function alike(before: AnyObject | undefined, after: Of<'constraint'>): boolean {
  return before?.kind === 'constraint' && before.definition === after.definition
}

function columnQuestions(before: Of<'column'>, after: Of<'column'>, of: string, known: Known): Asked[] {
  const [table, column] = [pathOf(before.on), quoteIdent(before.name)]
  const found: Asked[] = []
  if (after.notNull && !before.notNull)
    found.push(rowsWith(of, 'null', table, `${column} IS NULL`, (where) => fill(table, column, before.type, where)))
  const misfit = after.type === before.type || after.using != null ? undefined : misfits(column, after.type, known)
  if (misfit !== undefined)
    found.push(
      rowsWith(of, 'misfit value', table, misfit, (where) =>
        fit(table, column, after.type, !after.notNull, where, known.labels.get(after.type)?.[0]),
      ),
    )
  return found
}

/** Whether a value cannot become one of a type: asked of PostgreSQL where it can tell, else only of lengths and labels. */
function misfits(column: string, type: string, { version, labels: coming }: Known): string | undefined {
  const given = coming.get(type)?.map(quoteLiteral)
  if (given !== undefined && given.length > 0) return `${column}::text NOT IN (${given.join(', ')})`
  if (version >= 16) return `NOT pg_catalog.pg_input_is_valid(${column}::text, ${quoteLiteral(type)})`
  const limit = /^character(?: varying)?\((\d+)\)$/.exec(type)?.[1]
  if (limit !== undefined) return `length(rtrim(${column}::text)) > ${limit}`
  if (/^(?:pg_catalog\.)?[a-z ]+(?:\([\d,]+\))?(?:\[\])?$/.test(type)) return undefined
  const labels = `SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype(${quoteLiteral(type)})`
  return `EXISTS (${labels}) AND ${column}::text NOT IN (${labels})`
}

function constraintQuestions(after: Of<'constraint'>, of: string): Asked[] {
  const table = pathOf(after.on)
  const columns = namesIn(after.definition, 0)
  switch (after.type) {
    case 'primary key':
      return [
        rowsWith(of, 'null', table, columns.map((one) => `${one} IS NULL`).join(' OR '), (where) =>
          takeAway(table, where),
        ),
        duplicates(table, columns, false, null, of),
      ]
    case 'unique':
      return [duplicates(table, columns, after.definition.includes('NULLS NOT DISTINCT'), null, of)]
    case 'check': {
      const expression = /^CHECK (\(.*\))(?: NO INHERIT)?(?: NOT VALID)?$/s.exec(after.definition)?.[1]
      if (expression === undefined) return []
      return [rowsWith(of, 'refused row', table, `${expression} IS FALSE`, () => satisfy(table, expression))]
    }
    case 'foreign key':
      return orphans(after, table, columns, of)
    default:
      return []
  }
}

function orphans({ references, definition }: Of<'constraint'>, table: string, columns: readonly string[], of: string) {
  const others = namesIn(definition, 1)
  if (references === null || others.length !== columns.length || !addresses.table.is(references)) return []
  const pairs = columns.map((column, at) => `other.${others[at]} = one.${column}`).join(' AND ')
  const given = columns.map((column) => `one.${column} IS NOT NULL`).join(' AND ')
  const where = `${given} AND NOT EXISTS (SELECT FROM ${pathOf(references)} AS other WHERE ${pairs})`
  const full = definition.includes(' MATCH FULL')
  return [rowsWith(of, 'orphan', `${table} AS one`, where, () => unrefer(table, columns, full, where))]
}

function duplicates(
  table: string,
  keys: readonly string[],
  nullsNotDistinct: boolean,
  where: string | null,
  of: string,
): Asked {
  const conditions = [
    ...(where === null ? [] : [`(${where})`]),
    ...(nullsNotDistinct ? [] : keys.map((key) => `(${key}) IS NOT NULL`)),
  ]
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  const sql =
    `SELECT ${keys.join(', ')}, count(*) AS times FROM ${table}${filter} GROUP BY ${keys.join(', ')} HAVING ` +
    'count(*) > 1'
  return { of, what: 'duplicate', sql, repairs: keepFirst(table, keys.join(', '), filter) }
}

function rowsWith(
  of: string,
  what: Question['what'],
  table: string,
  where: string,
  repairs: (where: string) => readonly Repair[],
): Asked {
  return { of, what, sql: `SELECT * FROM ${table} WHERE ${where}`, repairs: repairs(where) }
}

/** A key of an index without its order: `created_at DESC` is `created_at`. */
function plainKey(key: string): string {
  return key.replace(/(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?$/, '')
}
