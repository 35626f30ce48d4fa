import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { readiness } from '../services/readiness.ts'

/**
 * `/health`: the process answers. `/ready`: it can serve; 503 with the reason while migrations are pending or the
 * database is away.
 */
export async function healthRoutes(
  app: FastifyInstance,
  { database, migrations }: { readonly database: Knex; readonly migrations: readonly string[] },
): Promise<void> {
  app.get('/health', { logLevel: 'warn' }, () => ({ status: 'ok' }))
  app.get('/ready', { logLevel: 'warn' }, async (request, reply) => {
    const state = await readiness(database, migrations)
    if (state.ready) return { status: 'ready', applied: state.applied, latest: state.latest }
    const { reason, pending } = state
    return reply.code(503).send({
      code: 'not-ready',
      message: `Not ready: ${reason}.`,
      details: pending ? { pending } : {},
      requestId: request.id,
    })
  })
}
