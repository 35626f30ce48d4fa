import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import fp from 'fastify-plugin'

/** The page at `/`: static files, without a build step. What it shows it asks of the API, with the user's token. */
export const page = fp(async (app) => {
  // Each file is a route of its own: what a stranger asks for never becomes a path on the disk.
  await app.register(files, {
    root: fileURLToPath(new URL('../page', import.meta.url)),
    wildcard: false,
    // Kept by the browser, and asked for each time whether it is still the same: a deploy shows at once.
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', 'no-cache'),
  })
})
