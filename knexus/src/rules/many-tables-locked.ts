import { addresses } from '../base/address.ts'
import { heldBefore, isInUse, named } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const manyTablesLocked: Rule = {
  name: 'many-tables-locked',
  group: 'transactions',
  severity: 'warning',
  why:
    'Locks are taken one after the other and held until the end: the more tables, the longer the wait and the ' +
    'likelier a deadlock.',
  before: `CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int); CREATE TABLE d (id int)`,
  bad: {
    statements: [
      `ALTER TABLE a ADD v int`,
      `ALTER TABLE b ADD v int`,
      `ALTER TABLE c ADD v int`,
      `ALTER TABLE d ADD v int`,
    ],
  },
  good: { statements: [`ALTER TABLE a ADD v int`, `ALTER TABLE b ADD v int`] },
  *find(trace) {
    const locked = new Set(
      heldBefore(trace, trace.statements.length - 1, 'ACCESS EXCLUSIVE').filter(
        (relation) => addresses.table.is(relation) && isInUse(trace, relation),
      ),
    )
    for (const { relation, mode } of trace.statements.at(-1)?.locks ?? [])
      if (mode === 'ACCESS EXCLUSIVE' && addresses.table.is(relation) && isInUse(trace, relation)) locked.add(relation)
    if (trace.transaction && locked.size > 3)
      yield {
        message: `one transaction locks ${locked.size} tables against reads and writes: ${[...locked].map(named).join(', ')}`,
        cure: 'Split it into several files.',
      }
  },
}
