import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { z } from 'zod'
import { workOnce } from '../../src/services/ingestion.ts'
import { example } from './example.ts'
import { PLACES, serviceOn, tokenFor } from './support.ts'

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
  next: z.string().nullable().optional(),
  items: z.array(z.record(z.string(), z.unknown())).default([]),
})

const RUN = {
  status: 'ok',
  pipeline_version: '1',
  config_sha256: '0'.repeat(64),
  finished_at: '2026-01-11T00:00:00Z',
} as const
const ISSUE = { category: 'terminology', severity: 'minor' } as const

const [, embedded] = PLACES

describe('the register on PGlite', () => {
  let database: Knex
  let app: FastifyInstance
  let close: () => Promise<void>
  let ids: Readonly<Record<string, string>>
  let token: string

  before(async function () {
    this.timeout(240_000)
    ;({ app, database, close } = await serviceOn(embedded!))
    ids = await example(database)
    token = (await tokenFor(database, ids.workspaceId!)).token
  })
  after(() => close())

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

  it('lists runs and issues with the latest first, and terms by their words, each once over all pages', async () => {
    const id = await version('5.1', TEXT)
    const moments = ['12:00:00.000001', '12:00:00.000003', '12:00:00.000002', '11:00:00', '13:00:00']
    for (const [at, moment] of moments.entries()) {
      const started_at = `2026-01-10T${moment}Z`
      await database('ingestion_runs').insert({ ...RUN, version_id: id, started_at, attempts: at })
      await database('audit_issues').insert({
        ...ISSUE,
        version_id: id,
        created_at: started_at,
        fingerprint: `${at}`,
        message: `${at}`,
      })
      await database('terminology').insert({ study_id: ids.studyId!, category: 'order', term: `${at % 2}${at}` })
    }
    const all = async (path: string) => {
      const items: Record<string, unknown>[] = []
      for (let after = ''; ;) {
        const { body } = await call('GET', `${path}?limit=1${after}`)
        items.push(...body.items)
        if (typeof body.next !== 'string') return items
        after = `&after=${body.next}`
      }
    }
    expect((await all(`/versions/${id}/runs`)).map(({ attempts }) => attempts)).to.deep.equal([4, 1, 2, 0, 3])
    expect((await all(`/versions/${id}/issues`)).map(({ message }) => message)).to.deep.equal(['4', '1', '2', '0', '3'])
    const terms = (await all(`/studies/${ids.studyId}/terminology`)).filter(({ category }) => category === 'order')
    expect(terms.map(({ term }) => term)).to.deep.equal(['00', '02', '04', '11', '13'])
  })

  it('has one contract of a section that counts, and says where the section stands in a version', async () => {
    const { workspaceId, documentId } = ids
    const given = { workspaceId, docType: 'protocol', section: 'dosing', title: 'Dosing', zones: ['ip', 'design'] }
    const [first, second] = [await call('POST', '/contracts', given), await call('POST', '/contracts', given)]
    expect(first).to.deep.include({ status: 201 })
    expect(first.body).to.deep.include({ version: 1, isActive: false, zones: ['ip', 'design'], viewKey: null })
    expect(second.body).to.include({ version: 2 })
    const id = await version('6.1', TEXT)
    const [anchor] = await read(id)
    const mapping = { anchorKeys: [anchor?.key], confidence: 0.5 }
    const put = (body: object, at = id) => call('PUT', `/versions/${at}/section-maps/dosing`, body)
    expect((await put(mapping)).body.code, 'no contract counts yet').to.equal('contract-not-found')
    for (const { body } of [first, second, second]) {
      expect((await call('POST', `/contracts/${body.id}/activate`)).body).to.include({ id: body.id, isActive: true })
      const { items } = (await call('GET', `/contracts?workspaceId=${workspaceId}&active=true&docType=protocol`)).body
      expect(items.filter(({ section }) => section === 'dosing').map((one) => one.id)).to.deep.equal([body.id])
    }
    expect(await put(mapping)).to.deep.include({ status: 200 })
    expect((await put({ ...mapping, notes: 'seen' })).body).to.include({ notes: 'seen', contractId: second.body.id })
    const maps = (await call('GET', `/versions/${id}/section-maps`)).body.items
    expect(maps).to.have.length(1)
    expect(maps[0]).to.deep.include({
      section: 'dosing',
      mappedBy: 'user',
      confidence: '0.50',
      anchorKeys: [anchor?.key],
    })
    expect((await put({ anchorKeys: ['p:0:nowhere'] })).body.code).to.equal('reference-not-found')
    const sap = await call('POST', `/studies/${ids.studyId}/documents`, { docType: 'sap', title: 'Plan' })
    const other = { label: '1', format: 'text', content: 'x' }
    const elsewhere = await call('POST', `/documents/${sap.body.id}/versions`, other)
    expect((await put({ anchorKeys: [] }, elsewhere.body.id)).status, 'a contract of protocols').to.equal(404)
    expect(documentId).to.be.a('string')
  })
})
