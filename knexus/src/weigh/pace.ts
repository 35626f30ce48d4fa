import type { Shadow } from '../shadow/index.ts'

/** How fast a server works on a table, in bytes of it a second. */
export interface Pace {
  /** Reads all rows and checks them. */
  readonly reads: number
  /** Writes all rows to a new file. */
  readonly rewrites: number
  /** Builds an index: of the table's bytes, and of those of the index that comes of it. */
  readonly builds: number
  readonly rebuilds: number
}

/** Enough rows for a statement to take longer than what it takes to send it. */
const ROWS = 100_000

/** Measures on a scratch database how fast the shadow's server reads, rewrites and indexes a table. Takes about a second. */
export async function measurePace(shadow: Shadow): Promise<Pace> {
  const db = await shadow.database()
  const one = async (sql: string) => {
    const { rows } = (await db.query(sql)) as { readonly rows: readonly { readonly bytes: number }[] }
    return rows[0]!.bytes
  }
  const timed = async (sql: string) => {
    const began = performance.now()
    await db.query(sql)
    return (performance.now() - began) / 1000
  }
  try {
    await db.query(
      'CREATE TABLE pace AS SELECT n AS id, md5(n::text) AS note, n / 7 AS other, now() AS at FROM ' +
        `generate_series(1, ${ROWS}) AS n`,
    )
    const bytes = await one(`SELECT pg_table_size('pace')::float8 AS bytes`)
    const reading = await timed(`ALTER TABLE pace ADD CHECK (other >= 0)`)
    const building = await timed(`CREATE INDEX pace_note ON pace (note)`)
    const indexBytes = await one(`SELECT pg_relation_size('pace_note')::float8 AS bytes`)
    await db.query(`DROP INDEX pace_note`)
    const rewriting = await timed(`ALTER TABLE pace ALTER id TYPE bigint`)
    return {
      reads: bytes / reading,
      rewrites: bytes / rewriting,
      builds: bytes / building,
      rebuilds: indexBytes / building,
    }
  } finally {
    await db.close()
  }
}
