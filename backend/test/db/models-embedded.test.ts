import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { vector } from '@electric-sql/pglite-pgvector'
import type { Knex } from 'knex'
import { describeModels } from './models.ts'

describeModels('PGlite', async () => {
  const pglite = await PGlite.create({ extensions: { vector } })
  return {
    major: 18,
    vectors: true,
    connection: createPgConfig(pglite) as Knex.PgConnectionConfig,
    close: () => pglite.close(),
  }
})
