import { expect } from 'chai'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Knex } from 'knex'
import { buildApp } from '../../src/app.ts'
import { may, type Permission, type Role } from '../../src/domain/roles.ts'
import { example } from './example.ts'
import { requestOf, urlOf, type Request } from './requests.ts'
import { ASIDE, SCOPE, statusesOf, type Ids } from './scope.ts'
import { PLACES, serviceOn, ROLES, tokenFor } from './support.ts'

describe('the scope of the service', () => {
  const [, embedded] = PLACES
  let database: Knex
  let app: FastifyInstance
  let close: () => Promise<void>
  const routes = new Map<string, RouteOptions>()

  before(async function () {
    this.timeout(240_000)
    ;({ app, database, close } = await serviceOn(embedded!, (made) => {
      made.addHook('onRoute', (route) => {
        // The files of the page are no part of it.
        if (!String(route.method).includes('HEAD') && !/\.\w+$/.test(route.url))
          routes.set(`${String(route.method)} ${route.url}`, route)
      })
    }))
  })
  after(() => close())

  it('is what the service has: no route less, and none more', () => {
    expect([...routes.keys()].filter((name) => !ASIDE.has(name)).toSorted()).to.deep.equal(
      Object.keys(SCOPE).toSorted(),
    )
    for (const [name, { may: wanted }] of Object.entries(SCOPE)) {
      const access = routes.get(name)?.config?.access
      const asks = access === undefined ? 'anybody' : access === 'any user' ? access : access.may
      expect(asks, name).to.equal(wanted)
    }
  })

  it('is what the description says of each status', () => {
    for (const [name, route] of Object.entries(SCOPE)) {
      if (route.may === 'anybody') continue
      const { response, body: takes } = routes.get(name)!.schema ?? {}
      const described = Object.keys(Object(response)).map(Number)
      expect(
        described.toSorted((a, b) => a - b),
        name,
      ).to.deep.equal([...statusesOf(route, takes !== undefined), 429, 503].toSorted((a, b) => a - b))
    }
  })

  for (const [name, scope] of Object.entries(SCOPE))
    it(`is reached, every status of ${name}`, async function () {
      this.timeout(60_000)
      const route = routes.get(name)!
      const reached: number[] = []
      /** Asks the route about an example of its own. */
      const ask = async (
        change: (request: Request, ids: Ids) => Promise<unknown> | void = () => undefined,
        more: {
          readonly role?: Role
          readonly alone?: boolean
          readonly token?: string
          readonly text?: string
          readonly type?: string
        } = {},
      ) => {
        const ids = await example(database)
        const token =
          more.token ??
          (more.alone ? await tokenOf(ids.userId!) : (await tokenFor(database, ids.workspaceId!, more.role)).token)
        const request = requestOf(route, ids)
        await change(request, ids)
        const sent = request.body !== undefined || more.text !== undefined
        const answer = await app.inject({
          method: route.method as 'GET',
          url: urlOf(route, request),
          headers: {
            ...(token !== '' && { authorization: `Bearer ${token}` }),
            ...(sent && { 'content-type': more.type ?? 'application/json' }),
          },
          ...(sent && { payload: more.text ?? JSON.stringify(request.body) }),
        })
        reached.push(answer.statusCode)
        if (answer.statusCode >= 400)
          expect(Object.keys(answer.json()), 'the one shape').to.deep.equal(['code', 'message', 'details', 'requestId'])
        return answer.statusCode
      }
      const tokenOf = async (user_id: string) => {
        const { token, userId } = await tokenFor(database, null)
        await database('access_tokens').where({ user_id: userId }).update({ user_id })
        return token
      }

      const takesBody = route.schema?.body !== undefined
      expect(await ask(), 'what it is for').to.equal(scope.success)
      if (scope.may !== 'anybody') {
        await ask(undefined, { token: 'cnx_wrong' })
        await ask((request) => void Object.assign(request.query, { nonsense: '1' }))
      }
      if (scope.may !== 'anybody' && scope.may !== 'any user') {
        await ask(undefined, { token: (await tokenFor(database, null)).token })
        const low = ROLES.find((role) => !may(role, scope.may as Permission))
        if (low) await ask(undefined, { role: low })
      }
      if (takesBody) {
        await ask(undefined, { text: '{' })
        await ask(undefined, { text: 'x', type: 'text/csv' })
        await ask(undefined, { text: JSON.stringify('x'.repeat(4 * 1024 * 1024)) })
      }
      if (scope.clash) await ask((request, ids) => scope.clash!(request, database, ids), { alone: true })
      else if (scope.race) reached.push(409)
      expect([...new Set(reached)].toSorted((a, b) => a - b)).to.deep.equal(statusesOf(scope, takesBody))
    })
})

describe('two requests at once on a real PostgreSQL', () => {
  it('are told that another came first, where the state of things decides it', async function () {
    this.timeout(240_000)
    const [server] = PLACES
    const { database, migrations, close } = await server!.open()
    const app = buildApp({ database, migrations, logger: false })
    try {
      const { workspaceId } = await example(database)
      const { token } = await tokenFor(database, workspaceId!)
      const contract = { workspace_id: workspaceId!, doc_type: 'protocol', section: 'dosing', title: 'Dosing' } as const
      /** What `first` does is committed once the request has run into it. */
      const clash = async (
        first: (session: Knex.Transaction) => PromiseLike<unknown>,
        url: string,
        payload?: object,
      ) => {
        const session = await database.transaction()
        await first(session)
        const answer = app.inject({
          method: 'POST',
          url: `/api${url}`,
          headers: { authorization: `Bearer ${token}` },
          ...(payload && { payload }),
        })
        const asked = answer.then(({ statusCode, body }) => `${statusCode} ${body}`)
        for (let waits = 0; waits === 0;)
          waits = Number(
            (await database.raw("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"))
              .rows[0].count,
          )
        await session.commit()
        return await asked
      }
      const added = { workspaceId, docType: 'protocol', section: 'dosing', title: 'Dosing' }
      const one = (values: object) => (session: Knex.Transaction) =>
        session('section_contracts').insert({ ...contract, version: 1, is_active: false, ...values })
      expect(await clash(one({}), '/contracts', added)).to.match(/^409 .*Somebody has just added this version/)
      const [second] = await database('section_contracts')
        .insert({ ...contract, version: 2, is_active: false })
        .returning('id')
      const active = one({ version: 3, is_active: true })
      expect(await clash(active, `/contracts/${second!.id}/activate`)).to.match(/^409 .*Somebody has just activated/)
    } finally {
      await app.close()
      await close()
    }
  })
})
