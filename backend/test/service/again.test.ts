import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import knex, { type Knex } from 'knex'
import type { Client } from 'pg'
import { buildApp } from '../../src/app.ts'
import { example } from './example.ts'
import { PLACES, tokenFor } from './support.ts'

describe('two requests that PostgreSQL cannot both let through, on a real PostgreSQL', () => {
  const [server] = PLACES
  let database: Knex
  let app: FastifyInstance
  let close: () => Promise<void>
  let workspaceId: string
  let token: string
  /** The states of the errors that PostgreSQL gave. */
  const refused: unknown[] = []

  before(async function () {
    this.timeout(240_000)
    const opened = await server!.open()
    database = opened.database
    close = opened.close
    database.on('query-error', (error: { code?: string }) => refused.push(error.code))
    app = buildApp({ ...opened, logger: false })
    workspaceId = (await example(database)).workspaceId!
    token = (await tokenFor(database, workspaceId)).token
    // Whoever changes a study looks at all others a moment later: two at once stand in each other's way for certain.
    await database.raw(`
      CREATE FUNCTION look_at_others() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_sleep(0.3);
        PERFORM FROM studies WHERE id <> NEW.id AND workspace_id = NEW.workspace_id FOR UPDATE;
        RETURN NEW;
      END $$`)
  })
  beforeEach(() => refused.splice(0))
  after(async () => {
    await app.close()
    await close()
  })

  const study = async () => {
    const code = crypto.randomUUID()
    const [row] = await database('studies').insert({ workspace_id: workspaceId, code, title: 'Before' }).returning('id')
    return row!.id
  }
  /** Changes two studies at once, or one twice, while each change takes its time. */
  async function both(service: FastifyInstance, one: string, other: string) {
    await database.raw('CREATE TRIGGER look AFTER UPDATE ON studies FOR EACH ROW EXECUTE FUNCTION look_at_others()')
    try {
      const headers = { authorization: `Bearer ${token}` }
      const answers = await Promise.all(
        [one, other].map((id, at) =>
          service.inject({ method: 'PATCH', url: `/api/studies/${id}`, headers, payload: { title: `Title ${at}` } }),
        ),
      )
      return answers.map(({ statusCode }) => statusCode)
    } finally {
      await database.raw('DROP TRIGGER look ON studies')
    }
  }
  const trail = async (id: string) =>
    await database('audit_log').where({ subject_id: id, action: 'study.updated' }).pluck('seq')

  it('both succeed after a deadlock, and each is in the trail once', async () => {
    const [one, other] = [await study(), await study()]
    expect(await both(app, one, other)).to.deep.equal([200, 200])
    expect(refused).to.deep.equal(['40P01'])
    expect(await database('studies').whereIn('id', [one, other]).pluck('title')).to.have.members(['Title 0', 'Title 1'])
    for (const id of [one, other]) expect(await trail(id)).to.have.length(1)
  })

  it('both succeed after a serialization failure, and both are in the trail', async () => {
    const strict = knex({ client: 'pg', connection: database.client.config.connection, pool: { min: 0, afterCreate } })
    strict.on('query-error', (error: { code?: string }) => refused.push(error.code))
    const service = buildApp({ database: strict, migrations: [], logger: false })
    try {
      const id = await study()
      expect(await both(service, id, id)).to.deep.equal([200, 200])
      expect(refused).to.deep.equal(['40001'])
      expect(await trail(id)).to.have.length(2)
    } finally {
      await service.close()
      await strict.destroy()
    }
  })
})

/** Every transaction is one that PostgreSQL may refuse to serialize. */
function afterCreate(client: Client, done: (error: Error | null, client: Client) => void): void {
  client.query("SET default_transaction_isolation = 'repeatable read'", (error) => done(error, client))
}
