import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the migrations of the load are written; every run starts with an empty folder. */
export const MIGRATIONS = here('../../.data/load-migrations')

/**
 * What runs while requests are served: the migrations of the service, then those that `knexus generate` wrote from the
 * models of the load.
 */
export default {
  client: 'pg',
  connection: process.env['LOAD_DATABASE_URL'] ?? {},
  migrations: {
    directory: [here('../../db/migrations'), MIGRATIONS],
    extension: 'ts',
    loadExtensions: ['.ts'],
    sortDirsSeparately: true,
  },
  knexus: { models: here('./models'), migrations: MIGRATIONS, schemas: ['public'], shadow: 'embedded' },
}
