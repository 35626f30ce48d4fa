import { fileURLToPath } from 'node:url'
import { SettingsError } from '../../db/connection/settings.ts'
import { buildApp } from './app.ts'
import { type Config, loadConfig } from './config.ts'
import { openDatabase } from './db/session.ts'
import { startWorker } from './services/worker.ts'
import { migrationsIn } from './services/readiness.ts'

/** Starts the service and stops it, without cutting a request short, on SIGINT and SIGTERM. */
async function main(config: Config): Promise<void> {
  const database = openDatabase(config.environment)
  const app = buildApp({
    database,
    migrations: await migrationsIn(fileURLToPath(new URL('../../db/migrations', import.meta.url))),
    production: config.environment === 'production',
    logger: { level: config.logLevel, ...(config.logFormat === 'pretty' && { transport: { target: 'pino-pretty' } }) },
  })
  let worker: ReturnType<typeof startWorker> | undefined
  app.addHook('onClose', async () => {
    await worker?.stop()
    await database.destroy()
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      app.log.info({ signal }, 'stopping')
      void app.close()
    })
  }
  try {
    await app.listen({ host: config.host, port: config.port })
    worker = startWorker(database, app.log)
  } catch (error) {
    await app.close()
    throw codeOf(error) === 'EADDRINUSE'
      ? new SettingsError(`Port ${config.port} of ${config.host} is taken. Choose another with APP_PORT.`)
      : error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

try {
  await main(loadConfig())
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
