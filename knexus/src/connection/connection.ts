/** The rows of one statement. */
export interface Result {
  readonly rows: readonly unknown[]
}

/**
 * What the engine asks of a connection to PostgreSQL, real or embedded: one session, used by one caller at a time.
 * Without values several statements may stand in one text, and the answer is then an array of results, as `pg` gives it.
 */
export interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<Result | readonly Result[]>
}

/** The rows of a query that is one statement. */
export async function rows<R>(db: Connection, sql: string, values?: readonly unknown[]): Promise<R[]> {
  const result = await db.query(sql, values)
  return ((Array.isArray(result) ? result.at(-1) : result) as Result).rows as R[]
}

/** The major version of the server: 14 to 18. */
export async function majorVersion(db: Connection): Promise<number> {
  const [row] = await rows<{ version: number }>(
    db,
    `SELECT current_setting('server_version_num')::int / 10000 AS version`,
  )
  return row?.version ?? 0
}
