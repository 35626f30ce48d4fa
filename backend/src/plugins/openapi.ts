import swagger from '@fastify/swagger'
import fp from 'fastify-plugin'

/** Describes every route that is added after it, as OpenAPI 3.1 under `/api/openapi.json`. */
export const openapi = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'ClinNexus', version: '1', description: 'A register of clinical-trial documents.' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url }) => ({ schema: url.startsWith('/api/') ? schema : { ...schema, hide: true }, url }),
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
})
