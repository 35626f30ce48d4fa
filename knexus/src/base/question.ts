/** What cannot be decided without a person, and what it may be decided to. */
export interface Question {
  /** The same for the same question, whenever it is asked: `rename:public.notes.body`. */
  readonly id: string
  readonly kind: 'rename' | 'data-loss' | 'type-change' | 'enum-map' | 'required-column'
  /** The question in words. */
  readonly question: string
  /** The answers that can be given, the likeliest first. Another way is always to change the models. */
  readonly candidates: readonly Candidate[]
  /** Why it is asked, or why the first answer is the likeliest: `the same definition`, `fractions`. */
  readonly evidence: readonly string[]
}

/** One answer to a question. */
export interface Candidate {
  readonly answer: string
  /** What it does, in words. */
  readonly means: string
  /** The options of the command line that say the same. */
  readonly options: readonly string[]
  /** What has to be written after the answer, and after the last of `options`, where it is not complete: `an SQL expression`. */
  readonly takes?: string
}
