/**
 * A piece of SQL, as the tag ``sql`now()` `` makes it. It is a class of its own, so that a plain string is never taken for an
 * expression.
 */
export class Sql {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
