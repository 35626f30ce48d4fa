import type { FastifyError, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal, type Details, type Sort } from '../domain/errors.ts'
import { faultOf, isAway } from '../db/errors.ts'
import { messageOfConstraint } from '../db/messages.ts'

interface Answer {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details: Details
}

/** Every answer that is an error has one shape: `{ code, message, details, requestId }`. What the driver said goes to the log, never to the client. */
export const errors = fp(async (app) => {
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
    else request.log.info({ code, refused: message }, 'refused')
    if (status === 401) void reply.header('www-authenticate', 'Bearer')
    if (status === 503) void reply.header('retry-after', '1')
    return reply.code(status).send({ code, message, details, requestId: request.id })
  })
})

const STATUSES: Readonly<Record<Sort, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  'not found': 404,
  conflict: 409,
  invalid: 422,
}

function answerTo(error: FastifyError | Error, request: FastifyRequest): Answer {
  if (error instanceof Refusal) {
    const { sort, code, message, details } = error
    return { status: STATUSES[sort], code, message, details }
  }
  if ('validation' in error && error.validation) return invalid(error.validation)
  if (isAway(error)) return answer(503, 'database-away', 'The database cannot be reached. Try again later.')
  const fault = faultOf(error)
  if (fault) return refusal(fault.state, fault.constraint, request.method === 'DELETE') ?? INTERNAL
  if ('statusCode' in error && error.statusCode !== undefined && error.statusCode < 500)
    return answer(error.statusCode, error.statusCode === 429 ? 'too-many-requests' : 'bad-request', error.message)
  return INTERNAL
}

function answer(status: number, code: string, message: string, details: Details = {}): Answer {
  return { status, code, message, details }
}

/** One line a field. */
function invalid(faults: NonNullable<FastifyError['validation']>): Answer {
  const details = Object.fromEntries(
    faults.map(({ instancePath, params, message = 'is not allowed' }) => {
      const extra = params.missingProperty ?? params.additionalProperty
      const path = [...instancePath.split('/').slice(1), ...(typeof extra === 'string' ? [extra] : [])]
      return [path.join('.') || 'body', message]
    }),
  )
  return answer(422, 'invalid-input', `Invalid: ${Object.keys(details).join(', ')}.`, details)
}

/** By SQLSTATE (PostgreSQL manual, appendix A), in the words of the constraint where it has some. */
function refusal(state: string, constraint: string | undefined, deleting: boolean): Answer | undefined {
  const details = constraint === undefined ? {} : { constraint }
  const message = messageOfConstraint(constraint, deleting)
  if (state === '23505' || state === '23P01')
    return answer(409, 'already-exists', message ?? 'It exists already.', details)
  if ((state === '23503' && deleting) || state === '23001')
    return answer(409, 'in-use', message ?? 'It is still referred to.', details)
  if (state === '23503')
    return answer(422, 'reference-not-found', message ?? 'It refers to something that does not exist.', details)
  if (state.startsWith('23') || state.startsWith('22'))
    return answer(422, 'invalid-value', message ?? 'A value is not allowed here.', details)
  if (state === '40001' || state === '40P01' || state === '55P03')
    return answer(503, 'busy', 'Others are changing the same rows. Try again.')
  if (state === '57014') return answer(503, 'too-slow', 'It took too long and was stopped. Ask for less.')
  return undefined
}

const INTERNAL = answer(500, 'internal', 'Something went wrong on our side. The request id leads to the log.')
