/**
 * A piece of SQL, as the tag ``sql`now()` `` makes it, kept apart from plain strings so that a name or a value is
 * never taken for an expression.
 */
export class Sql {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
