import { addresses, pathOf } from '../base/address.ts'
import { qualifiedName, quoteIdent } from '../base/sql.ts'
import type { Trace } from '../trace/index.ts'
import { constraintsOf } from './shared/columns.ts'
import { altered, created, named, type Seen } from './shared/look.ts'
import type { Rule } from './shared/rule.ts'

export const defaultFails: Rule = {
  name: 'default-fails',
  group: 'constraints',
  severity: 'error',
  standing: true,
  why: 'Every insert that leaves the column out fails: the default cannot be evaluated, or a check refuses it.',
  before: `SELECT 1`,
  bad: {
    statements: [
      'CREATE TABLE runs (id bigint PRIMARY KEY, share int DEFAULT (1 / (random() * 0)::int), mode text DEFAULT ' +
        `'user' CHECK (mode IN ('auto', 'manual')))`,
    ],
  },
  good: {
    statements: [
      'CREATE TABLE runs (id bigint PRIMARY KEY, share int DEFAULT (random() * 9)::int, mode text DEFAULT ' +
        `'auto' CHECK (mode IN ('auto', 'manual')))`,
    ],
  },
  *asks(trace) {
    for (const one of defaults(trace)) {
      yield evaluated(one)
      yield* checked(trace, one).map(({ question }) => question)
    }
  },
  *find(trace, answers) {
    for (const one of defaults(trace)) {
      const { object, statement } = one
      const column = `${named(addresses.table(qualifiedName(object.schema, object.table)))}.${object.column}`
      const { failed, sqlState } = answers.get(evaluated(one)) ?? {}
      // Only what is evaluated fails by its data: a name that is missing is another matter.
      if (failed !== undefined && sqlState?.startsWith('22') === true)
        yield { statement, message: `the default of ${column} fails: ${failed}`, cure: 'Correct the expression.' }
      for (const { check, question } of checked(trace, one))
        if (answers.get(question)?.value === false)
          yield {
            statement,
            message: `the default of ${column}, ${object.expression}, is refused by ${check}`,
            cure: 'Choose a default that the check accepts, or none.',
          }
    }
  },
}

/** The defaults that the file gives and that stand afterwards, generated columns left out. */
function* defaults(trace: Trace): Generator<Seen<'default'>> {
  for (const one of [...created(trace, 'default'), ...altered(trace, 'default')])
    if (trace.after.has(one.address) && !/\bnextval\(/.test(one.object.expression)) yield one
}

function evaluated({ object }: Seen<'default'>): string {
  return `SELECT (${object.expression}) IS NULL AS answer`
}

/** For each check of the table, the question whether it accepts the default; one about other columns cannot be answered. */
function checked(trace: Trace, { object }: Seen<'default'>): { readonly check: string; readonly question: string }[] {
  const table = addresses.table(qualifiedName(object.schema, object.table))
  const column = trace.after.get(addresses.column(pathOf(table), object.column))
  if (column?.kind !== 'column') return []
  return constraintsOf(trace.after, table).flatMap(({ type, name, definition }) => {
    const expression = /^CHECK (\(.*\))(?: NO INHERIT)?(?: NOT VALID)?$/s.exec(definition)?.[1]
    if (type !== 'check' || expression === undefined) return []
    const row = `(SELECT (${object.expression})::${column.type} AS ${quoteIdent(object.column)}) AS ${quoteIdent(object.table)}`
    return [{ check: name, question: `SELECT ${expression} AS answer FROM ${row}` }]
  })
}
