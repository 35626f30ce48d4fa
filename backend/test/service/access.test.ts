import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Knex } from 'knex'
import { z } from 'zod'
import { buildApp } from '../../src/app.ts'
import { withSession } from '../../src/db/session.ts'
import { may } from '../../src/domain/roles.ts'
import { ID } from '../../src/domain/ids.ts'
import { DEVELOPMENT_TOKEN, hashOf } from '../../src/domain/tokens.ts'
import { example } from './example.ts'
import { replaced, requestOf, urlOf, type Request } from './requests.ts'
import { PLACES, serviceOn, ROLES, tokenFor } from './support.ts'

/** A user of any workspace may be made a member of this one. */
const ANYBODY = new Set(['PUT /api/workspaces/:workspaceId/members/:userId params.userId'])
/** What needs the table with vectors. */
const ELSEWHERE = new Set(['/api/search', '/api/versions/:versionId/section-maps/:section'])

const ANSWER = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  items: z.array(z.unknown()).optional(),
  details: z.looseObject({}).optional(),
})

const PAGE = readdirSync(new URL('../../src/page', import.meta.url)).map((file) => `/${file}`)

const OPEN = new Set(['/', ...PAGE, '/health', '/ready', '/metrics', '/api/openapi.json'])

for (const place of PLACES) {
  describe(`access on ${place.name}`, () => {
    let database: Knex
    let app: FastifyInstance
    let close: () => Promise<void>
    let ids: Readonly<Record<string, string>>
    let vectors: boolean
    const routes: RouteOptions[] = []

    before(async function () {
      this.timeout(240_000)
      ;({ app, database, close } = await serviceOn(
        place,
        (made) => void made.addHook('onRoute', (route) => void routes.push(route)),
      ))
      ids = await example(database)
      vectors = await database.schema.hasTable('chunks')
    })
    after(() => close())

    /** Asks a route about the example's own objects, with nothing in the body but what says whose workspace it is. */
    async function ask(route: RouteOptions, token: string | null) {
      const { access } = route.config ?? {}
      const url = route.url.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? `no-example-of-${name}`)
      const given =
        access && access !== 'any user' && access.from !== 'params' ? { [access.key]: ids[access.key] ?? '' } : {}
      const inQuery = access && access !== 'any user' && access.from === 'query'
      const answer = await app.inject({
        method: route.method as 'GET',
        url,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        ...(inQuery && { query: given }),
        ...(route.method !== 'GET' && !inQuery && { payload: given }),
      })
      const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>()
      return `${answer.statusCode} ${String(body.code)}`
    }

    const closed = () => routes.filter(({ url, method }) => !OPEN.has(url) && method !== 'HEAD')

    it('is asked of every route but the open ones', () => {
      expect(closed().length).to.be.greaterThan(10)
      for (const { url, config } of closed()) expect(config?.access, url).to.not.equal(undefined)
    })

    it('is refused by every route to no token, a wrong, an expired and a revoked one', async () => {
      const workspaceId = ids.workspaceId ?? ''
      const tokens: Record<string, string | null> = {
        none: null,
        wrong: 'cnx_wrong',
        expired: (await tokenFor(database, workspaceId, 'admin', { expires: '-1 second' })).token,
        revoked: (await tokenFor(database, workspaceId, 'admin', { revoked: true })).token,
      }
      const inactive = await tokenFor(database, workspaceId)
      await database('users').where({ id: inactive.userId }).update({ is_active: false })
      tokens.inactive = inactive.token
      for (const route of closed())
        for (const [name, token] of Object.entries(tokens))
          expect(await ask(route, token), `${String(route.method)} ${route.url}, ${name}`).to.equal('401 token-refused')
    })

    it('is refused by every route to a role too low, and hides everything from members of other workspaces', async () => {
      const other = randomUUID()
      await database('workspaces').insert({ id: other, name: 'Others' })
      const stranger = await tokenFor(database, other)
      const tokens = new Map<string, string>()
      for (const role of ROLES) tokens.set(role, (await tokenFor(database, ids.workspaceId ?? '', role)).token)
      let refused = 0
      for (const route of closed()) {
        const { access } = route.config ?? {}
        if (access === undefined || access === 'any user') continue
        const name = `${String(route.method)} ${route.url}`
        expect(await ask(route, stranger.token), name).to.equal(`404 ${access.of}-not-found`)
        for (const [role, token] of tokens) {
          if (may(role, access.may)) continue
          expect(await ask(route, token), `${name}, ${role}`).to.equal('403 role-too-low')
          refused += 1
        }
      }
      expect(refused).to.be.greaterThan(10)
    })

    /**
     * Puts each id of another workspace in the place of an own one, and wants the answer that an id gets which is
     * nowhere.
     */
    async function keepsApart(): Promise<number> {
      const own = await example(database)
      const others = await example(database)
      const { token } = await tokenFor(database, own.workspaceId ?? '')
      const send = async (route: RouteOptions, request: Request) => {
        const answer = await app.inject({
          method: route.method as 'GET',
          url: urlOf(route, request),
          headers: { authorization: `Bearer ${token}` },
          ...(request.body !== undefined && { payload: request.body as object }),
        })
        const { code, items, details, message } = ANSWER.parse(answer.body === '' ? {} : answer.json())
        const told = { status: answer.statusCode, code, items, message, fields: Object.keys(details ?? {}) }
        return { told, text: answer.body }
      }
      const strangers = new Map(Object.entries(others).map(([key, id]) => [own[key] ?? '', id]))
      let places = 0
      // What deletes comes last, so that the others still find what they are about.
      for (const route of closed().toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))) {
        if (ELSEWHERE.has(route.url) && !vectors) continue
        const request = requestOf(route, own)
        const name = `${String(route.method)} ${route.url}`
        const nowhere = replaced(request, own, () => randomUUID())
        for (const [at, { place, request: changed }] of replaced(
          request,
          own,
          (id) => strangers.get(id) ?? id,
        ).entries()) {
          if (ANYBODY.has(`${name} ${place}`)) continue
          const { told: answer } = await send(route, changed)
          if (answer.status === 200) expect(answer.items, `${name}, ${place}`).to.deep.equal([])
          else expect(answer.status, `${name}, ${place}`).to.be.oneOf([404, 422])
          expect((await send(route, nowhere[at]?.request ?? request)).told, `${name}, ${place}`).to.deep.equal(answer)
          places += 1
        }
        // Without this, a request that is refused for another reason would prove nothing.
        const { told, text } = await send(route, request)
        expect(told.status, name).to.be.oneOf([200, 201, 202, 204, 409])
        for (const id of Object.values(others)) if (ID.test(id)) expect(text, name).to.not.contain(id)
      }
      return places
    }

    it('takes no id of another workspace, in whatever place, and does not tell it from one that is nowhere', async () => {
      expect(await keepsApart()).to.be.greaterThan(30)
    })

    it('does so by its own filters too, where nothing in the database keeps workspaces apart', async () => {
      const tables = await database('pg_class').where({ relrowsecurity: true }).pluck('relname')
      const turn = async (how: string) => {
        for (const name of tables) await database.raw(`ALTER TABLE ?? ${how} ROW LEVEL SECURITY`, [name])
      }
      await turn('DISABLE')
      try {
        expect(await keepsApart()).to.be.greaterThan(30)
      } finally {
        await turn('ENABLE')
      }
      expect(tables.length).to.be.greaterThan(15)
    })

    it('is refused in production to the token of the example data', async () => {
      const { userId } = await tokenFor(database, ids.workspaceId ?? '')
      await database('access_tokens').insert({
        user_id: userId,
        name: 'seeded',
        token_sha256: hashOf(DEVELOPMENT_TOKEN),
        expires_at: database.raw("now() + interval '1 hour'"),
      })
      const production = buildApp({ database, migrations: [], logger: false, production: true })
      const asked = { url: '/api/workspaces', headers: { authorization: `Bearer ${DEVELOPMENT_TOKEN}` } }
      expect((await app.inject(asked)).statusCode).to.equal(200)
      expect((await production.inject(asked)).statusCode).to.equal(401)
      await production.close()
    })

    it('is held by row-level security when a service forgets its filter', async () => {
      const tables = await database('pg_tables')
        .where({ schemaname: 'public' })
        .whereNotIn('tablename', ['access_tokens'])
        .whereNot('tablename', 'like', 'knex%')
        .orderBy('tablename')
        .pluck('tablename')
      const all = async (workspaces: readonly string[]) =>
        await withSession(database, { workspaces, readOnly: true }, async (session) => {
          const counts: Record<string, number> = {}
          for (const table of tables) {
            const { rows } = await session.raw<{ rows: { n: number }[] }>('SELECT count(*)::int AS n FROM ??', [table])
            counts[table] = rows[0]?.n ?? -1
          }
          return counts
        })
      const [own, others] = [await all([ids.workspaceId ?? '']), await all([randomUUID()])]
      for (const table of tables) {
        expect(own[table], `${table}, of its own workspace`).to.be.greaterThan(0)
        expect(others[table], `${table}, of another`).to.equal(0)
      }
      const move = withSession(database, { workspaces: [ids.workspaceId ?? ''] }, (session) =>
        session('studies').update({ workspace_id: randomUUID() }),
      )
      expect(await move.catch((error: Error) => error.message)).to.contain('row-level security')
      for (const statement of ['SELECT * FROM access_tokens', 'DROP TABLE studies', 'DELETE FROM audit_log']) {
        const tried = withSession(database, { workspaces: [] }, (session) => session.raw(statement))
        expect(await tried.catch((error: Error) => error.message), statement).to.match(
          /permission denied|must be owner/,
        )
      }
    })
  })
}
