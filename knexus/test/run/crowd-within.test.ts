import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { migration, project } from './project.ts'

const ROUNDS = Number(process.env['CROWD_ROUNDS'] ?? 1)
const FILES = Object.fromEntries(
  Array.from({ length: 4 }, (_, n) => [
    `2026010${n + 1}_m${n}.ts`,
    migration(['CREATE TABLE IF NOT EXISTS log (name text)', `INSERT INTO log VALUES ('m${n}')`]),
  ]),
)

/** Every runner has sessions of its own, so to PostgreSQL it makes no difference that they share a process. */
describe('fifty runners in one process', function () {
  this.timeout(600_000 * ROUNDS)
  for (let round = 1; round <= ROUNDS; round += 1) {
    it(`run each migration once on an empty database, round ${round}`, async () => {
      const p = await project(FILES)
      const runs = await Promise.all(Array.from({ length: 50 }, () => up({ ...p.config, pool: { min: 0, max: 1 } })))
      expect(runs.filter((run) => run.migrations.length > 0)).to.have.length(1)
      expect(await p.query('SELECT name, count(*)::int AS n FROM log GROUP BY 1 ORDER BY 1')).to.deep.equal(
        Array.from({ length: 4 }, (_, n) => ({ name: `m${n}`, n: 1 })),
      )
      expect(await p.history()).to.deep.equal(Object.keys(FILES))
      await p.drop()
    })

    it(`also with plain knex among them, once its tables are there, round ${round}`, async () => {
      const p = await project(FILES)
      await p.plain((knex) => knex.migrate.currentVersion())
      await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          n % 5 === 1 ? p.plain((knex) => knex.migrate.latest()) : up({ ...p.config, pool: { min: 0, max: 1 } }),
        ),
      )
      expect(await p.query('SELECT name, count(*)::int AS n FROM log GROUP BY 1 ORDER BY 1')).to.deep.equal(
        Array.from({ length: 4 }, (_, n) => ({ name: `m${n}`, n: 1 })),
      )
      await p.drop()
    })
  }
})
