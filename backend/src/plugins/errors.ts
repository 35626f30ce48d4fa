import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { faultOf, isAway } from '../db/errors.ts'
import { messageOfConstraint } from '../db/messages.ts'

/** A refusal with the status and the words the client gets. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** A stable word: `study-not-found`. */
  readonly code: string
  readonly details: Details

  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** Facts about a refusal, by field or subject. */
export type Details = Readonly<Record<string, unknown>>

/** Every answer that is an error has one shape: `{ code, message, details, requestId }`. What the driver said goes to the log, never to the client. */
export function errors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      code: 'route-not-found',
      message: `There is no ${request.method} ${request.url.split('?')[0] ?? ''}.`,
      details: {},
      requestId: request.id,
    }),
  )
  app.setErrorHandler<FastifyError | Error>((error, request, reply) => {
    const { status, code, message, details } = answerTo(error, request)
    if (status >= 500) request.log.error({ err: error }, message)
    else request.log.info({ code, message: error.message }, 'refused')
    return reply.code(status).send({ code, message, details, requestId: request.id })
  })
}

function answerTo(error: FastifyError | Error, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error
  const fault = faultOf(error)
  if (fault && !isAway(error)) return refusal(fault.state, fault.constraint, request.method === 'DELETE') ?? INTERNAL
  if (isAway(error)) return new ApiError(503, 'database-away', 'The database cannot be reached. Try again later.')
  if ('statusCode' in error && error.statusCode !== undefined && error.statusCode < 500)
    return new ApiError(error.statusCode, 'bad-request', error.message)
  return INTERNAL
}

/** By SQLSTATE (PostgreSQL manual, appendix A), in the words of the constraint where it has some. */
function refusal(state: string, constraint: string | undefined, deleting: boolean): ApiError | undefined {
  const details = constraint === undefined ? {} : { constraint }
  const message = messageOfConstraint(constraint, deleting)
  if (state === '23505' || state === '23P01')
    return new ApiError(409, 'already-exists', message ?? 'It exists already.', details)
  if (state === '23503' && deleting) return new ApiError(409, 'in-use', message ?? 'It is still referred to.', details)
  if (state === '23001') return new ApiError(409, 'in-use', message ?? 'It is still referred to.', details)
  if (state === '23503')
    return new ApiError(422, 'reference-not-found', message ?? 'It refers to something that does not exist.', details)
  if (state.startsWith('23') || state.startsWith('22'))
    return new ApiError(422, 'invalid-value', message ?? 'A value is not allowed here.', details)
  if (state === '40001' || state === '40P01')
    return new ApiError(503, 'busy', 'Others are changing the same rows. Try again.')
  return undefined
}

const INTERNAL = new ApiError(500, 'internal', 'Something went wrong on our side. The request id leads to the log.')
