import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Knex } from 'knex'
import { z } from 'zod'
import { buildApp } from '../../src/app.ts'
import { PLACES, tokenFor } from './support.ts'

const LIST = z.object({
  items: z.array(z.object({ code: z.string() }).transform(({ code }) => code)),
  next: z.string().nullable(),
})

for (const place of PLACES) {
  describe(`/api/studies on ${place.name}`, () => {
    let database: Knex
    let app: FastifyInstance
    let close: () => Promise<void>
    let workspaceId: string
    let token: string

    before(async function () {
      this.timeout(600_000)
      const opened = await place.open()
      database = opened.database
      close = opened.close
      app = buildApp({ database, migrations: opened.migrations, logger: false })
    })
    after(async () => {
      await app.close()
      await close()
    })
    beforeEach(async () => {
      workspaceId = randomUUID()
      await database('workspaces').insert({ id: workspaceId, name: 'Team' })
      token = (await tokenFor(database, workspaceId)).token
    })

    const call = async (method: InjectOptions['method'] & string, url: string, payload?: object) => {
      const answer = await app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${token}` },
        ...(payload && { payload }),
      })
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body === '' ? null : answer.json<Record<string, unknown>>(),
      }
    }
    const make = (code: string, more: object = {}) =>
      call('POST', '/api/studies', { workspaceId, code, title: `Study ${code}`, ...more })
    const list = async (query: string) =>
      LIST.parse((await call('GET', `/api/studies?workspaceId=${workspaceId}&${query}`)).body)
    const send = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/api/studies',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        payload,
      })
    const trail = () =>
      database('audit_log').where({ workspace_id: workspaceId }).orderBy('seq').select('action', 'subject_id', 'body')

    it('makes, reads, changes and deletes one, and keeps the trail', async () => {
      const made = await make('A-1')
      expect(made).to.deep.include({ status: 201 })
      const id = String(made.body?.id)
      expect(made.headers.location).to.equal(`/api/studies/${id}`)
      expect(made.body)
        .to.include({ workspaceId, code: 'A-1', title: 'Study A-1', status: 'active' })
        .and.have.keys('id', 'workspaceId', 'code', 'title', 'status', 'createdAt', 'updatedAt')
      expect(await call('GET', `/api/studies/${id}`)).to.deep.include({ status: 200, body: made.body })

      const changed = await call('PATCH', `/api/studies/${id}`, { title: 'Better', status: 'archived' })
      expect(changed.body).to.include({ title: 'Better', status: 'archived', code: 'A-1' })
      expect(Date.parse(String(changed.body?.updatedAt))).to.be.greaterThan(Date.parse(String(made.body?.updatedAt)))

      expect(await call('DELETE', `/api/studies/${id}`)).to.deep.include({ status: 204, body: null })
      expect((await call('GET', `/api/studies/${id}`)).body).to.include({ code: 'study-not-found' })
      expect(await trail()).to.deep.equal([
        { action: 'study.created', subject_id: id, body: { code: 'A-1' } },
        { action: 'study.updated', subject_id: id, body: { before: { title: 'Study A-1', status: 'active' } } },
        { action: 'study.deleted', subject_id: id, body: { code: 'A-1', title: 'Better' } },
      ])
    })

    it('lists by code, page by page, each once, while others are added', async () => {
      for (const code of ['C', 'A', 'E', 'B', 'D']) await make(code)
      const seen: string[] = []
      let next: string | null = ''
      for (let pages = 0; next !== null && pages < 10; pages += 1) {
        const page = await list(`limit=2${next && `&after=${next}`}`)
        seen.push(...page.items)
        next = page.next
        await make(`0${pages}`)
      }
      expect(seen).to.deep.equal(['A', 'B', 'C', 'D', 'E'])
    })

    it('narrows a list by status and text, taking % and _ for themselves', async () => {
      await make('50%', { status: 'archived' })
      await make('500')
      await make('a_b', { title: 'Hypertension' })
      await make('axb')
      expect((await list('q=50%25')).items).to.deep.equal(['50%'])
      expect((await list('q=A_B')).items).to.deep.equal(['a_b'])
      expect((await list('q=hyper')).items).to.deep.equal(['a_b'])
      expect((await list('status=archived')).items).to.deep.equal(['50%'])
    })

    it('answers every refusal in one shape, without the words of the driver', async () => {
      await make('A-1')
      const other = String((await make('A-2')).body?.id)
      const cases: readonly (readonly [Promise<Awaited<ReturnType<typeof call>>>, number, string, RegExp])[] = [
        [make('A-1'), 409, 'already-exists', /^The workspace has a study with this code already\.$/],
        [call('PATCH', `/api/studies/${other}`, { code: 'A-1' }), 409, 'already-exists', /already/],
        [
          call('POST', '/api/studies', { workspaceId: randomUUID(), code: 'X', title: 'Y' }),
          404,
          'workspace-not-found',
          /^There is no such workspace\.$/,
        ],
        [call('POST', '/api/studies', { workspaceId, code: '  ', title: 'Y' }), 422, 'invalid-input', /code/],
        [call('POST', '/api/studies', { workspaceId, code: 'X', title: 'a\0b' }), 422, 'invalid-input', /title/],
        [call('POST', '/api/studies', { workspaceId, code: 'X', title: 'Y', id: other }), 422, 'invalid-input', /id/],
        [call('PATCH', `/api/studies/${other}`, {}), 422, 'invalid-input', /body/],
        [call('PATCH', `/api/studies/${randomUUID()}`, { code: 'Z' }), 404, 'study-not-found', /no such study/],
        [call('DELETE', `/api/studies/${randomUUID()}`), 404, 'study-not-found', /no such study/],
        [call('GET', '/api/studies/1'), 422, 'invalid-input', /id/],
        [call('GET', `/api/studies?workspaceId=${workspaceId}&after=rubbish`), 422, 'invalid-input', /after/],
        [call('GET', `/api/studies?workspaceId=${workspaceId}&limit=0`), 422, 'invalid-input', /limit/],
        [call('GET', `/api/studies?workspaceId=${workspaceId}&limit=Infinity`), 422, 'invalid-input', /limit/],
        [
          call('GET', `/api/studies?workspaceId=${workspaceId}&limit=${'9'.repeat(400)}`),
          422,
          'invalid-input',
          /limit/,
        ],
        [call('GET', '/api/nothing?secret=1'), 404, 'route-not-found', /^There is no GET \/api\/nothing\.$/],
      ]
      for (const [answer, status, code, message] of cases) {
        const { status: got, headers, body } = await answer
        expect(body).to.have.keys('code', 'message', 'details', 'requestId')
        expect({ got, code: body?.code }).to.deep.equal({ got: status, code })
        expect(body?.message).to.match(message)
        expect(headers['x-request-id']).to.equal(body?.requestId)
        expect(JSON.stringify(body)).to.not.match(/insert into|violates|syntax/i)
      }
      expect((await trail()).length).to.equal(2)
    })

    it('refuses malformed JSON and a body that is too large', async () => {
      expect((await send('{"code":')).statusCode).to.equal(400)
      expect((await send(JSON.stringify({ title: 'x'.repeat(5_000_000) }))).statusCode).to.equal(413)
    })

    it('keeps the trail: its rows cannot be changed, deleted or truncated, nor its workspace deleted', async () => {
      await make('A-1')
      for (const sql of ["UPDATE audit_log SET action = 'x'", 'DELETE FROM audit_log', 'TRUNCATE audit_log']) {
        expect(
          await database.raw(sql).then(
            () => 'done',
            (error: Error) => error.message,
          ),
        ).to.contain('rows of audit_log are only added')
      }
      expect(
        await database('workspaces')
          .where({ id: workspaceId })
          .delete()
          .then(
            () => 'done',
            (error: Error) => error.message,
          ),
      ).to.contain('fk_audit_log_workspace_id_workspaces')
    })
  })
}
