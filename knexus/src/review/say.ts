import { pathOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { Lock } from '../trace/statement.ts'
import { isAtLeast, type LockMode } from '../trace/measure.ts'
import type { Way } from './index.ts'

/** Who waits for a lock. */
const WAITING: Readonly<Partial<Record<LockMode, string>>> = {
  'ACCESS EXCLUSIVE': 'readers and writers wait',
  EXCLUSIVE: 'writers wait',
  'SHARE ROW EXCLUSIVE': 'writers wait',
  SHARE: 'writers wait',
  'SHARE UPDATE EXCLUSIVE': 'other changes of the schema and VACUUM wait',
}

/** A statement, in the words of a table: its locks and what it does under them. */
export interface SaidStatement {
  readonly sql: string
  /** `ACCESS EXCLUSIVE on public.orders: readers and writers wait`. */
  readonly locks: readonly string[]
  /** `rewrites public.orders`. */
  readonly work: readonly string[]
  /** It works on a whole table while others wait. */
  readonly heavy: boolean
  readonly cost: string
}

/** What each statement of a way did. */
export function sayStatements(way: Way): SaidStatement[] {
  const under = workUnderLocks(way)
  return way.statements.map(({ sql, locks, rewrites, scans, ms, wal, inTransaction }, at) => ({
    sql,
    locks: tablesFirst(locks).flatMap(({ relation, mode }) =>
      WAITING[mode] === undefined ? [] : [`${mode} on ${pathOf(relation)}: ${WAITING[mode]}`],
    ),
    work: [
      ...rewrites.map((relation) => `rewrites ${pathOf(relation)}`),
      ...scans.map(({ relation }) => `reads all of ${pathOf(relation)}`),
      ...(inTransaction ? [] : ['outside a transaction']),
    ],
    heavy: under[at]!.length > 0,
    cost: `${ms.toFixed(1)} ms, ${wal} bytes of WAL`,
  }))
}

/**
 * What each statement makes others wait for as long as its table is large, in a sentence for each table. What an
 * earlier statement of the transaction locked is locked still.
 */
export function workUnderLocks({ statements }: Way): string[][] {
  const held = new Map<string, LockMode>()
  return statements.map(({ locks, rewrites, scans, inTransaction }) => {
    if (!inTransaction) held.clear()
    for (const { relation, mode } of locks) {
      const before = held.get(relation)
      if (before === undefined || isAtLeast(mode, before)) held.set(relation, mode)
    }
    return [...held].flatMap(([relation, mode]) => {
      if (!isAtLeast(mode, 'SHARE') || isIndex(relation)) return []
      const isRewritten = rewrites.includes(relation)
      if (!isRewritten && !scans.some((scan) => scan.relation === relation)) return []
      const table = pathOf(relation)
      return [`While ${table} is ${isRewritten ? 'rewritten' : 'read from end to end'}, ${WAITING[mode]} (${mode}).`]
    })
  })
}

/** The locks of a statement; that of an index says nothing new where its table is locked too. */
function tablesFirst(locks: readonly Lock[]): readonly Lock[] {
  const others = locks.filter(({ relation }) => !isIndex(relation))
  return others.length > 0 ? others : locks
}

function isIndex(relation: Address): boolean {
  return relation.startsWith('INDEX ')
}
