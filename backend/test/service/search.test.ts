import { expect } from 'chai'
import type { Knex } from 'knex'
import { withSession } from '../../src/db/session.ts'
import { embed, vectorText } from '../../src/services/embedding.ts'
import { nearestStatement, search } from '../../src/services/search.ts'
import { example } from './example.ts'
import { PLACES } from './support.ts'

const [, embedded] = PLACES

describe('the statements of a search on PGlite', () => {
  let database: Knex
  let close: () => Promise<void>
  let ids: Readonly<Record<string, string>>

  before(async function () {
    this.timeout(240_000)
    const opened = await embedded!.open()
    database = opened.database
    close = opened.close
    ids = await example(database)
  })
  after(async () => {
    await close()
  })

  it('lets the planner take the vector index for the statement that it sends, as the role of the service', async function () {
    this.timeout(120_000)
    const id = ids.versionId!
    const rows = Array.from({ length: 100 }, (_, at) => {
      const ordinal = at + 1
      const body = `Visit ${ordinal} of ${ordinal % 7} at site ${ordinal % 31}`
      return { version_id: id, ordinal, body, embedding: vectorText(embed(body)) }
    })
    await database('chunks').insert(rows)
    // Chunks without an embedding make the table long and leave the index small: it is slow to build in WebAssembly.
    await database.raw(
      `INSERT INTO chunks (version_id, ordinal, body) SELECT ?, n, repeat('x ', 500) FROM generate_series(101, 3100) n`,
      [id],
    )
    await database.raw('ANALYZE')
    const wanted = { workspaceId: ids.workspaceId!, query: 'dose', mode: 'vector', limit: 1 } as const
    const vector = vectorText(embed(wanted.query))
    const plan = await withSession(database, { workspaces: [ids.workspaceId!], readOnly: true }, async (session) => {
      const [sql, values] = nearestStatement(wanted, vector)
      const { rows: lines } = await session.raw<{ rows: Record<string, string>[] }>(`EXPLAIN ${sql}`, values)
      return lines.map((line) => line['QUERY PLAN']).join('\n')
    })
    expect(plan).to.contain('Index Scan using ix_chunks_embedding on chunks')
  })

  it('finds words by their index under row-level security, and nothing of another workspace', async () => {
    await database('chunks').insert(
      [1, 2].map((at) => ({ version_id: ids.versionId!, ordinal: 5000 + at, body: 'Zebra' })),
    )
    await database.raw('ANALYZE chunks')
    const others = await example(database)
    const find = async (workspaceId: string | undefined, more: object = {}) =>
      await withSession(database, { workspaces: [workspaceId!], readOnly: true }, async (session) => {
        const hits = await search(session, {
          workspaceId: workspaceId!,
          query: 'zebra',
          mode: 'text',
          limit: 5,
          ...more,
        })
        const { rows } = await session.raw<{ rows: { scans: string }[] }>(
          "SELECT pg_stat_get_xact_numscans('ix_chunks_words'::regclass) AS scans",
        )
        return { hits: hits.length, byIndex: Number(rows[0]?.scans) > 0 }
      })
    expect(await find(ids.workspaceId)).to.deep.equal({ hits: 2, byIndex: true })
    expect(await find(others.workspaceId)).to.deep.equal({ hits: 0, byIndex: true })
    expect(
      await find(ids.workspaceId, { studyId: ids.studyId, docTypes: ['protocol'], zones: ['unknown'] }),
    ).to.include({ hits: 2 })
    for (const more of [{ studyId: others.studyId }, { docTypes: ['sap'] }, { zones: ['ip'] }, { language: 'ru' }])
      expect((await find(ids.workspaceId, more)).hits, JSON.stringify(more)).to.equal(0)
  })

  it('raises what the crosswalk says about the zone of the question, in every mode, and nothing by the lines of others', async () => {
    const { workspaceId, versionId } = ids
    const zones = ['unknown', 'safety', 'endpoints', 'ethics'] as const
    const body = 'Quokka observations'
    await database('chunks').insert(
      zones.map((zone, at) => ({
        version_id: versionId!,
        ordinal: 6000 + at,
        zone,
        body,
        embedding: vectorText(embed(body)),
      })),
    )
    const others = await example(database)
    const line = (of: string | undefined, to_zone: (typeof zones)[number], weight: string, is_active = true) => ({
      workspace_id: of!,
      from_doc_type: 'csr' as const,
      from_zone: 'safety' as const,
      to_doc_type: 'protocol' as const,
      to_zone,
      weight,
      is_active,
    })
    await database('document_zones').insert(
      [workspaceId, others.workspaceId].flatMap((of) => [
        { workspace_id: of!, doc_type: 'csr' as const, zone: 'safety' as const },
        ...zones.map((zone) => ({ workspace_id: of!, doc_type: 'protocol' as const, zone })),
      ]),
    )
    await database('zone_crosswalk').insert([
      line(workspaceId, 'safety', '0.9'),
      line(workspaceId, 'endpoints', '0.4'),
      line(workspaceId, 'ethics', '1', false),
      line(others.workspaceId, 'unknown', '1'),
    ])
    for (const mode of ['text', 'vector', 'hybrid'] as const) {
      const found = async (more: object) =>
        (
          await withSession(database, { workspaces: [workspaceId!], readOnly: true }, (session) =>
            search(session, { workspaceId: workspaceId!, query: 'quokka', mode, limit: 4, ...more }),
          )
        ).filter((hit) => hit.body === body)
      const plain = new Map((await found({})).map((hit) => [hit.zone, hit.score]))
      const raised = await found({ from: { docType: 'csr', zone: 'safety' } })
      const times = Object.fromEntries(raised.map((hit) => [hit.zone, hit.score / (plain.get(hit.zone) ?? 0)]))
      const [first] = raised
      expect(first?.zone, mode).to.equal('safety')
      if (mode !== 'hybrid') expect(raised.map((hit) => hit.zone).slice(0, 2)).to.deep.equal(['safety', 'endpoints'])
      for (const [zone, factor] of [
        ['safety', 1.9],
        ['endpoints', 1.4],
        ['ethics', 1],
        ['unknown', 1],
      ] as const)
        expect(times[zone], `${mode}, ${zone}`).to.be.closeTo(factor, 1e-6)
      const [own] = await found({ from: { docType: 'protocol', zone: 'ethics' } })
      expect(own?.zone, `${mode}, the zone itself`).to.equal('ethics')
    }
  })
  it('is kept to a workspace twice: by its own filter, and by row-level security where that is forgotten', async () => {
    const [own, other] = [ids.workspaceId!, (await example(database)).workspaceId!]
    const hits = async (how: { readonly sees: string; readonly asks: string; readonly owner?: true }) => {
      const found: Record<string, number> = {}
      for (const mode of ['text', 'vector', 'hybrid'] as const)
        found[mode] = await withSession(database, { workspaces: [how.sees] }, async (session) => {
          // The owner of the tables is above row-level security, so that the filter alone is left.
          if (how.owner) await session.raw('RESET ROLE')
          const rows = await search(session, { workspaceId: how.asks, query: 'example', mode, limit: 100 })
          const mine = await session('documents').where({ workspace_id: how.asks }).pluck('id')
          expect(rows.every(({ document_id: id }) => how.asks === other || mine.includes(id))).to.equal(true)
          return rows.length
        })
      return found
    }
    const { text, vector } = await hits({ sees: own, asks: own })
    expect([text, vector], 'there is something to find').to.satisfy((all: number[]) => all.every((count) => count > 0))
    expect(await hits({ sees: own, asks: other }), 'the second wall').to.deep.equal({ text: 0, vector: 0, hybrid: 0 })
    expect(await hits({ sees: own, asks: own, owner: true }), 'the first wall').to.include({ text, vector })
  })
})
