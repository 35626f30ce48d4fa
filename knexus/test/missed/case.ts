/** A change that somebody makes with plain SQL. */
export interface Edit {
  /** What is there before; the kind's own when absent. */
  readonly setup?: string
  readonly change: string
  /** The first major version that has it. */
  readonly since?: number
  /** A query whose answer has to be true, where a server may be built without it. */
  readonly only?: string
}

/** One edit an attribute. A text alone is the change, after the kind's setup. */
export interface Missed {
  readonly kind: string
  /** Makes at least one object of the kind. The roles reader and writer are there. */
  readonly setup: string
  /** The first major version that has the kind. */
  readonly since?: number
  readonly edits: Readonly<Record<string, Edit | string>>
  /** Attributes that cannot change while the address stays, and why. */
  readonly fixed?: Readonly<Record<string, string>>
}
