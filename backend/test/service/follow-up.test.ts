import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { z } from 'zod'
import { buildApp } from '../../src/app.ts'
import { withSession } from '../../src/db/session.ts'
import { claimTask } from '../../src/services/tasks.ts'
import { example } from './example.ts'
import { PLACES, tokenFor } from './support.ts'

/** What the cases look at; everything else is kept as it is. */
const ANSWER = z.looseObject({
  id: z.string().optional(),
  code: z.string().optional(),
  items: z.array(z.record(z.string(), z.unknown())).default([]),
})

for (const place of PLACES) {
  describe(`conflicts, changes, tasks and zones on ${place.name}`, () => {
    let database: Knex
    let app: FastifyInstance
    let close: () => Promise<void>
    let ids: Readonly<Record<string, string>>
    let token: string

    before(async function () {
      this.timeout(240_000)
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
      ids = await example(database)
      token = (await tokenFor(database, ids.workspaceId!)).token
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
    const anchor = async (versionId: string | undefined, key: string, body: string) => {
      const [row] = await database('anchors')
        .insert({ version_id: versionId!, key, kind: 'p', ordinal: 1, body, body_sha256: '1'.repeat(64) })
        .returning('id')
      return row?.id ?? ''
    }
    const tasks = async (query: string) => (await call('GET', `/studies/${ids.studyId}/tasks?${query}`)).body.items

    it('finds facts that contradict each other once, and settles a conflict with a reason', async () => {
      const { studyId, versionId, otherId } = ids
      const fact = (version: string | undefined, value: unknown) =>
        call('POST', `/studies/${studyId}/facts`, {
          type: 'dose',
          key: 'daily',
          versionId: version,
          value: { value },
          unit: 'mg',
          evidence: [],
        })
      const [first, second] = [await fact(versionId, 10), await fact(otherId, 10.0)]
      const look = async () => (await call('POST', `/studies/${studyId}/conflicts`)).body
      expect(await look(), 'what the example holds').to.include({ found: 1, new: 0 })
      await database('facts')
        .where({ id: second.body.id! })
        .update({ value: { value: 20 } })
      expect(await look()).to.include({ found: 2, new: 1 })
      expect(await look(), 'again').to.include({ found: 2, new: 0 })
      const conflict = (await call('GET', `/studies/${studyId}/conflicts?status=open`)).body.items.find(
        ({ type }) => type === 'dose',
      )
      expect(conflict).to.include({ key: 'daily', scope: 'global', severity: 'medium' })
      const path = `/conflicts/${String(conflict?.id)}`
      const sides = (await call('GET', `${path}/sides`)).body.items
      expect(sides.map(({ factId }) => factId)).to.have.members([first.body.id, second.body.id])
      expect(sides.map(({ documentTitle, versionLabel }) => [documentTitle, versionLabel])).to.deep.equal([
        ['Protocol', '1.0'],
        ['Protocol', '2.0'],
      ])
      const mine = () =>
        tasks('type=resolve_conflict').then((all) => all.find(({ conflictId }) => conflictId === conflict?.id))
      expect(await mine()).to.include({ status: 'open' })
      expect((await call('PATCH', path, { status: 'resolved' })).body.code).to.equal('reason-required')
      expect((await call('PATCH', path, { ownerId: studyId })).body.code).to.equal('reference-not-found')
      expect((await call('PATCH', path, { status: 'investigating', ownerId: ids.userId })).body).to.include({
        ownerId: ids.userId,
      })
      expect((await call('PATCH', path, { status: 'resolved', because: 'the protocol counts' })).status).to.equal(200)
      expect((await call('PATCH', path, { status: 'open' })).body.code).to.equal('transition-not-allowed')
      expect(await mine(), 'its task is done with it').to.include({ status: 'done' })
      expect(await look(), 'a settled one').to.include({ found: 2, new: 0 })
      expect((await call('DELETE', `/studies/${studyId}`)).status, 'both sides go with the study').to.equal(204)
    })

    it('records a change once, with what became of each anchor and a task for each fact it touches', async () => {
      const { versionId, otherId, studyId } = ids
      const [fromBody, toBody] = [10, 20].map((mg) => `Patients receive ${mg} mg of drug A once daily.`) as [
        string,
        string,
      ]
      const before = await anchor(versionId, 'p:0:1', fromBody)
      const after = await anchor(otherId, 'p:0:2', toBody)
      const same = await anchor(otherId, ids.anchorKey!, 'Example.')
      await database('fact_evidence').insert({ fact_id: ids.factId!, anchor_id: before })
      const path = `/versions/${versionId}/changes/${otherId}`
      const made = await call('POST', path)
      expect(made.status).to.equal(201)
      expect(made.body.summary).to.deep.equal({ kept: 1, changed: 1, dropped: 0, added: 0 })
      const matches = (await call('GET', `/changes/${made.body.id}/matches`)).body.items
      expect(matches).to.have.deep.members([
        {
          fromAnchorId: ids.anchorId,
          fromBody: 'Example.',
          toAnchorId: same,
          toBody: 'Example.',
          method: 'exact',
          score: 1,
        },
        { fromAnchorId: before, fromBody, toAnchorId: after, toBody, method: 'similar', score: 8 / 10 },
      ])
      expect((await tasks('type=review_change')).map(({ factId, title }) => ({ factId, title }))).to.deep.equal([
        { factId: ids.factId, title: 'The evidence has changed: a b' },
      ])
      expect((await call('POST', path)).status, 'again').to.equal(409)
      expect((await call('POST', `/versions/${versionId}/changes/${versionId}`)).status, 'from itself').to.equal(422)
      const listed = (await call('GET', `/documents/${ids.documentId}/changes`)).body.items
      expect(listed.map(({ id }) => id)).to.deep.equal([made.body.id, ids.changeId])
      expect(studyId).to.be.a('string')
    })

    it('gives the oldest open task to one, moves it along, and says when there is none', async () => {
      const claim = () => call('POST', `/studies/${ids.studyId}/tasks/claim`)
      const claimed = await claim()
      expect(claimed.body).to.include({ id: ids.taskId, status: 'in_progress' })
      expect(claimed.body.assignedTo).to.be.a('string')
      expect(await claim()).to.deep.include({ status: 404 })
      const move = async (status: string) => await call('PATCH', `/tasks/${ids.taskId}`, { status })
      expect((await move('open')).body).to.include({ assignedTo: null })
      expect((await move('done')).status).to.equal(409)
      expect((await move('in_progress')).status).to.equal(200)
      expect((await move('done')).status).to.equal(200)
      expect((await move('open')).status).to.equal(409)
    })

    it('sets how much a zone says about another, which may not be itself', async () => {
      const zones = {
        workspaceId: ids.workspaceId,
        fromDocType: 'protocol',
        fromZone: 'safety',
        toDocType: 'csr',
        toZone: 'safety',
      }
      expect((await call('PUT', '/zone-crosswalk', { ...zones, weight: 0.5 })).body).to.include({ weight: '0.50' })
      expect((await call('PUT', '/zone-crosswalk', { ...zones, weight: 0.75 })).status).to.equal(200)
      const { items } = (await call('GET', `/zone-crosswalk?workspaceId=${ids.workspaceId}&fromZone=safety`)).body
      expect(items).to.have.length(1)
      expect(items[0]).to.include({ weight: '0.75', toDocType: 'csr', isActive: true })
      const itself = { ...zones, toDocType: 'protocol', weight: 1 }
      expect((await call('PUT', '/zone-crosswalk', itself)).status).to.equal(422)
      const drop = database('document_zones').where({ workspace_id: ids.workspaceId!, zone: 'safety' }).delete()
      expect(await drop.then(String, (error: Error) => error.message), 'a zone in use').to.contain('zone_crosswalk')
    })

    if (place === PLACES[0])
      it('gives two who ask at once two tasks', async () => {
        const [row] = await database('facts')
          .insert({ study_id: ids.studyId!, type: 'x', key: 'y', value: {} })
          .returning('id')
        await database('tasks').insert({
          study_id: ids.studyId!,
          type: 'review_extraction',
          title: 'Look',
          fact_id: row!.id,
        })
        const actor = { userId: ids.userId!, workspaceId: ids.workspaceId! }
        let waiting = 2
        let go = () => {}
        const both = new Promise<void>((resolve) => (go = resolve))
        const claim = () =>
          withSession(database, { workspaces: [actor.workspaceId] }, async (session) => {
            const task = await claimTask(session, actor, ids.studyId!, undefined)
            // Neither commits before both have one.
            waiting -= 1
            if (waiting === 0) go()
            await both
            return task.id
          })
        expect(new Set(await Promise.all([claim(), claim()])).size).to.equal(2)
      })
  })
}
