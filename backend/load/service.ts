import knex from 'knex'
import { buildApp } from '../src/app.ts'

/**
 * The service as it runs, on a port of its own choice, without a limit of requests; it tells its address to the process
 * that started it.
 */
const database = knex({ client: 'pg', connection: process.env['LOAD_DATABASE_URL']!, pool: { min: 0, max: 10 } })
const app = buildApp({ database, migrations: [], logger: { level: 'error' }, perMinute: 1_000_000_000 })
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }))
process.once('disconnect', () => void app.close().then(() => database.destroy()))
