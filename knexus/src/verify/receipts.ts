import type { Direction } from '../migrations/events.ts'
import { MEASURED, receiptsOf, waits } from '../trace/receipt.ts'
import type { Trace } from '../trace/index.ts'
import type { Owed } from './debts.ts'

/**
 * Where the remarks of a generated file say something other than what its statements did here. A file without receipts
 * owes none.
 */
export function receipts(source: string, direction: Direction, trace: Trace): Owed[] {
  if (!source.includes(`// ${MEASURED}`)) return []
  const said = remarks(source, direction)
  // Somebody changed what it sends since.
  if (said.length !== trace.statements.length) return []
  return receiptsOf(trace).flatMap((receipt, at): Owed[] => {
    const seen = receipt && waits(receipt).join('')
    if (seen === undefined || seen === said[at]) return []
    const where = `on PostgreSQL ${trace.version}`
    const message =
      seen === ''
        ? `the file says "${said[at]}", and ${where} its statement keeps nobody waiting`
        : `${where} a statement takes ${seen}, and the file ${said[at] === '' ? 'has no remark about it' : `says "${said[at]}"`}`
    return [['receipt-differs', message, trace.statements[at]!.sql]]
  })
}

const REMARK = /^ {2}\/\/ ((?:SHARE|SHARE ROW EXCLUSIVE|EXCLUSIVE|ACCESS EXCLUSIVE) on .*)$/

/** What the file remarks at each statement that it sends one way, in their order; the empty text where it remarks nothing. */
function remarks(source: string, direction: Direction): string[] {
  const found: string[] = []
  let [inside, remark] = [false, '']
  for (const line of source.split('\n')) {
    const begins = /^(?:export async function |exports\.)(up|down)\b/.exec(line)?.[1]
    if (begins !== undefined) inside = begins === direction
    remark = REMARK.exec(line)?.[1] ?? remark
    if (!line.startsWith('  await knex.raw(')) continue
    if (inside) found.push(remark)
    remark = ''
  }
  return found
}
