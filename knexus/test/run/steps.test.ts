import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { codeOf, migration, project, type Project } from './project.ts'

describe('a file without a transaction', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({ '20260101_t.ts': migration(['CREATE TABLE t (n int)', 'INSERT INTO t VALUES (1), (1)']) })
    await up(p.config)
  })
  afterEach(() => p.drop())
  const notes = () => p.events.flatMap((event) => (event.event === 'note' ? [event.message] : []))
  const rows = async () => (await p.query<{ n: number }>('SELECT n FROM t ORDER BY n')).map((row) => row.n)

  it('does what was done no second time, and builds again what was half built', async () => {
    await p.write({
      '20260102_u.ts': migration(
        [
          'INSERT INTO t VALUES (2)',
          '/* why /* so */ */ CREATE UNIQUE -- so\nINDEX CONCURRENTLY "Ux t" ON t (n)',
          'INSERT INTO t VALUES (3)',
        ],
        [],
        false,
      ),
    })
    expect(await codeOf(up(p.config))).to.equal('migration-failed')
    expect(await p.query(`SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass`)).to.deep.equal([
      { indisvalid: false },
    ])
    await p.query('DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE n = 1)')
    await up(p.config, { on: p.on })
    expect(await rows()).to.deep.equal([1, 2, 3])
    expect(await p.query(`SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass`)).to.deep.equal([
      { indisvalid: true },
    ])
    expect(notes().join()).to.include('half-built: public."Ux t"')
    expect(p.events.filter((event) => event.event === 'statement').map((event) => event.skipped)).to.deep.equal([
      true,
      false,
      false,
    ])
  })

  it('may be corrected in between, and tells what it no longer asks for', async () => {
    await p.write({
      '20260102_u.ts': migration(['INSERT INTO t VALUES (2)', 'INSERT INTO t VALUES (4)', 'nonsense'], [], false),
    })
    expect(await codeOf(up(p.config))).to.equal('migration-failed')
    const other = await project({
      '20260101_t.ts': migration(['CREATE TABLE t (n int)', 'INSERT INTO t VALUES (1), (1)']),
      '20260102_u.ts': migration(['INSERT INTO t VALUES (2)', 'INSERT INTO t VALUES (5)'], [], false),
    })
    await up({ ...p.config, migrations: other.config.migrations! }, { on: p.on })
    expect(await rows()).to.deep.equal([1, 1, 2, 4, 5])
    expect(notes().join()).to.include('INSERT INTO t VALUES (4)')
    await other.drop()
  })

  it('drops the invalid index that plain knex has left', async () => {
    await p.query('CREATE UNIQUE INDEX CONCURRENTLY ux ON t (n)').catch(() => {})
    await p.query('DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)')
    await p.write({ '20260102_u.ts': migration(['CREATE UNIQUE INDEX CONCURRENTLY ux ON t (n)'], [], false) })
    await up(p.config)
    expect(await p.query(`SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass`)).to.deep.equal([
      { indisvalid: true },
    ])
  })

  it('runs a procedure that commits by itself, and a statement that may not be in a transaction', async () => {
    await p.write({
      '20260102_u.ts': migration(
        [
          'CREATE PROCEDURE two() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (7); COMMIT; INSERT INTO t VALUES (8); END $$',
          'CALL two()',
          'VACUUM t',
        ],
        [],
        false,
      ),
    })
    await up(p.config)
    expect(await rows()).to.deep.equal([1, 1, 7, 8])
  })
})
