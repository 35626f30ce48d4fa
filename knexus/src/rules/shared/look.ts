import { pathOf } from '../../base/address.ts'
import type { Address } from '../../base/kind.ts'
import { isWord, type Token } from '../../base/tokens.ts'
import type { AnyObject } from '../../kinds/index.ts'
import { addressOf } from '../../schema.ts'
import type { Trace } from '../../trace/index.ts'
import type { TracedStatement } from '../../trace/statement.ts'
import { isAtLeast, type LockMode } from '../../trace/measure.ts'
import { statementsWithin } from './code.ts'

type KindName = AnyObject['kind']
type Of<K extends KindName> = Extract<AnyObject, { readonly kind: K }>

/** An object, where it is, and the statement that made, changed or dropped it. */
export interface Seen<K extends KindName> {
  readonly object: Of<K>
  readonly address: Address
  readonly statement: number
  readonly traced: TracedStatement
}

/** The objects of a kind that stood before the file and that a statement drops, renames left out. */
export function* dropped<K extends KindName>(trace: Trace, kind: K): Generator<Seen<K>> {
  for (const [statement, traced] of trace.statements.entries())
    for (const { before, after } of traced.changes) {
      if (!isOf(before, kind) || after) continue
      const address = addressOf(before)
      if (trace.before.has(address) && !traced.renames.some(({ from }) => from === address))
        yield { object: before, address, statement, traced }
    }
}

/** The objects of a kind that a statement makes, renames left out. */
export function* created<K extends KindName>(trace: Trace, kind: K): Generator<Seen<K>> {
  for (const [statement, traced] of trace.statements.entries())
    for (const { before, after } of traced.changes) {
      if (!isOf(after, kind) || before) continue
      const address = addressOf(after)
      if (!traced.renames.some(({ to }) => to === address)) yield { object: after, address, statement, traced }
    }
}

/** The objects of a kind that a statement changes in place. */
export function* altered<K extends KindName>(trace: Trace, kind: K): Generator<Seen<K> & { readonly before: Of<K> }> {
  for (const [statement, traced] of trace.statements.entries())
    for (const { before, after } of traced.changes)
      if (isOf(before, kind) && isOf(after, kind))
        yield { before, object: after, address: addressOf(after), statement, traced }
}

function isOf<K extends KindName>(object: AnyObject | undefined, kind: K): object is Of<K> {
  return object?.kind === kind
}

/** Whether a relation stood before the file and still stands after it, so that others use it while the file runs. */
export function isInUse(trace: Trace, relation: Address): boolean {
  return trace.before.has(relation) && trace.after.has(relation)
}

/** Whether a statement reads every row of a relation. */
export function isScanned({ scans }: TracedStatement, relation: Address): boolean {
  return scans.some((scan) => scan.relation === relation)
}

/** The relations that the transaction of a statement had locked at least so when the statement began. */
export function heldBefore(trace: Trace, statement: number, mode: LockMode): Address[] {
  if (trace.statements[statement]?.inTransaction !== true) return []
  return trace.statements
    .slice(0, statement)
    .filter(({ inTransaction }) => inTransaction)
    .flatMap(({ locks }) => locks.filter((lock) => isAtLeast(lock.mode, mode)).map(({ relation }) => relation))
}

/** The statements of a text and of its DO blocks, as tokens that mean something. */
export function parsed({ sent }: TracedStatement): Token[][] {
  return statementsWithin(sent())
}

/** Whether a statement begins with these words, in capitals. */
export function begins(statement: readonly Token[], ...words: readonly string[]): boolean {
  return words.every((word, at) => isWord(statement[at], word))
}

/** Whether a statement has a keyword anywhere outside of parentheses. */
export function has(statement: readonly Token[], word: string): boolean {
  let depth = 0
  for (const token of statement) {
    if (token.text === '(') depth += 1
    else if (token.text === ')') depth -= 1
    else if (depth === 0 && isWord(token, word)) return true
  }
  return false
}

/** An object as a message names it: its path without the words of its kind. */
export function named(address: Address): string {
  return pathOf(address)
}
