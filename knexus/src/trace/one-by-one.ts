import { runsOutside, transactionControl } from '../base/statements.ts'
import { statementTexts } from '../base/tokens.ts'
import type { Query as Sent } from '../connection/client.ts'

/** A text with more statements, a dump for instance, is looked at as a whole: catalogs are read after each. */
export const MANY = 50

/** The statements of a text that is sent in one message, where they do the same one by one. */
export function textsIn({ sql, bindings = [] }: Sent): readonly string[] | undefined {
  if (bindings.length > 0 || !sql.includes(';')) return undefined
  const texts = statementTexts(sql)
  const alike = texts.length > 1 && texts.length <= MANY && !runsOutside(sql) && transactionControl(sql) === undefined
  return alike ? texts : undefined
}

/** Does something with each, one after the other. */
export async function inTurn<T>(texts: readonly string[], work: (sql: string) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (const sql of texts) answers.push(await work(sql))
  return answers
}
