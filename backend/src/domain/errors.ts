/** What sort of refusal it is. What each means to a client of HTTP is decided where HTTP is spoken. */
export type Sort = 'unauthenticated' | 'forbidden' | 'not found' | 'conflict' | 'invalid'

/** Facts about a refusal, by field or subject. */
export type Details = Readonly<Record<string, unknown>>

/** A request that the rules of the register refuse. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly sort: Sort
  /** A stable word: `study-not-found`. */
  readonly code: string
  readonly details: Details

  constructor(sort: Sort, code: string, message: string, details: Details = {}) {
    super(message)
    this.sort = sort
    this.code = code
    this.details = details
  }
}

/** `study` becomes `study-not-found`: "There is no such study." */
export function missing(what: string): Refusal {
  return new Refusal('not found', `${what.replaceAll(' ', '-')}-not-found`, `There is no such ${what}.`)
}

/** The row that a statement gave, or the refusal that there is none. */
export function found<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw missing(what)
  return row
}

/** Refuses a change of status that the table of allowed ones does not hold. */
export function checkTransition<S extends string>(
  allowed: Readonly<Record<S, readonly S[]>>,
  from: S,
  to: S,
  what: string,
): void {
  if (from !== to && !allowed[from].includes(to))
    throw new Refusal('conflict', 'transition-not-allowed', `A ${what} that is ${from} cannot become ${to}.`, {
      from,
      to,
      allowed: allowed[from],
    })
}
