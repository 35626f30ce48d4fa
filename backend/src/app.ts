import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import type { LoggerOptions } from 'pino'
import { access } from './plugins/access.ts'
import { errors, hangUp, refuseUnread } from './plugins/errors.ts'
import { metrics } from './plugins/metrics.ts'
import { openapi } from './plugins/openapi.ts'
import { page } from './plugins/page.ts'
import { protection } from './plugins/protection.ts'
import { validation } from './plugins/validation.ts'
import { auditRoutes } from './routes/audit.ts'
import { changeRoutes } from './routes/changes.ts'
import { conflictRoutes } from './routes/conflicts.ts'
import { documentRoutes } from './routes/documents.ts'
import { factRoutes } from './routes/facts.ts'
import { healthRoutes } from './routes/health.ts'
import { searchRoutes } from './routes/search.ts'
import { sectionRoutes } from './routes/sections.ts'
import { studyRoutes } from './routes/studies.ts'
import { versionRoutes } from './routes/versions.ts'
import { workspaceRoutes } from './routes/workspaces.ts'
import { zoneRoutes } from './routes/zones.ts'

/** What the service stands on. */
export interface Parts {
  readonly database: Knex
  /** The migrations that belong to this code, by file name. */
  readonly migrations: readonly string[]
  readonly logger: LoggerOptions | false
  /** The token of the example data is refused. */
  readonly production?: boolean
  /** How many requests an address may make in a minute. */
  readonly perMinute?: number
}

/** The service, not yet listening. It does not own the database: whoever opened it closes it. */
export function buildApp({
  database,
  migrations,
  logger,
  production = false,
  perMinute = 1200,
}: Parts): FastifyInstance {
  const app = fastify({
    logger: logger && { ...logger, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    genReqId: () => randomUUID(),
    bodyLimit: 4 * 1024 * 1024,
    requestTimeout: 30_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000 },
    // Two hundred characters of any script, written with percent signs.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2400 },
    frameworkErrors: refuseUnread,
    clientErrorHandler: hangUp,
  })
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.register(errors)
  app.register(validation)
  app.register(protection, { perMinute })
  app.register(metrics)
  app.register(openapi)
  app.register(page)
  app.register(healthRoutes, { database, migrations })
  app.register(access, { database, production })
  for (const routes of ROUTES) app.register(routes, { prefix: '/api', database })
  return app
}

const ROUTES = [
  workspaceRoutes,
  studyRoutes,
  documentRoutes,
  versionRoutes,
  sectionRoutes,
  factRoutes,
  searchRoutes,
  auditRoutes,
  conflictRoutes,
  changeRoutes,
  zoneRoutes,
]
