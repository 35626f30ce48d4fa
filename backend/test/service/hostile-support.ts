import { Writable } from 'node:stream'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Knex } from 'knex'
import type { LoggerOptions } from 'pino'
import { Type } from 'typebox'
import { buildApp } from '../../src/app.ts'
import { endpoints } from '../../src/plugins/endpoint.ts'
import { example } from './example.ts'
import { PLACES, tokenFor } from './support.ts'

/** What a stranger attacks: the service on an embedded database, which logs all it can. */
export interface Target {
  readonly database: Knex
  readonly app: FastifyInstance
  /** The routes that ask who is there. */
  readonly routes: readonly RouteOptions[]
  readonly log: () => string
  /** An example of its own, with a token of its only admin. */
  readonly own: () => Promise<{ readonly ids: Readonly<Record<string, string>>; readonly token: string }>
  readonly close: () => Promise<void>
}

/** Every answer that is an error has these. */
export const SHAPE = ['code', 'message', 'details', 'requestId']

export async function target(): Promise<Target> {
  const [, embedded] = PLACES
  const { database, close } = await embedded!.open()
  const routes: RouteOptions[] = []
  let log = ''
  const stream = new Writable({
    write(line, _encoding, done) {
      log += String(line)
      done()
    },
  })
  const logger = { level: 'trace', stream } as LoggerOptions
  const app = buildApp({ database, migrations: [], logger, perMinute: 1_000_000 })
  app.addHook('onRoute', (route) => {
    if (route.config?.access && route.method !== 'HEAD' && route.url.startsWith('/api/')) routes.push(route)
  })
  app.register(async (inner) => {
    // A route whose schema takes more for an id than the question of access does.
    endpoints(
      inner,
      database,
    )({
      method: 'GET',
      url: '/loose/:studyId',
      summary: '',
      access: { may: 'manage', of: 'study', from: 'params', key: 'studyId' },
      params: Type.Object({ studyId: Type.String() }),
      answer: [200, Type.Null()],
      run: async () => null,
    })
  })
  await app.ready()
  return {
    database,
    app,
    routes,
    log: () => log,
    own: async () => {
      const ids = await example(database)
      const { token, userId } = await tokenFor(database, null)
      await database('access_tokens').where({ user_id: userId }).update({ user_id: ids.userId! })
      return { ids, token }
    },
    close: async () => {
      await app.close()
      await close()
    },
  }
}
