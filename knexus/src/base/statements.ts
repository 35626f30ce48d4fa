import { contentOf, isWord, leadingWords, meaning, statements, type Token } from './tokens.ts'

/** Whether a text is nothing but transaction control, as Knex sends it on its own. */
export function isControl(sql: string): boolean {
  if (!CONTROL_WORD.test(sql)) return false
  const list = statements(sql)
  return (
    list.length > 0 &&
    list.every((statement) => endsTransaction(statement) || isWord(statement[0], 'SAVEPOINT', 'RELEASE', 'ROLLBACK'))
  )
}

/**
 * The statement of a text that begins or ends a transaction, in capitals: `COMMIT`. A savepoint does neither, and nor
 * does a word in a string or a body.
 */
export function transactionControl(sql: string): string | undefined {
  if (!CONTROL_WORD.test(sql)) return undefined
  const found = statements(sql).find(endsTransaction)
  return found && leadingWords(found, 2)
}

/** Whether a text changes the session rather than the database. */
export function changesSession(sql: string): boolean {
  return SESSION_WORD.test(sql) && statements(sql).some((statement) => sets(statement, 0) || calls(statement))
}

/** Whether PostgreSQL will not have a statement inside of a transaction, as far as its words tell. */
export function runsOutside(sql: string): boolean {
  return (
    OUTSIDE_WORD.test(sql) &&
    statements(sql).some(
      (statement) =>
        statement.some((token) => isWord(token, 'CONCURRENTLY')) ||
        OUTSIDE.test(leadingWords(statement)) ||
        reindexesMuch(statement) ||
        commits(statement),
    )
  )
}

/** Whether a text begins with a statement that answers with rows; it may write all the same, through a function. */
export function isRead(sql: string): boolean {
  return isWord(
    meaning(sql.slice(0, LOOK)).find(({ text }) => text !== '('),
    'SELECT',
    'SHOW',
    'WITH',
    'VALUES',
    'TABLE',
    'EXPLAIN',
  )
}

/** The word that a text begins with, in capitals; empty where there is none. */
export function commandOf(sql: string): string {
  return leadingWords(meaning(sql.slice(0, LOOK)), 1)
}

/** As far as anybody writes comments before a statement. */
const LOOK = 20_000
const CONTROL_WORD = /\b(?:BEGIN|START|COMMIT|END|ROLLBACK|ABORT|PREPARE|SAVEPOINT|RELEASE)\b/i
const SESSION_WORD = /\b(?:SET|RESET|DISCARD|DEALLOCATE|SET_CONFIG)\b/i
const OUTSIDE_WORD = /\b(?:CONCURRENTLY|VACUUM|COMMIT|ROLLBACK|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM|REINDEX)\b/i
const OUTSIDE = /^(?:VACUUM\b|(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)\b|ALTER SYSTEM\b)/

function endsTransaction(statement: readonly Token[]): boolean {
  const [first, second] = statement
  if (isWord(first, 'ROLLBACK')) return !statement.slice(1, 3).some((token) => isWord(token, 'TO'))
  if (isWord(first, 'START', 'PREPARE')) return isWord(second, 'TRANSACTION')
  return isWord(first, 'BEGIN', 'COMMIT', 'END', 'ABORT')
}

/** Whether a statement is SET, RESET or the like at a place in it. */
function sets(statement: readonly Token[], at: number): boolean {
  return isWord(statement[at], 'SET')
    ? !isWord(statement[at + 1], 'LOCAL', 'CONSTRAINTS', 'TRANSACTION')
    : isWord(statement[at], 'RESET', 'DISCARD', 'DEALLOCATE')
}

/** A call of `set_config`, or a DO block in which something is set. */
function calls(statement: readonly Token[]): boolean {
  if (statement.some((token) => isWord(token, 'SET_CONFIG'))) return true
  return (
    isWord(statement[0], 'DO') &&
    statement
      .filter(({ type }) => type === 'string')
      .some((body) =>
        statements(contentOf(body)).some(
          (inner) =>
            calls(inner) ||
            inner.some(
              (before, at) =>
                (at === 0 && sets(inner, 0)) ||
                (isWord(before, 'BEGIN', 'THEN', 'ELSE', 'LOOP') && sets(inner, at + 1)),
            ),
        ),
      )
  )
}

/** A DO block that ends transactions of its own: a loop that commits each batch. */
function commits(statement: readonly Token[]): boolean {
  return (
    isWord(statement[0], 'DO') &&
    statement
      .filter(({ type }) => type === 'string')
      .some((body) =>
        statements(contentOf(body)).some((inner) =>
          inner.some(
            (token, at) =>
              isWord(token, 'COMMIT', 'ROLLBACK') &&
              (at === 0 || isWord(inner[at - 1], 'BEGIN', 'THEN', 'ELSE', 'LOOP')),
          ),
        ),
      )
  )
}

/** REINDEX of a database, a schema or the system, behind options in parentheses. */
function reindexesMuch(statement: readonly Token[]): boolean {
  const close = statement[1]?.text === '(' ? statement.findIndex(({ text }) => text === ')') : 0
  return isWord(statement[0], 'REINDEX') && isWord(statement[close + 1], 'DATABASE', 'SYSTEM', 'SCHEMA')
}
