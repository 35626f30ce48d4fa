import type { Trace } from '../trace/index.ts'
import { rules } from './index.ts'
import { allowances, reasonFor, type Allowance } from './shared/allowances.ts'
import type { Answers, Found, Group, Rule, Severity } from './shared/rule.ts'

/** A rule that applies somewhere in a migration. */
export interface Finding extends Found {
  readonly rule: string
  readonly group: Group
  readonly severity: Severity
  readonly why: string
  /** The statement it is about, without secrets. */
  readonly sql?: string
  /** Why the file says that it is all right: `-- knexus: allow RULE [on OBJECT] because REASON`. */
  readonly allowed?: string
}

/** How a project wants its rules: by name, another severity or `off`. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>

/**
 * What the rules say of a trace, worst first. `source` is the file's text, which may allow rules with a reason; a rule that is
 * `off` is not asked. `answers` are what the database said to their questions; `those` are the rules, all of them when absent.
 */
export function judge(
  trace: Trace,
  source = '',
  settings: RuleSettings = {},
  answers: Answers = new Map(),
  those: readonly Rule[] = rules,
): Finding[] {
  const allowed = allowances(source)
  return worstFirst(
    those.flatMap((rule) =>
      settings[rule.name] === 'off' ? [] : judgeBy(rule, trace, settings[rule.name], allowed, answers),
    ),
  )
}

/** Findings in the order in which they are told. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (a.statement ?? -1) - (b.statement ?? -1),
  )
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note']

function judgeBy(
  rule: Rule,
  trace: Trace,
  given: Severity | 'off' | undefined,
  allowed: readonly Allowance[],
  answers: Answers,
): Finding[] {
  const { name, group, severity, why } = rule
  return [...rule.find(trace, answers)].map((found) => {
    const sql = found.statement === undefined ? undefined : trace.statements[found.statement]?.sql
    const reason = reasonFor(allowed, name, found.object ?? found.message)
    return {
      rule: name,
      group,
      severity: given === undefined || given === 'off' ? severity : given,
      why,
      ...found,
      ...(sql !== undefined && { sql }),
      ...(reason !== undefined && { allowed: reason }),
    }
  })
}
