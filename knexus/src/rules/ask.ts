import { messageOf, sqlState } from '../base/errors.ts'
import type { Connection } from '../connection/connection.ts'
import type { Trace } from '../trace/index.ts'
import { rules } from './index.ts'
import type { Answer, Answers, Rule } from './shared/rule.ts'

/** Asks what the rules, all of them or some, want to know of a database after a migration ran there. Nothing stays of it. */
export async function ask(db: Connection, trace: Trace, those: readonly Rule[] = rules): Promise<Answers> {
  const answers = new Map<string, Answer>()
  for (const question of new Set(those.flatMap((rule) => [...(rule.asks?.(trace) ?? [])]))) {
    await db.query('BEGIN')
    try {
      const { rows } = (await db.query(question)) as { readonly rows: readonly { readonly answer: unknown }[] }
      answers.set(question, { value: rows[0]?.answer })
    } catch (error) {
      answers.set(question, { failed: messageOf(error), sqlState: sqlState(error) })
    } finally {
      await db.query('ROLLBACK')
    }
  }
  return answers
}
