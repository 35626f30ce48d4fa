import { expect } from 'chai'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Knex } from 'knex'
import { target, type Target } from './hostile-support.ts'
import { placesOf, replaced, requestOf, urlOf, type Request } from './requests.ts'

describe('requests that mean harm', () => {
  let database: Knex
  let app: FastifyInstance
  let own: Target['own']
  let close: Target['close']
  let routes: Target['routes']

  before(async function () {
    this.timeout(240_000)
    const made = await target()
    ;({ database, app, own, close } = made)
    routes = made.routes
  })
  after(async () => {
    await close()
  })

  async function send(route: RouteOptions, request: Request, token: string, payload?: string) {
    const sent = payload ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
    return await app.inject({
      method: route.method as 'GET',
      url: urlOf(route, request),
      headers: { authorization: `Bearer ${token}`, ...(sent !== undefined && { 'content-type': 'application/json' }) },
      ...(sent !== undefined && { payload: sent }),
    })
  }
  const name = (route: RouteOptions) => `${String(route.method)} ${route.url}`

  it('take no other spelling of an id for another id, nor for none', async () => {
    const { ids, token } = await own()
    let asked = 0
    for (const respell of [
      (id: string) => id.toUpperCase(),
      (id: string) => `urn:uuid:${id}`,
      (id: string) => `{${id}}`,
    ])
      for (const route of routes)
        for (const { place, request } of replaced(requestOf(route, ids), ids, respell)) {
          expect((await send(route, request, token)).statusCode, `${name(route)} ${place}`).to.equal(422)
          asked += 1
        }
    expect(asked).to.be.greaterThan(150)
    const members = `/api/workspaces/${ids.workspaceId}/members`
    expect(await database('memberships').where({ workspace_id: ids.workspaceId!, role: 'admin' })).to.have.length(1)
    expect((await app.inject({ url: members, headers: { authorization: `Bearer ${token}` } })).statusCode).to.equal(200)
  })

  it('run no route that is about a workspace when none was found', async () => {
    const { ids, token } = await own()
    const ask = async (id: string) =>
      (await app.inject({ url: `/loose/${id}`, headers: { authorization: `Bearer ${token}` } })).statusCode
    expect(await ask(ids.studyId!)).to.equal(200)
    expect(await ask('anything')).to.equal(404)
  })

  it('set nothing that a body does not offer', async () => {
    const { ids, token } = await own()
    let asked = 0
    const more = ['workspace_id', 'workspaceID', 'id', 'createdBy', 'updatedAt', 'mappedBy', 'assignedTo', 'role_', '']
    for (const route of routes.filter(({ schema }) => schema?.body))
      for (const key of more) {
        const request = requestOf(route, ids)
        Reflect.set(Object(request.body), key, ids.workspaceId)
        expect((await send(route, request, token)).statusCode, `${name(route)} ${key}`).to.equal(422)
        asked += 1
      }
    expect(asked).to.be.greaterThan(100)
    const polluted = '{"__proto__": {"role": "admin"}, "constructor": {"prototype": {"role": "admin"}}}'
    for (const route of routes.filter(({ schema }) => schema?.body))
      expect((await send(route, requestOf(route, ids), token, polluted)).statusCode, name(route)).to.equal(400)
  })

  it('say nothing to PostgreSQL by a text', async function () {
    this.timeout(120_000)
    const harmful = [
      String.raw`'; DROP TABLE studies; -- \ %_?? ? :name $1 {1,2}`,
      '<script>alert(1)</script> \u202e\u0007\u001b[31m\r\nset-cookie: a=b',
    ]
    let asked = 0
    for (const route of routes) {
      const { ids, token } = await own()
      for (const text of harmful)
        for (const { place, request } of placesOf(requestOf(route, ids, true), text)) {
          const answer = await send(route, request, token)
          expect(answer.statusCode, `${name(route)} ${place} ${answer.body}`).to.be.lessThan(500)
          expect(answer.headers['set-cookie']).to.equal(undefined)
          asked += 1
        }
    }
    expect(asked).to.be.greaterThan(120)
    expect(await database.schema.hasTable('studies')).to.equal(true)
    expect(await database('workspaces').where({ name: 'Example' })).to.not.have.length(0)
  })

  it('are refused where JSON would not come back as it went in: nested too deep, too large a number, half a character', async () => {
    const { ids, token } = await own()
    const post = async (path: string, text: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      return await app.inject({ method: 'POST', url: `/api${path}`, headers, payload: text })
    }
    const fact = async (value: string) =>
      (await post(`/studies/${ids.studyId}/facts`, `{"type":"t","key":"k","evidence":[],"value":{"value":${value}}}`))
        .statusCode
    const contract = async (spec: string) =>
      (
        await post(
          '/contracts',
          `{"workspaceId":"${ids.workspaceId}","docType":"sap","section":"s","title":"t","spec":${spec}}`,
        )
      ).statusCode
    const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    const objects = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
    for (const value of [
      lists(3000),
      lists(10_000),
      lists(100_000),
      objects(10_000),
      '1e400',
      String.raw`"\ud800"`,
      String.raw`"\u0000"`,
    ])
      expect(await fact(value), value.slice(0, 20)).to.equal(422)
    for (const spec of [objects(10_000), '{"a": -1e400}', String.raw`{"\udc00": 1}`])
      expect(await contract(spec), spec.slice(0, 20)).to.equal(422)
    expect(await fact(lists(30))).to.equal(201)
    expect(await contract(objects(30))).to.equal(201)
    const study = `{"workspaceId":"${ids.workspaceId}","code":"C","title":"\\ud83d"}`
    expect((await post('/studies', study)).json()).to.deep.include({ details: { title: 'must match format "words"' } })
  })

  it('go on by a cursor of another workspace without seeing anything of it', async () => {
    const [mine, others] = [await own(), await own()]
    let lists = 0
    for (const route of routes.filter(({ schema }) => JSON.stringify(schema?.querystring ?? {}).includes('"after"'))) {
      const cursor = async ({ ids, token }: Awaited<ReturnType<Target['own']>>, after?: string) => {
        const request = requestOf(route, ids)
        const query = { ...request.query, limit: 1, ...(after !== undefined && { after }) }
        return await send(route, { ...request, query }, token)
      }
      for (const forged of [
        await pageKey(others),
        btoa('[1,2]'),
        btoa('["\u0000"]'),
        btoa('[{}]'),
        'x',
        '%',
        btoa('null'),
      ]) {
        const answer = await cursor(mine, forged)
        expect(answer.statusCode, `${name(route)} ${forged}`).to.be.oneOf([200, 422])
        for (const id of Object.values(others.ids)) if (id.length === 36) expect(answer.body).to.not.contain(id)
      }
      lists += 1
    }
    expect(lists).to.be.greaterThan(10)
  })

  /** A cursor of the studies of a workspace, of which there are two then. */
  async function pageKey({ ids, token }: { readonly ids: Readonly<Record<string, string>>; readonly token: string }) {
    await database('studies')
      .insert({ workspace_id: ids.workspaceId!, code: 'EX-9', title: 'Z' })
      .onConflict(['workspace_id', 'code'])
      .ignore()
    const url = `/api/studies?workspaceId=${ids.workspaceId}&limit=1`
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${token}` } })
    return answer.json<{ next: string }>().next
  }
})
