import { expect } from 'chai'
import { fleetUp } from '../../src/run/fleet.ts'
import { tenantsAmong, tenantsOf } from '../../src/run/tenants.ts'
import { migration, project, type Project } from './project.ts'

const TENANTS = Number(process.env['FLEET'] ?? 12)

describe('a fleet', function () {
  this.timeout(600_000 + TENANTS * 500)
  let p: Project
  beforeEach(async () => {
    p = await project({
      '1_a.ts': migration(['CREATE TABLE a (id int)']),
      '2_b.ts': migration(['CREATE TABLE b (id int)']),
    })
    await p.query(Array.from({ length: TENANTS }, (_, n) => `CREATE SCHEMA tenant_${n}`).join(';'))
  })
  afterEach(() => p.drop())
  const schemas = async () =>
    tenantsAmong(await p.query(`SELECT nspname AS schema FROM pg_namespace WHERE nspname LIKE 'tenant%' ORDER BY oid`))
  const states = (results: readonly { state: string; migrations: number }[]) =>
    results.map(({ state, migrations }) => `${state} ${migrations}`)

  it('brings every namespace up, each with a history of its own', async () => {
    const results = await fleetUp(p.config, await schemas())
    expect(states(results)).to.deep.equal(Array.from({ length: TENANTS }, () => 'done 2'))
    expect(
      await p.query(
        `SELECT count(*)::int AS n FROM pg_class WHERE relname IN ('a', 'b', 'knexus_journal') AND relnamespace <> 'public'::regnamespace`,
      ),
    ).to.deep.equal([{ n: 3 * TENANTS }])
    expect(states(await fleetUp(p.config, await schemas()))).to.deep.equal(
      Array.from({ length: TENANTS }, () => 'done 0'),
    )
  })

  it('stops at a canary that fails, and goes on when it is healed', async () => {
    await p.query('CREATE TABLE tenant_0.b ()')
    const results = await fleetUp(p.config, await schemas())
    expect(results[0]).to.have.nested.property('error.code', 'migration-failed')
    expect(states(results.slice(1))).to.deep.equal(Array.from({ length: TENANTS - 1 }, () => 'not run 0'))
    await p.query('DROP TABLE tenant_0.b')
    expect((await fleetUp(p.config, await schemas())).every((result) => result.state === 'done')).to.equal(true)
  })

  it('reads a list', () => {
    expect(tenantsOf('# two\nschema a\ndatabase=b c\npostgres://u:p@h:1/d\n')).to.deep.equal([
      { name: 'a', schema: 'a' },
      { name: 'b c', database: 'b c' },
      { name: 'h:1/d', url: 'postgres://u:p@h:1/d' },
    ])
  })

  it('goes to databases of their own', async () => {
    const other = await project()
    const name = new URL(other.url).pathname.slice(1)
    expect(states(await fleetUp(p.config, tenantsOf(`database ${name}`)))).to.deep.equal(['done 2'])
    expect(await other.history()).to.have.length(2)
    await other.drop()
  })
})
