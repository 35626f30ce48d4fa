import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
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

/**
 * Every answer that is an error has one shape: `{ code, message, details, requestId }`. What the driver said goes to
 * the log, never to the client.
 */
export const errors = fp(async (app) => {
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      code: 'route-not-found',
      message: `There is no ${request.method} ${request.url.split('?')[0] ?? ''}.`,
      details: {},
      requestId: request.id,
    }),
  )
  app.setErrorHandler<FastifyError | Error>(refuse)
})

/**
 * Answers a URL that Fastify cannot read, for which no hook runs: what the hooks would have set is set here as far as
 * JSON needs it.
 */
export function refuseUnread(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ ...UNHOOKED, 'x-request-id': request.id })
  refuse(error, request, reply)
}

const UNHOOKED = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** Answers with what an error means. */
export function refuse(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, message, details } = answerTo(error, request)
  if (status >= 500) request.log.error({ err: error }, message)
  else request.log.info({ code, refused: message }, 'refused')
  if (status === 401) void reply.header('www-authenticate', 'Bearer')
  if (status === 503) void reply.header('retry-after', '1')
  void reply.code(status).send({ code, message, details, requestId: request.id })
}

/** Answers what is no HTTP, or has too many headers, before there is a request. */
export function hangUp(error: { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) return
  const [line, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'The headers are too large.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request took too long to arrive.']
        : ['400 Bad Request', 'This is no HTTP request.']
  const body = JSON.stringify({ code: 'bad-request', message, details: {}, requestId: randomUUID() })
  const headers = [
    'Content-Type: application/json',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end([`HTTP/1.1 ${line}`, ...headers, '', body].join('\r\n'))
}

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

/** What a state of PostgreSQL means for the client. */
interface Meaning {
  readonly states: RegExp
  /** Only where something is deleted. */
  readonly deleting?: true
  readonly status: number
  readonly code: string
  readonly message: string
  /** The constraint is named, and its own words are told where it has some. */
  readonly constrained?: true
}

/** By SQLSTATE (PostgreSQL manual, appendix A). The first that fits. */
const MEANINGS: readonly Meaning[] = [
  {
    states: /^(?:23505|23P01)$/,
    status: 409,
    code: 'already-exists',
    message: 'It exists already.',
    constrained: true,
  },
  {
    states: /^23503$/,
    deleting: true,
    status: 409,
    code: 'in-use',
    message: 'It is still referred to.',
    constrained: true,
  },
  { states: /^23001$/, status: 409, code: 'in-use', message: 'It is still referred to.', constrained: true },
  {
    states: /^23503$/,
    status: 422,
    code: 'reference-not-found',
    message: 'It refers to something that does not exist.',
    constrained: true,
  },
  { states: /^54/, status: 422, code: 'too-large', message: 'A value is too large, or nested too deep.' },
  { states: /^2[23]/, status: 422, code: 'invalid-value', message: 'A value is not allowed here.', constrained: true },
  {
    states: /^(?:40001|40P01|55P03)$/,
    status: 503,
    code: 'busy',
    message: 'Others are changing the same rows. Try again.',
  },
  { states: /^57014$/, status: 503, code: 'too-slow', message: 'It took too long and was stopped. Ask for less.' },
]

function refusal(state: string, constraint: string | undefined, isDelete: boolean): Answer | undefined {
  const meaning = MEANINGS.find(({ states, deleting }) => states.test(state) && (!deleting || isDelete))
  if (!meaning) return undefined
  const { status, code, message } = meaning
  if (!meaning.constrained) return answer(status, code, message)
  const own = messageOfConstraint(constraint, isDelete)
  return answer(status, code, own ?? message, constraint === undefined ? {} : { constraint })
}

const INTERNAL = answer(500, 'internal', 'Something went wrong on our side. The request id leads to the log.')
