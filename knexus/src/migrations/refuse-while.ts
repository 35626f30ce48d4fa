import type { Knex } from 'knex'
import { KnexusError, sqlState } from '../base/errors.ts'
import { dollarQuote } from '../base/sql.ts'
import { isRead } from '../base/statements.ts'
import { statementTexts } from '../base/tokens.ts'
import type { Migration } from './files.ts'

/** What the statement before such a file says; no error of PostgreSQL has it. */
const REFUSED = 'KX001'

/** The query of a migration's `config.refuseWhile`, without a semicolon. Throws `bad-migration` where it is none, or several. */
export function queryOf(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined
  const [query, ...others] = typeof value === 'string' ? statementTexts(value) : []
  if (query !== undefined && others.length === 0 && isRead(query)) return query
  throw new KnexusError(
    'bad-migration',
    `${name} has a config.refuseWhile that is not one query`,
    `Write the SELECT that finds the rows for which the migration must wait, as a text.`,
  )
}

/** Whether a statement is such a question: it changes nothing, and each run asks it again. */
export function asksWhetherToWait(sql: string): boolean {
  return sql.startsWith('DO ') && sql.includes(`USING ERRCODE = '${REFUSED}'`)
}

/** Whether a question cannot be asked because something that it names is not there. */
export function asksOfNothing(error: unknown): boolean {
  return NOT_THERE.has(sqlState(error) ?? '')
}

/** invalid_schema_name, undefined_table, undefined_column, undefined_function, undefined_object. */
const NOT_THERE: ReadonlySet<string> = new Set(['3F000', '42P01', '42703', '42883', '42704'])

/**
 * The `up` of a migration that does not run while a query finds rows. The question is a statement of its own before
 * the others, so that whatever sends those, a script too, asks it at that very moment.
 */
export function refusingWhile(up: NonNullable<Migration['up']>, query: string, name: string): Migration['up'] {
  const asks = `
#variable_conflict use_column
BEGIN
  IF EXISTS (
${query}
  ) THEN RAISE EXCEPTION 'there are rows for which this migration must wait' USING ERRCODE = '${REFUSED}'; END IF;
END`
  return async (knex) => {
    await ask(knex, `DO ${dollarQuote(asks)}`, query, name)
    await up(knex)
  }
}

async function ask(knex: Knex, sql: string, query: string, name: string): Promise<void> {
  try {
    await knex.raw(sql.replaceAll('?', '\\?'))
  } catch (error) {
    if (sqlState(error) !== REFUSED) throw error
    throw new KnexusError(
      'refused-while',
      `${name} waits for rows that its refuseWhile still finds, and this run sent nothing of it: ${query}`,
      'Finish what the rows wait for, a backfill or the last of the old code, until the query finds none; ' +
        'then run `knexus up` again. A query that counts always finds a row: select the rows themselves.',
      { cause: error },
    )
  }
}
