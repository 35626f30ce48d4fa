import { expect } from 'chai'
import fc from 'fast-check'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Knex } from 'knex'
import { z } from 'zod'
import { buildApp } from '../../src/app.ts'
import { withSession } from '../../src/db/session.ts'
import { workOnce } from '../../src/services/ingestion.ts'
import { embed, vectorText } from '../../src/services/embedding.ts'
import { example } from './example.ts'
import { PLACES, tokenFor } from './support.ts'

const TEXT = `# 1 Synopsis

Patients receive 10 mg of drug A once daily.

# 2 Statistics

The sample size is TBD.

- first item
- second item

| Arm | Dose |
|-----|------|
| A   | 10   |

# 3 Безопасность

Нежелательные явления регистрируются с первой дозы препарата.
`

/** What the cases look at; everything else is kept as it is. */
const ANSWER = z.looseObject({
  id: z.string().optional(),
  code: z.string().optional(),
  items: z.array(z.record(z.string(), z.unknown())).default([]),
})

const [, embedded] = PLACES

describe('the register on PGlite', () => {
  let database: Knex
  let app: FastifyInstance
  let close: () => Promise<void>
  let ids: Readonly<Record<string, string>>
  let token: string
  const routes: RouteOptions[] = []

  before(async function () {
    this.timeout(240_000)
    const opened = await embedded!.open()
    database = opened.database
    close = opened.close
    app = buildApp({ database, migrations: opened.migrations, logger: false, perMinute: 1_000_000 })
    app.addHook('onRoute', (route) => void routes.push(route))
    await app.ready()
    ids = await example(database)
    token = (await tokenFor(database, ids.workspaceId!)).token
  })
  after(async () => {
    await app.close()
    await close()
  })

  const call = async (method: string, path: string, payload?: object) => {
    const answer = await app.inject({
      method: method as 'GET',
      url: `/api${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload && { payload }),
    })
    return { status: answer.statusCode, body: ANSWER.parse(answer.body === '' ? {} : answer.json()) }
  }
  const version = async (label: string, content: string, format = 'markdown') =>
    String((await call('POST', `/documents/${ids.documentId}/versions`, { label, format, content })).body.id)
  const read = async (id: string) => {
    expect((await call('POST', `/versions/${id}/ingest`)).status).to.equal(202)
    expect(await workOnce(database, 'tester')).to.equal(true)
    return (await call('GET', `/versions/${id}/anchors?limit=200`)).body.items
  }

  it('reads a text into anchors and chunks, finds it in both languages, and keeps anchors when it reads again', async () => {
    const id = await version('1.1', TEXT)
    const anchors = await read(id)
    expect(anchors.map(({ kind, body }) => `${String(kind)} ${String(body)}`)).to.deep.equal([
      'hdr 1 Synopsis',
      'p Patients receive 10 mg of drug A once daily.',
      'hdr 2 Statistics',
      'p The sample size is TBD.',
      'li first item',
      'li second item',
      'cell Arm',
      'cell Dose',
      'cell A',
      'cell 10',
      'hdr 3 Безопасность',
      'p Нежелательные явления регистрируются с первой дозы препарата.',
    ])
    expect(anchors[3]).to.include({ zone: 'statistics', language: 'en', sectionPath: '2 Statistics' })
    expect(anchors[11]).to.include({ zone: 'safety', language: 'ru' })
    expect(await read(id)).to.deep.equal(anchors)
    for (const mode of ['vector', 'text', 'hybrid'])
      for (const [query, section] of [
        ['patients receive', '1 Synopsis'],
        ['нежелательное явление', '3 Безопасность'],
      ] as const) {
        const { status, body } = await call('POST', '/search', { workspaceId: ids.workspaceId, query, mode, limit: 3 })
        expect(status).to.equal(200)
        expect(body.items[0]?.sectionPath, `${mode} ${query}`).to.equal(section)
      }
    const filtered = { workspaceId: ids.workspaceId, query: 'patients', zones: ['safety'], docTypes: ['protocol'] }
    expect((await call('POST', '/search', filtered)).body.items.map(({ zone }) => zone)).to.deep.equal(['safety'])
    expect((await call('POST', '/search', { workspaceId: ids.workspaceId, query: '  ' })).status).to.equal(422)
  })

  it('compares two versions, audits one, and runs an audit twice', async () => {
    const first = await version('2.1', TEXT)
    const second = await version('2.2', TEXT.replace('10 mg', '20 mg'))
    await read(first)
    await read(second)
    const { body } = await call('GET', `/versions/${first}/diff/${second}`)
    expect(body).to.deep.include({ kept: 11 })
    expect(
      z
        .array(z.object({ body: z.string() }))
        .parse(body.added)
        .map((piece) => piece.body),
    ).to.deep.equal(['Patients receive 20 mg of drug A once daily.'])
    const term = { term: 'subjects', variations: ['Patients'] }
    expect((await call('PUT', `/studies/${ids.studyId}/terminology`, term)).status).to.equal(200)
    expect(await call('POST', `/versions/${first}/audit`)).to.deep.equal({
      status: 202,
      body: { found: 2, new: 2, items: [] },
    })
    expect((await call('POST', `/versions/${first}/audit`)).body).to.include({ found: 2, new: 0 })
    const issue = String((await call('GET', `/versions/${first}/issues`)).body.items[0]?.id)
    expect((await call('PATCH', `/issues/${issue}`, { status: 'suppressed' })).body.code).to.equal('reason-required')
    expect((await call('PATCH', `/issues/${issue}`, { status: 'suppressed', because: 'known' })).status).to.equal(200)
    const log = (await call('GET', `/audit-log?workspaceId=${ids.workspaceId}&subjectId=${issue}`)).body.items
    expect(log).to.have.length(1)
    expect(log[0]).to.include({ action: 'issue.updated' })
    expect(log[0]?.userId, 'the trail says who').to.be.a('string')
  })

  it('refuses a second run, a transition, a last admin, a double and a stranger to the study', async () => {
    const id = await version('3.1', TEXT)
    expect((await call('POST', `/versions/${id}/ingest`)).status).to.equal(202)
    expect((await call('POST', `/versions/${id}/ingest`)).status).to.equal(409)
    await workOnce(database, 'tester')
    const again = { label: '3.1', format: 'text', content: 'x' }
    expect((await call('POST', `/documents/${ids.documentId}/versions`, again)).status).to.equal(409)
    expect((await call('PATCH', `/documents/${ids.documentId}`, { lifecycle: 'superseded' })).body.code).to.equal(
      'transition-not-allowed',
    )
    const made = await call('POST', '/workspaces', { name: 'New' })
    expect(made.status).to.equal(201)
    const userId = String((await call('GET', `/workspaces/${made.body.id}/members`)).body.items[0]?.userId)
    expect((await call('DELETE', `/workspaces/${made.body.id}/members/${userId}`)).body.code).to.equal('last-admin')
    const { anchorId, studyId, factId } = ids
    const fact = { type: 'dose', key: 'daily', value: { value: 10 }, evidence: [{ anchorId }] }
    const created = await call('POST', `/studies/${studyId}/facts`, fact)
    expect(created.status).to.equal(201)
    expect((await call('POST', `/studies/${studyId}/facts`, fact)).status).to.equal(409)
    expect((await call('GET', `/facts/${created.body.id}/evidence`)).body.items[0]).to.include({ anchorId })
    expect((await call('GET', `/studies/${studyId}/facts?min=9&max=11`)).body.items).to.have.length(1)
    const foreign = { ...fact, key: 'other', evidence: [{ anchorId: factId }] }
    expect((await call('POST', `/studies/${studyId}/facts`, foreign)).status).to.equal(422)
    expect((await call('PATCH', `/facts/${created.body.id}`, { status: 'tbd' })).status).to.equal(200)
    expect((await call('PATCH', `/facts/${created.body.id}`, { status: 'validated' })).status).to.equal(409)
  })

  it('says that a text cannot be read', async () => {
    const id = await version('4.1', '{"not": "a list"}', 'json')
    await read(id)
    const { items } = (await call('GET', `/versions/${id}/runs`)).body
    expect(items[0]).to.deep.include({ status: 'failed', errors: ['the content is not an array of blocks'] })
  })

  it('orders by the vector index', async () => {
    const plan = await withSession(database, { workspaces: [ids.workspaceId!] }, async (session) => {
      await session.raw('SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off')
      const { rows } = await session.raw<{ rows: Record<string, string>[] }>(
        'EXPLAIN SELECT id FROM chunks WHERE embedding IS NOT NULL ORDER BY embedding <=> ?::vector LIMIT 5',
        [vectorText(embed('dose'))],
      )
      return JSON.stringify(rows)
    })
    expect(plan).to.contain('ix_chunks_embedding')
  })

  it('answers no body whatever with 500', async function () {
    this.timeout(120_000)
    const writing = routes.filter(
      ({ method, url }) => ['POST', 'PUT', 'PATCH'].includes(String(method)) && url !== '/*',
    )
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('\0', '\ud800', 'a'.repeat(3000), '9'.repeat(400), -1, 1e308, ids.studyId, ids.versionId),
    )
    for (const route of writing) {
      const { properties: known = {} } = z
        .object({ properties: z.looseObject({}) })
        .partial()
        .parse(route.schema?.body ?? {})
      const bodies = fc.record(
        Object.fromEntries(
          Object.entries(known).map(([key, schema]) => {
            const labels = (schema as { enum?: string[] }).enum
            const fit = key in ids ? fc.constant(ids[key]) : labels ? fc.constantFrom(...labels) : fc.string()
            return [key, fc.oneof({ weight: 4, arbitrary: fit }, { weight: 1, arbitrary: value })]
          }),
        ),
        { requiredKeys: [] },
      )
      await fc.assert(
        fc.asyncProperty(bodies, async (payload) => {
          const url = route.url.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? name)
          const headers = { authorization: `Bearer ${token}` }
          const { statusCode, body } = await app.inject({ method: route.method as 'POST', url, headers, payload })
          expect(statusCode, body).to.be.lessThan(500)
        }),
        { numRuns: 15 },
      )
    }
  })
})
