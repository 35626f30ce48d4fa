import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Knex } from 'knex'
import { Type, type Static, type TObject, type TSchema } from 'typebox'
import { missing, Refusal } from '../domain/errors.ts'
import { PERMISSIONS, type Actor } from '../domain/roles.ts'
import { withSession, type Session } from '../db/session.ts'
import type { Access } from './access.ts'
import { FAULT } from './schemas.ts'

/**
 * One route as data: what it takes, who may, what it answers, and what it does inside the transaction of the request.
 */
export interface Endpoint<P extends TObject, Q extends TObject, B extends TSchema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly summary: string
  readonly access: Access
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** What success looks like: its status and its schema. */
  readonly answer: readonly [status: number, schema: TSchema]
  /** The refusals of its own; those that come with its access and its body are added. */
  readonly refuses?: readonly number[]
  /** It reads only, though its method is not GET. */
  readonly readOnly?: boolean
  /** What it returns is sent after the commit. It may be run again, so it must do nothing but use the session. */
  readonly run: (call: Call<Static<P>, Static<Q>, Static<B>>) => Promise<unknown>
}

/** What a route is run with. */
export interface Call<P, Q, B> {
  readonly session: Session
  readonly actor: Actor & { readonly workspaceId: string }
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly reply: FastifyReply
}

/**
 * Gives routes a database: `const add = endpoints(app, database); add({ method: 'GET', … })`. Every request has one
 * transaction; a reading one cannot write.
 */
export function endpoints(app: FastifyInstance, database: Knex) {
  return function add<P extends TObject = TObject, Q extends TObject = TObject, B extends TSchema = TSchema>(
    endpoint: Endpoint<P, Q, B>,
  ): void {
    const { method, url, summary, access, params, query, body, answer, refuses = [], run } = endpoint
    const [status, schema] = answer
    app.route({
      method,
      url,
      config: { access },
      schema: {
        summary,
        tags: [url.split('/')[1] ?? ''],
        security: [{ token: [] }],
        ...(params && { params }),
        querystring: query ?? Type.Object({}, { additionalProperties: false }),
        ...(body && { body }),
        response: {
          [status]: schema,
          ...Object.fromEntries(
            [401, 422, 429, 503, ...refusedBy(access), ...(body ? [400, 413, 415] : []), ...refuses].map((one) => [
              one,
              FAULT,
            ]),
          ),
        },
      },
      handler: async (request, reply) => {
        const { actor } = request
        if (actor === null) throw new Refusal('unauthenticated', 'token-refused', 'Send a valid token.')
        if (access !== 'any user' && actor.workspaceId === null) throw missing(access.of)
        const workspaces = actor.workspaceId === null ? actor.workspaces : [actor.workspaceId]
        const readOnly = endpoint.readOnly ?? method === 'GET'
        const result = await withSession(database, { workspaces, readOnly }, (session) =>
          run({
            session,
            actor: { ...actor, workspaceId: actor.workspaceId ?? '' },
            params: request.params as Static<P>,
            query: request.query as Static<Q>,
            body: request.body as Static<B>,
            reply,
          }),
        )
        return reply.code(status).send(result)
      },
    })
  }
}

/** What is about nothing yet is never missing, and what every member may is refused to none. */
function refusedBy(access: Access): readonly number[] {
  if (access === 'any user') return []
  return PERMISSIONS[access.may].length < PERMISSIONS.read.length ? [403, 404] : [404]
}
