/** What runs while requests are served: migrations of the load alone, with a table of their own. */
export default {
  client: 'pg',
  connection: process.env['LOAD_DATABASE_URL'],
  migrations: {
    directory: `${import.meta.dirname}/migrations`,
    tableName: 'load_migrations',
    extension: 'ts',
    loadExtensions: ['.ts'],
  },
}
