import { expect } from 'chai'
import { KnexusError } from '../../src/base/errors.ts'
import { script } from '../../src/history/script.ts'
import { down, up } from '../../src/run/runner.ts'
import { project, type Project } from './project.ts'

const file = (config: string, sql: string) =>
  `export const config = { ${config} }\nexport async function up(knex) { await knex.raw(\`${sql}\`) }\nexport async function down() {}\n`

describe('a migration that refuses while its query finds rows', () => {
  let p: Project
  const last = async (config: string) => {
    await p.write({ '20260102_b.ts': file(config, 'ALTER TABLE t DROP old') })
  }
  const columns = async () =>
    (
      await p.query(
        `SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped`,
      )
    ).length
  beforeEach(async () => {
    p = await project({
      '20260101_a.ts': file('', 'CREATE TABLE t (old int, new int); INSERT INTO t VALUES (1, NULL)'),
    })
  })
  afterEach(() => p.drop())

  for (const how of ['transaction: true', 'transaction: false'])
    it(`has not run while there are some, and does when they are gone: ${how}`, async () => {
      await last(`phase: 'contract', ${how}, refuseWhile: "SELECT FROM t WHERE new IS NULL AND old::text <> 'what?';"`)
      const refused = await up(p.config).catch((error: unknown) => error)
      expect(refused).to.be.instanceOf(KnexusError).and.include({ code: 'refused-while' })
      expect(String(refused)).to.include('20260102_b.ts').and.include('new IS NULL')
      expect(await columns()).to.equal(2)
      await p.query('UPDATE t SET new = old')
      expect((await up(p.config)).migrations).to.deep.equal(['20260102_b.ts'])
      expect(await columns()).to.equal(1)
      await down(p.config)
    })

  const halfway = async (first: string) => {
    await p.write({
      '20260102_b.ts': `export const config = { transaction: false, refuseWhile: 'SELECT FROM t WHERE new IS NULL AND old > 0' }
export async function up(knex) { await knex.raw('${first}'); await knex.raw('CREATE UNIQUE INDEX CONCURRENTLY i ON t (new)') }
export async function down(knex) { await knex.raw('DROP INDEX i') }\n`,
    })
    await p.query('UPDATE t SET new = 1; INSERT INTO t VALUES (0, 1)')
    expect(await up(p.config, { on: p.on }).catch((error: unknown) => error)).to.include({ code: 'migration-failed' })
    await p.query('DELETE FROM t')
  }

  it('asks again when it goes on with one that stopped half-way', async () => {
    await up(p.config)
    await halfway('ALTER TABLE t ADD third int')
    await p.query('INSERT INTO t VALUES (2, NULL)')
    const refused = await up(p.config).catch((error: unknown) => error)
    expect(refused).to.be.instanceOf(KnexusError).and.include({ code: 'refused-while' })
    expect(String(refused)).to.include('this run sent nothing of it')
    await p.query('UPDATE t SET new = old')
    expect((await up(p.config)).migrations).to.deep.equal(['20260102_b.ts'])
  })

  it('goes on where the first half took away what is asked of, and says so', async () => {
    await up(p.config)
    await halfway('ALTER TABLE t DROP old')
    p.events.length = 0
    expect((await up(p.config, { on: p.on })).migrations).to.deep.equal(['20260102_b.ts'])
    expect(p.events.flatMap((event) => (event.event === 'note' ? event.message : [])).join()).to.include(
      'is not asked again: column "old" does not exist',
    )
  })

  it('says in a dry run whether it would be refused, as far as that can be told', async () => {
    await last(`refuseWhile: 'SELECT FROM t WHERE new IS NULL'`)
    const said = async () => {
      p.events.length = 0
      await up(p.config, { dryRun: true, on: p.on })
      return p.events.flatMap((event) => (event.event === 'note' ? [event.message] : [])).join()
    }
    expect(await said()).to.equal('its refuseWhile can be asked only when the files before it have run')
    await up(p.config, { to: '20260101_a' })
    expect(await said()).to.include('it would be refused now')
    await p.query('UPDATE t SET new = old')
    expect(await said()).to.equal('its refuseWhile finds no rows now')
  })

  it('asks in a script too', async () => {
    await last(`refuseWhile: 'SELECT FROM t WHERE new IS NULL'`)
    const text = await script(p.config)
    expect(text.indexOf('WHERE new IS NULL')).to.be.greaterThan(text.indexOf('20260102_b.ts up'))
    expect(text.indexOf('DROP old')).to.be.greaterThan(text.indexOf('WHERE new IS NULL'))
    await up(p.config, { to: '20260101_a' })
    const block = /DO \$\$\n#variable_conflict[^]*?END\$\$/.exec(text)![0]
    expect(await p.query(block).catch((error: Error) => error.message)).to.include('must wait')
  })

  it('takes a column for one whose name means something in a function, and a remark after the query', async () => {
    await p.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    await p.write({
      '20260101_a.ts': file(
        '',
        'CREATE TABLE t (old int, new int, found boolean); INSERT INTO t VALUES (1, NULL, true)',
      ),
    })
    await last(`refuseWhile: 'SELECT FROM t WHERE found; -- those that are left'`)
    expect(await up(p.config).catch((error: unknown) => error)).to.include({ code: 'refused-while' })
    await p.query('UPDATE t SET found = false')
    expect((await up(p.config)).migrations).to.deep.equal(['20260102_b.ts'])
  })

  for (const wrong of ['7', `''`, `'SELECT 1; SELECT 2'`, `'DELETE FROM t RETURNING 1'`, `'-- nothing'`])
    it(`is refused itself where that is not a query: ${wrong}`, async () => {
      await last(`refuseWhile: ${wrong}`)
      expect(await up(p.config).catch((error: unknown) => error)).to.include({ code: 'bad-migration' })
    })
})
