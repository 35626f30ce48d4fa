import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Knex } from 'knex'
import { type Session, withSession } from '../db/session.ts'

/** What a route does with a request, inside its transaction. What it returns is sent after the commit, so it must not call `reply.send`. */
export type Handler = (session: Session, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Gives every request one transaction; GET and HEAD get one that cannot write. */
export function sessions(database: Knex): (handler: Handler) => RouteHandlerMethod {
  return (handler) => (request, reply) =>
    withSession(database, (session) => handler(session, request, reply), {
      readOnly: request.method === 'GET' || request.method === 'HEAD',
    })
}
