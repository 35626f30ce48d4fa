import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fp from 'fastify-plugin'

/**
 * Security headers on every answer, and a limit of requests a minute for each address, of which probes are not counted.
 * No cache keeps an answer, unless its route says otherwise.
 */
export const protection = fp<{ readonly perMinute: number }>(async (app, { perMinute }) => {
  await app.register(helmet, {
    frameguard: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        baseUri: ["'none'"],
        // A form that the browser sends by itself, because a script did not run, would put the token into an address.
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  })
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'permissions-policy': NO_DEVICES })
  })
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    allowList: (request) => PROBES.has(request.url),
  })
})

/** The page asks for no device, and no script of it may. */
const NO_DEVICES = 'camera=(), geolocation=(), microphone=()'
const PROBES = new Set(['/health', '/ready', '/metrics'])
