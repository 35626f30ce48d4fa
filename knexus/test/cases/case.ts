/** Two schemas as SQL. Every law is proved from `from` to `to` and back again. */
export interface Case {
  readonly name: string
  /** What both schemas have, and run first: `CREATE TABLE t (id int)`. */
  readonly both?: string
  readonly from: string
  readonly to: string
  /** Rows that are put into `from`, and must still be there after each way, in every table and column that both schemas have with one type. */
  readonly rows?: string
  /** Why there is no way back that keeps the laws: `the rows do not fit the old type`. */
  readonly oneWay?: string
  /** The first major version that knows what the case uses. */
  readonly since?: number
  /** Why PGlite cannot run it. */
  readonly notOnPglite?: string
}

/** The cases of one group of kinds. */
export interface Group {
  readonly name: string
  readonly cases: readonly Case[]
}
