import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fp from 'fastify-plugin'

/** Security headers on every answer, and a limit of requests a minute for each address. Probes are not counted. */
export const protection = fp<{ readonly perMinute: number }>(async (app, { perMinute }) => {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
  })
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    allowList: (request) => PROBES.has(request.url),
  })
})

const PROBES = new Set(['/health', '/ready', '/metrics'])
