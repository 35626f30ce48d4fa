import { connect } from 'node:net'
import { expect } from 'chai'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Knex } from 'knex'
import { buildApp } from '../../src/app.ts'
import { SHAPE, target, type Target } from './hostile-support.ts'

describe('HTTP that means harm', () => {
  let database: Knex
  let app: FastifyInstance
  let own: Target['own']
  let close: Target['close']
  let log: Target['log']

  before(async function () {
    this.timeout(240_000)
    const made = await target()
    ;({ database, app, own, close } = made)
    log = made.log
  })
  after(async () => {
    await close()
  })

  it('get the one shape of an answer for every path, and no file beside the page', async () => {
    const { ids, token } = await own()
    const headers = { authorization: `Bearer ${token}` }
    for (const url of [
      '/api/%',
      '/api/studies/%E0%A4%A',
      '//api//studies',
      '/page.js%00',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/app.ts',
      '/.env',
      '/api/studies/x/../../../app.ts',
      `/api/studies/${'x'.repeat(3000)}`,
      `/api/${'x/'.repeat(3000)}`,
    ]) {
      const answer = await app.inject({ url, headers })
      expect(answer.statusCode, url).to.be.within(400, 422)
      expect(Object.keys(answer.json()), url).to.deep.equal(SHAPE)
    }
    const section = encodeURIComponent('я'.repeat(200))
    const url = `/api/versions/${ids.versionId}/section-maps/${section}`
    const answer = await app.inject({ method: 'PUT', url, headers, payload: { anchorKeys: [] } })
    expect(answer.json(), 'two hundred letters of any script').to.include({ code: 'contract-not-found' })
  })

  it('change no method, count or name by a header', async () => {
    const { ids, token } = await own()
    const url = `/api/studies/${ids.studyId}`
    const ask = async (headers: Record<string, string>, more: InjectOptions = {}) =>
      await app.inject({ url, ...more, headers: { authorization: `Bearer ${token}`, ...headers } })
    expect((await ask({ 'x-http-method-override': 'DELETE' }, { method: 'POST' })).statusCode).to.equal(404)
    expect((await ask({ 'x-method-override': 'DELETE' }, { query: { _method: 'DELETE' } })).statusCode).to.equal(422)
    expect(await database('studies').where({ id: ids.studyId! })).to.have.length(1)
    const named = await ask({ 'x-request-id': 'mine', 'x-forwarded-host': 'evil.example' })
    expect(named.headers['x-request-id']).to.not.equal('mine')
    expect(named.headers['cache-control']).to.equal('no-store')
    for (const value of [
      '',
      'Bearer',
      `Bearer ${token} x`,
      `Basic ${token}`,
      `Bearer ${token},Bearer x`,
      `Bearer ${'a'.repeat(9000)}`,
    ])
      expect((await ask({ authorization: value })).statusCode, value.slice(0, 30)).to.equal(401)
    expect((await app.inject({ url, query: { token } })).statusCode).to.equal(401)
    expect((await app.inject({ method: 'HEAD', url })).statusCode).to.equal(401)

    const limited = buildApp({ database, migrations: [], logger: false, perMinute: 3 })
    const statuses: number[] = []
    for (let at = 0; at < 5; at += 1) {
      const forged = { 'x-forwarded-for': `10.0.0.${at}`, forwarded: `for=10.0.0.${at}`, 'x-real-ip': `10.0.0.${at}` }
      statuses.push((await limited.inject({ url: `${url}?${at}`, headers: forged })).statusCode)
    }
    await limited.close()
    expect(statuses.slice(3)).to.deep.equal([429, 429])
  })

  it('are answered in the one shape where they are no HTTP, and cut off where they are slow', async function () {
    this.timeout(60_000)
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const raw = async (text: string) =>
      await new Promise<string>((resolve, reject) => {
        let said = ''
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
        socket.on('data', (part) => (said += String(part)))
        socket.on('close', () => resolve(said))
        socket.on('error', reject)
      })
    for (const [text, status] of [
      ['NONSENSE\r\n\r\n', 400],
      [`GET /health HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
      [
        'POST /api/studies HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
        400,
      ],
      ['GET /health HTTP/1.1\r\nHost: x\r\nSlow:', 408],
    ] as const) {
      const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n')
      expect(head).to.match(new RegExp(`^HTTP/1.1 ${status} `))
      expect(Object.keys(JSON.parse(body))).to.deep.equal(SHAPE)
    }
  })

  it('leave no token and no words of people in the log, also where PostgreSQL fails', async () => {
    const { ids, token } = await own()
    await database.raw('ALTER TABLE version_contents RENAME TO hidden')
    try {
      const answer = await app.inject({
        method: 'POST',
        url: `/api/documents/${ids.documentId}/versions`,
        headers: { authorization: `Bearer ${token}` },
        payload: { label: 'x', format: 'text', content: 'The patient is Vera.' },
      })
      expect(answer.statusCode).to.equal(500)
    } finally {
      await database.raw('ALTER TABLE hidden RENAME TO version_contents')
    }
    expect(log()).to.contain('version_contents').and.not.contain('Vera').and.not.contain(token)
    for (const line of log().trim().split('\n')) expect(() => JSON.parse(line), line).to.not.throw()
  })
})
