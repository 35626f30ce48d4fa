import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { connect } from '../../src/connection/connect.ts'
import { rows, type Connection } from '../../src/connection/connection.ts'
import { catalogFingerprint } from '../../src/introspect/fingerprint.ts'
import { ask, introspect } from '../../src/introspect/index.ts'
import { plan } from '../../src/plan/index.ts'
import { groups } from '../cases/index.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { isMajor, startPostgres, type Server } from '../support/postgres.ts'
import { sampled } from '../support/sample.ts'
import { database, dropAll, serverFacts } from '../support/server.ts'
import { sidesOf } from '../support/sides.ts'

/** FINGERPRINT_SAMPLE=1 takes every case of the laws. */
const cases = sampled(
  'FINGERPRINT_SAMPLE',
  16,
  groups.flatMap((group) => group.cases),
)

const valueOf = async (db: Connection) => (await catalogFingerprint(db))!.value
const textOf = async (db: Connection) => JSON.stringify([...(await ask(db, { inventory: true }))])

describe('the fingerprint of the catalogs', function () {
  this.timeout('2m')

  for (const one of cases) {
    it(`moves with every statement that a reading sees: ${one.name}`, async function () {
      leaveOut(this, lacking(one.since, one.both, one.from, one.to))
      const [older, newer] = await sidesOf(one)
      try {
        const [db, target] = [await older.connect(), await newer.connect()]
        const [from, to] = [await introspect(db), await introspect(target)]
        const unseen: string[] = []
        let before = [await valueOf(db), await textOf(db)] as const
        for (const { statements, settings } of plan(from, to)) {
          for (const sql of [...settings.map((setting) => `SET ${setting}`), ...statements.map((one) => one.sql)]) {
            await db.query(sql)
            const after = [await valueOf(db), await textOf(db)] as const
            if (after[1] !== before[1] && after[0] === before[0]) unseen.push(sql)
            before = after
          }
        }
        expect(unseen).to.deep.equal([])
      } finally {
        await older.drop()
        await newer.drop()
      }
    })
  }

  it('is none where the user may not look at the control file', async () => {
    const base = await database()
    const db = await base.connect()
    const role = `r_${base.name}`
    await db.query(`CREATE ROLE ${role}; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC; SET ROLE ${role}`)
    try {
      expect(await catalogFingerprint(db)).to.equal(undefined)
      expect(await rows(db, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }])
    } finally {
      await db.query(`RESET ROLE; DROP ROLE ${role}`)
    }
  })

  // Each transaction that ends on the server moves its snapshot, and roles belong to all of its databases.
  describe('where nobody else is', () => {
    let server: Server | undefined
    let shared: string | undefined
    before(async () => {
      const { major } = serverFacts()
      shared = process.env.TEST_DATABASE_URL
      server = await startPostgres(isMajor(major) ? major : 15)
      process.env.TEST_DATABASE_URL = server.url
    })
    after(async () => {
      await dropAll()
      await server?.stop()
      process.env.TEST_DATABASE_URL = shared
    })

    it('stays where it is while rows come and go', async () => {
      const base = await database(`CREATE TABLE t (id serial PRIMARY KEY, v text, w int[]); CREATE INDEX ON t (v);
        CREATE MATERIALIZED VIEW m AS SELECT 1 AS one; CREATE STATISTICS s ON id, v FROM t`)
      const db = await base.connect()
      const start = await valueOf(db)
      for (const sql of [
        `INSERT INTO t (v) SELECT n::text FROM generate_series(1, 2000) n`,
        `SELECT nextval('t_id_seq'), setval('t_id_seq', 9000)`,
        'UPDATE t SET v = v || 1 WHERE id < 100',
        'DELETE FROM t WHERE id > 1500',
        'ANALYZE',
        'VACUUM t',
        'VACUUM (FREEZE, ANALYZE)',
        'CHECKPOINT',
      ]) {
        await db.query(sql)
        expect(await valueOf(db), sql).to.equal(start)
      }
    })

    it('stays where it is while other databases come, are commented on and go', async () => {
      const base = await database('CREATE TABLE t (id int)')
      const db = await base.connect()
      const [role, other] = [`r_${base.name}`, `o_${base.name}`]
      await db.query(`CREATE ROLE ${role} CREATEDB`)
      const start = await valueOf(db)
      try {
        for (const sql of [
          `SET ROLE ${role}`,
          `CREATE DATABASE ${other}`,
          'RESET ROLE',
          `COMMENT ON DATABASE ${other} IS 'kept'`,
          `ALTER DATABASE ${other} SET work_mem = '5MB'`,
          `DROP DATABASE ${other}`,
        ]) {
          await db.query(sql)
          // As another role, which may read less, it is another.
          if (!/ROLE r_|^CREATE DATABASE/.test(sql)) expect(await valueOf(db), sql).to.equal(start)
        }
      } finally {
        await db.query(`RESET ROLE; DROP ROLE ${role}`)
      }
    })

    it('comes back with what it stood for, and is another for another user and another database', async () => {
      const base = await database('CREATE TABLE t (id int)')
      const db = await base.connect()
      const start = (await catalogFingerprint(db))!
      await db.query('CREATE TABLE u (id int)')
      const made = (await catalogFingerprint(db, async () => start))!
      expect(made.value).not.to.equal(start.value)
      await db.query('DROP TABLE u')
      expect(await valueOf(db)).to.equal(start.value)
      const role = `r_${base.name}`
      await db.query(`CREATE ROLE ${role}; SET ROLE ${role}`)
      try {
        const other = (await catalogFingerprint(db))!
        expect(other.origin).not.to.equal(start.origin)
        await db.query('RESET ROLE; ALTER ROLE ' + role + ' CREATEDB')
        expect(await valueOf(db), 'a role changed').not.to.equal(other.value)
      } finally {
        await db.query(`RESET ROLE; DROP ROLE ${role}`)
      }
      const elsewhere = await (await database('CREATE TABLE t (id int)')).connect()
      expect((await catalogFingerprint(elsewhere))!.origin).not.to.equal(start.origin)
    })

    it('is not taken again as long as nothing is committed', async () => {
      const db = await (await database('CREATE TABLE t (id int)')).connect()
      const taken = (await catalogFingerprint(db))!
      expect(await catalogFingerprint(db, async () => taken)).to.equal(taken)
      await db.query('CREATE TABLE u (id int)')
      expect(await catalogFingerprint(db, async () => taken)).not.to.equal(taken)
    })

    it('is another after a recovery, in which transactions may have been lost and their ids given again', async () => {
      const base = await database('CREATE TABLE t (id int)')
      const origin = async () => (await catalogFingerprint(await base.connect()))?.origin
      const start = await origin()
      expect(await origin()).to.equal(start)
      const victim = await base.connect()
      const [session] = await rows<{ pid: number }>(victim, 'SELECT pg_backend_pid() AS pid')
      process.kill(session!.pid, 'SIGKILL')
      let after: string | undefined
      while (after === undefined)
        after = await sleep(100)
          .then(origin)
          .catch(() => undefined)
      expect(after).not.to.equal(start)
    })

    it('is taken again on a standby, whose snapshots do not say what was under way', async () => {
      const { major } = serverFacts()
      const standby = await startPostgres(isMajor(major) ? major : 15, { standby: true })
      try {
        const db = await connect(standby.url)
        try {
          const taken = (await catalogFingerprint(db))!
          expect(await catalogFingerprint(db, async () => ({ ...taken, value: 'kept' }))).to.have.property(
            'value',
            taken.value,
          )
        } finally {
          await db.close()
        }
      } finally {
        await standby.stop()
      }
    })
  })
})
