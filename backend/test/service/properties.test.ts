import { expect } from 'chai'
import fc from 'fast-check'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Knex } from 'knex'
import { z } from 'zod'
import { example } from './example.ts'
import { propertiesOf, urlOf } from './requests.ts'
import { PLACES, serviceOn, tokenFor } from './support.ts'

const [, embedded] = PLACES

describe('every route on PGlite', () => {
  let database: Knex
  let app: FastifyInstance
  let close: () => Promise<void>
  let ids: Readonly<Record<string, string>>
  let token: string
  const routes: RouteOptions[] = []

  before(async function () {
    this.timeout(240_000)
    ;({ app, database, close } = await serviceOn(
      embedded!,
      (made) => void made.addHook('onRoute', (route) => void routes.push(route)),
    ))
    ids = await example(database)
    token = (await tokenFor(database, ids.workspaceId!)).token
  })
  after(() => close())

  it('answers no path, query or body whatever with 500', async function () {
    this.timeout(240_000)
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('\0', '\ud800', 'a'.repeat(3000), '9'.repeat(400), -1, 1e308, 0.1, ids.studyId, ids.versionId),
    )
    const cursors = odd.map((value) => Buffer.from(JSON.stringify([value, value])).toString('base64url'))
    /** Mostly what the schema asks for, so that the statements behind it are reached. */
    const likely = (key: string, schema: unknown): fc.Arbitrary<unknown> => {
      const { enum: labels, type } = z.looseObject({ enum: z.array(z.unknown()).optional() }).parse(schema)
      if (key === 'after') return cursors
      if (key in ids) return fc.constant(ids[key])
      if (labels) return fc.constantFrom(...labels)
      if (type === 'number' || type === 'integer') return fc.double()
      return type === 'array' ? fc.array(odd, { maxLength: 3 }) : fc.string()
    }
    const recordOf = (schema: unknown, weight: number) =>
      fc.record(
        Object.fromEntries(
          Object.entries(propertiesOf(schema)).map(([key, of]) => [
            key,
            fc.oneof({ weight, arbitrary: likely(key, of) }, { weight: 1, arbitrary: odd }),
          ]),
        ),
        { requiredKeys: [] },
      )
    const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()
    // What deletes comes last, so that the others find what they are about.
    const asked = routes
      .filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/'))
      .toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
    const answered = new Set<number>()
    for (const route of asked) {
      const { params, querystring, body } = route.schema ?? {}
      const requests = fc.record({
        params: recordOf(params, 12),
        query: recordOf(querystring, 4),
        body: body === undefined ? fc.constant(undefined) : fc.oneof({ weight: 9, arbitrary: recordOf(body, 4) }, odd),
      })
      await fc.assert(
        fc.asyncProperty(requests, async ({ params: path, query, body: sent }) => {
          const answer = await app.inject({
            method: route.method as 'POST',
            url: urlOf(route, {
              params: { ...ids, ...mapped(path, text) },
              query: mapped(query, text),
              body: undefined,
            }),
            headers: {
              authorization: `Bearer ${token}`,
              ...(sent !== undefined && { 'content-type': 'application/json' }),
            },
            ...(sent !== undefined && { payload: JSON.stringify(sent) }),
          })
          expect(answer.statusCode, answer.body).to.be.lessThan(500)
          answered.add(answer.statusCode)
        }),
        { numRuns: 15 },
      )
    }
    expect([...answered], 'it reached what is behind the schemas').to.include.members([200, 201, 202, 404, 409, 422])
  })
})

function mapped(fields: object, change: (value: unknown) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]))
}
