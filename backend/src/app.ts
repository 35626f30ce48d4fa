import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import type { LoggerOptions } from 'pino'
import { errors } from './plugins/errors.ts'
import { sessions } from './plugins/sessions.ts'
import { health } from './routes/health.ts'
import { studyRoutes } from './routes/studies.ts'

/** What the service stands on. */
export interface Parts {
  readonly database: Knex
  /** The migrations that belong to this code, by file name. */
  readonly migrations: readonly string[]
  readonly logger: LoggerOptions | false
}

/** The service, not yet listening. It does not own the database: whoever opened it closes it. */
export function buildApp({ database, migrations, logger }: Parts): FastifyInstance {
  const app = fastify({
    logger,
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    routerOptions: { ignoreTrailingSlash: true },
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  errors(app)
  health(app, database, migrations)
  studyRoutes(app, sessions(database))
  return app
}
