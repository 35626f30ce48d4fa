import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fp from 'fastify-plugin'

/** Security headers on every answer, none of the register is kept by a cache, and a limit of requests a minute for each address. Probes are not counted. */
export const protection = fp<{ readonly perMinute: number }>(async (app, { perMinute }) => {
  await app.register(helmet, {
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
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
  })
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    allowList: (request) => PROBES.has(request.url),
  })
})

const PROBES = new Set(['/health', '/ready', '/metrics'])
