import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { expect } from 'chai'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { buildApp } from '../../src/app.ts'
import { example } from './example.ts'
import { requestOf, urlOf } from './requests.ts'
import { PLACES, tokenFor, type Opened } from './support.ts'

/** What stands in every answer, word for word. */
const SECURITY: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}
/** What else may stand in an answer. A name of the server, or of what it is written in, is none of it. */
const OTHERS = new Set([
  'accept-ranges',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'etag',
  'last-modified',
  'location',
  'retry-after',
  'www-authenticate',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
])
/**
 * What a browser may keep, if it asks each time whether it is still so: the files of the page. No cache keeps anything
 * else.
 */
const KEPT = new Set(['/', ...readdirSync(new URL('../../src/page', import.meta.url)).map((file) => `/${file}`)])
/** What is asked for by machines, without a limit. */
const PROBES = new Set(['/health', '/ready', '/metrics'])

describe('the headers of every route', () => {
  let opened: Opened
  let app: FastifyInstance
  const routes: RouteOptions[] = []
  before(async function () {
    this.timeout(240_000)
    opened = await PLACES[1]!.open()
    app = buildApp({ ...opened, logger: false, perMinute: 1_000_000 })
    app.addHook('onRoute', (route) => void routes.push(route))
    await app.ready()
  })
  after(async () => {
    await app.close()
    await opened.close()
  })

  /**
   * Wants the fixed list, a rule for caches, an id of the request and, where there is a limit, what is left of it; and
   * nothing that is not named here.
   */
  function look(what: string, headers: Readonly<Record<string, unknown>>, { kept = false, probe = false } = {}): void {
    for (const [name, value] of Object.entries(SECURITY)) expect(headers[name], `${name} of ${what}`).to.equal(value)
    expect(headers['cache-control'], what).to.equal(kept ? 'no-cache' : 'no-store')
    expect(headers['x-request-id'], what).to.match(/^[0-9a-f-]{36}$/)
    expect('x-ratelimit-limit' in headers, `a limit of ${what}`).to.equal(!probe)
    if (kept) expect(headers, what).to.include.keys('etag', 'last-modified')
    const unknown = Object.keys(headers).filter((name) => !(name in SECURITY) && !OTHERS.has(name))
    expect(unknown, what).to.deep.equal([])
  }

  it('are the fixed list, whether it answers or refuses', async () => {
    const statuses = new Set<number>()
    for (const route of routes) {
      const ids = await example(opened.database)
      const { token } = await tokenFor(opened.database, ids.workspaceId!)
      const request = requestOf(route, ids)
      const [method] = [route.method].flat() as ['GET']
      for (const authorization of [`Bearer ${token}`, 'Bearer wrong']) {
        const { statusCode, headers } = await app.inject({
          method,
          url: urlOf(route, request),
          headers: { authorization },
          ...(request.body !== undefined && { payload: request.body as object }),
        })
        statuses.add(statusCode)
        const about = `${method} ${route.url}, ${statusCode}`
        look(about, headers, { kept: KEPT.has(route.url), probe: PROBES.has(route.url) })
      }
    }
    expect(routes.length).to.be.greaterThan(70)
    expect([...statuses]).to.include.members([200, 201, 202, 204, 401])
  })

  it('are the fixed list where there is no route, or too many requests', async () => {
    for (const url of ['/nothing', '/api/nothing']) look(url, (await app.inject(url)).headers, { probe: true })
    // No hook runs for a URL that cannot be read.
    const { statusCode, headers } = await app.inject('/api/%')
    expect(statusCode).to.equal(400)
    expect(headers).to.include({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    expect(Object.keys(headers).filter((name) => !(name in SECURITY) && !OTHERS.has(name))).to.deep.equal([])
    const limited = buildApp({ ...opened, logger: false, perMinute: 1 })
    await limited.inject('/')
    const refused = await limited.inject('/')
    expect(refused.statusCode).to.equal(429)
    look('429', refused.headers)
    await limited.close()
  })

  it('are few where there was no request, and name no server', async () => {
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const said = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
      socket.on('data', (part) => (text += String(part)))
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    const [, ...lines] = (said.split('\r\n\r\n')[0] ?? '').split('\r\n')
    expect(lines.map((line) => line.replace(/^(Content-Length): \d+$/, '$1'))).to.deep.equal([
      'Content-Type: application/json',
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Content-Length',
      'Connection: close',
    ])
  })
})
