import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { hstore } from '@electric-sql/pglite/contrib/hstore'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Client } from 'pg'
import { roles } from './roles.ts'

/** PostgreSQL 18 inside this process, with pgvector: `connection` behaves as any other `Client`. Close it. */
export interface Embedded {
  readonly db: PGlite
  readonly connection: Client
  close(): Promise<void>
}

/** A fresh database of one session, copied from a prepared one, in which `sql` has been run. */
export async function pglite(sql?: string): Promise<Embedded> {
  template ??= prepare()
  const db = await PGlite.create({ loadDataDir: await template, extensions })
  const connection = new Client(createPgConfig(db))
  await connection.connect()
  if (sql) await connection.query(sql)
  return {
    db,
    connection,
    async close() {
      await connection.end()
      await db.close()
    },
  }
}

const extensions = { vector, btree_gist, citext, hstore, pg_trgm }

let template: Promise<Blob> | undefined

async function prepare(): Promise<Blob> {
  const db = await PGlite.create({ extensions })
  await db.exec(roles)
  const copy = await db.dumpDataDir('none')
  await db.close()
  return copy
}
