import { expect } from 'chai'
import { type Child, start, until } from './process.ts'
import { migration, project, type Project } from './project.ts'

const RUNNERS = Number(process.env['CROWD'] ?? 8)
const ROUNDS = Number(process.env['CROWD_ROUNDS'] ?? 1)

/** Each file counts how often it ran. */
const FILES = Object.fromEntries(
  Array.from({ length: 5 }, (_, n) => [
    `2026010${n + 1}_m${n}.ts`,
    migration([
      `CREATE TABLE IF NOT EXISTS log (name text)`,
      `INSERT INTO log VALUES ('m${n}')`,
      'SELECT pg_sleep(0.05)',
    ]),
  ]),
)
const ONCE = Array.from({ length: 5 }, (_, n) => ({ name: `m${n}`, count: 1 }))

describe('a crowd of runners', function () {
  this.timeout(600_000 * ROUNDS)
  let p: Project
  beforeEach(async () => {
    p = await project(FILES)
  })
  afterEach(() => p.drop())

  const counted = () => p.query(`SELECT name, count(*)::int AS count FROM log GROUP BY name ORDER BY name`)
  const errors = (children: readonly Child[]) =>
    children.flatMap((child) => child.lines.filter((line) => line.event === 'error'))

  for (let round = 0; round < ROUNDS; round += 1) {
    it(`runs each migration once on an empty database, ${RUNNERS} at a time`, async () => {
      const children = Array.from({ length: RUNNERS }, () => start('up', p.url, p.directory))
      await Promise.all(children.map((child) => child.end))
      expect(errors(children)).to.deep.equal([])
      expect(await counted()).to.deep.equal(ONCE)
      expect(await p.history()).to.deep.equal(Object.keys(FILES))
    })

    it('also with plain knex among them, once its tables are there', async () => {
      await p.plain((knex) => knex.migrate.currentVersion())
      const children = Array.from({ length: RUNNERS }, (_, n) => start(n % 4 === 1 ? 'knex' : 'up', p.url, p.directory))
      await Promise.all(children.map((child) => child.end))
      expect(errors(children)).to.deep.equal([])
      expect(await counted()).to.deep.equal(ONCE)
    })

    it('also when the one at work is killed', async () => {
      await p.write({ '20260103_m2.ts': migration([`INSERT INTO log VALUES ('m2')`, 'SELECT pg_sleep(1)']) })
      let killed = false
      const children = Array.from({ length: RUNNERS }, () =>
        start('up', p.url, p.directory, (line, child) => {
          if (killed || line.event !== 'migration-start' || line['migration'] !== '20260103_m2.ts') return
          killed = true
          child.kill('SIGKILL')
        }),
      )
      await Promise.all(children.map((child) => child.end))
      expect(killed).to.equal(true)
      expect(errors(children)).to.deep.equal([])
      expect(await counted()).to.deep.equal(ONCE)
    })
  }

  it('tells a waiter who is at work, and with what', async () => {
    await p.write({
      '20260101_m0.ts': migration([
        `CREATE TABLE log (name text)`,
        `INSERT INTO log VALUES ('m0')`,
        'SELECT pg_sleep(6)',
      ]),
    })
    const first = start('up', p.url, p.directory)
    await until(() => first.lines.some((line) => line.event === 'statement'))
    const second = start('up', p.url, p.directory)
    await Promise.all([first.end, second.end])
    const waiting = JSON.stringify(second.lines.find((line) => line.event === 'waiting'))
    expect(waiting)
      .to.include(`:${first.process.pid}`)
      .and.to.include('pg_sleep(6)')
      .and.to.include('"obstacle":"runner"')
    expect(await counted()).to.deep.equal(ONCE)
  })

  it('gives up at once when told not to wait', async () => {
    await p.write({ '20260101_m0.ts': migration(['CREATE TABLE log (name text)', 'SELECT pg_sleep(6)']) })
    const first = start('up', p.url, p.directory)
    await until(() => first.lines.some((line) => line.event === 'statement'))
    const second = start('up', p.url, p.directory, () => {}, { waitTimeout: 0 })
    await Promise.all([first.end, second.end])
    expect(errors([second])[0]).to.have.property('code', 'locked-by-runner')
  })
})
