import type { Trace } from '../../trace/index.ts'

/** How bad it is: an `error` makes `lint` fail, a `warning` does with `--strict`, a `note` never does. */
export type Severity = 'error' | 'warning' | 'note'

/** What a rule guards. */
export type Group =
  | 'data loss'
  | 'running code'
  | 'locks'
  | 'transactions'
  | 'types and style'
  | 'security'
  | 'constraints'

/** One place in a migration where a rule applies. */
export interface Found {
  /** The statement, counted from 0; absent where it is about the file as a whole. */
  readonly statement?: number
  /** What is dangerous here, naming the object. */
  readonly message: string
  /** The object as `knexus: allow RULE on OBJECT` names it, where the message does not: `public.orders.sane`. */
  readonly object?: string
  /** What to write instead. */
  readonly cure: string
}

/** A migration as an example: its statements, and whether they run in one transaction (they do unless it says otherwise). */
export interface Example {
  readonly statements: readonly string[]
  readonly transaction?: boolean
}

/** One hazard: when it applies, why it matters, and a migration with it and one without, which are its tests and its page. */
export interface Rule {
  /** Lower case with hyphens, as `knexus: allow` and the knexfile name it. */
  readonly name: string
  readonly group: Group
  readonly severity: Severity
  /** Why it is dangerous, in one or two sentences. */
  readonly why: string
  /** What stands in the database before the examples. */
  readonly before: string
  readonly bad: Example
  readonly good: Example
  /** True where it judges what stands in the end, whatever statements lead there: then it is asked before a file is written. */
  readonly standing?: true
  /** What makes it worse or nothing: how long the statement works through the rows of its tables, or how many rows they have. */
  readonly weighs?: 'work' | 'rows'
  /** Queries with one row and one column, `answer`, whose answers `find` wants from the database where the migration ran. */
  readonly asks?: (trace: Trace) => Iterable<string>
  readonly find: (trace: Trace, answers: Answers) => Iterable<Found>
}

/** What a database said to a question: a value, or why it could not say. */
export interface Answer {
  readonly value?: unknown
  readonly failed?: string
  readonly sqlState?: string | undefined
}

/** Answers by their questions. */
export type Answers = ReadonlyMap<string, Answer>
